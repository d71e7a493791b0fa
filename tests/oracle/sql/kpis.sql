-- The KPIs of KPIS.md over the facts, in both attributions, by interval, by queue and channel and for everything.

CREATE TABLE sums AS
WITH lengths AS (SELECT unnest([1800000, 3600000, NULL]) AS length),
placed AS (
    SELECT length, family, facts.*,
        CASE WHEN length IS NULL THEN 0 ELSE counted_at // length * length END AS from_ms,
        CASE WHEN length IS NULL THEN 0 ELSE shown_at // length * length END AS last_ms
    FROM lengths, clocks, (
        SELECT 'event' AS family, at_ms AS counted_at, * FROM facts
        UNION ALL
        SELECT 'entry' AS family, entry_at AS counted_at, * FROM facts WHERE entry_at IS NOT NULL
    ) AS facts
)
SELECT
    length, family, from_ms,
    CASE WHEN grouping(queue) = 1 THEN '*' ELSE queue END AS queue, channel, measure,
    sum(n) AS n, sum(ms)::BIGINT AS ms, quantile_cont(ms, 0.5) AS median
FROM placed
WHERE measure <> 'in_flight' OR from_ms = last_ms                        -- only in the interval that holds the end
GROUP BY GROUPING SETS ((length, family, from_ms, queue, channel, measure), (length, family, from_ms, measure));

CREATE MACRO found_in(found, measure) AS coalesce(found[measure], 0);
CREATE MACRO amount(name, n) AS {'name': name, 'numerator': n, 'denominator': NULL::BIGINT, 'median': NULL::DOUBLE};
CREATE MACRO ratio(name, n, d) AS {'name': name, 'numerator': n, 'denominator': d, 'median': NULL::DOUBLE};

CREATE TABLE kpis AS
WITH gathered AS (
    SELECT length, family, from_ms, queue, channel,
           map(list(measure), list(n::BIGINT)) AS counts, map(list(measure), list(ms)) AS spans,
           map(list(measure), list(median)) AS medians
    FROM sums GROUP BY ALL
),
counted AS (
    SELECT
        length, family, from_ms, queue, channel,
        found_in(counts, 'answered') AS A, found_in(counts, 'waited') AS W, found_in(counts, 'answered_within') AS a_in,
        found_in(counts, 'abandoned') AS B, found_in(counts, 'abandoned_within') AS b_in, found_in(counts, 'short_abandoned') AS S,
        found_in(counts, 'diverted') AS D, found_in(counts, 'in_flight') AS F,
        found_in(counts, 'handled') AS handled, found_in(counts, 'contacts_handled') AS contacts_handled, found_in(spans, 'handled') AS handle_ms,
        found_in(counts, 'met.answer') AS met_answer, found_in(counts, 'breached.answer') AS breached_answer,
        found_in(counts, 'met.first_response') AS met_response, found_in(counts, 'breached.first_response') AS breached_response,
        [
            amount('offered', found_in(counts, 'offered')),
            amount('missed_offers', found_in(counts, 'missed')),
            amount('transfers', found_in(counts, 'transfers')),
            ratio('asa', found_in(spans, 'waited'), found_in(counts, 'waited')),
            ratio('talk_time', found_in(spans, 'talk'), found_in(counts, 'handled')),
            ratio('hold_time', found_in(spans, 'hold'), found_in(counts, 'handled')),
            ratio('wrap_up_time', found_in(spans, 'wrap_up'), found_in(counts, 'handled')),
            ratio('first_response_time', found_in(spans, 'first_response'), found_in(counts, 'first_response')),
            ratio('first_response_within_target', found_in(counts, 'first_response_within'), found_in(counts, 'first_response_targeted')),
            ratio('next_response_time', found_in(spans, 'next_response'), found_in(counts, 'next_response')),
            ratio('average_response_time', found_in(spans, 'response'), found_in(counts, 'response')),
            ratio('resolution_time', found_in(spans, 'resolved'), found_in(counts, 'resolved')),
            ratio('reopen_rate', found_in(counts, 'reopened'), found_in(counts, 'resolved')),
            {'name': 'first_response_time_p50', 'numerator': NULL, 'denominator': found_in(counts, 'first_response'),
             'median': medians['first_response']}
        ] AS plain
    FROM gathered
)
SELECT length, family, from_ms, queue, channel, unnest(found, recursive := true)
FROM (
    SELECT length, family, from_ms, queue, channel, plain || [
        amount('answered', A),
        amount('abandoned', B),
        amount('short_abandoned', S),
        amount('diverted', D),
        amount('handled', handled),
        amount('contacts_handled', contacts_handled),
        ratio('aht', handle_ms, handled),
        ratio('contact_aht', handle_ms, contacts_handled),
        -- W, not A: an answer of unknown wait is in no service level (SEMANTICS 4); F: those in flight (SEMANTICS 6)
        ratio('service_level_strict', a_in, W + B - S + F),
        ratio('service_level_answered_only', a_in, W + F),
        ratio('service_level_abandons_within_count_as_met', a_in + b_in, W + B + F),
        ratio('service_level_abandons_count_as_missed', a_in, W + B + F),
        ratio('service_level_abandons_within_ignored', a_in, W + B - b_in + F),
        ratio('service_level_short_abandons_count_as_met', a_in + S, W + B + F),
        ratio('service_level_diverted_count_as_missed', a_in, W + B + D + F),
        ratio('service_level', a_in, W + B - S + F),
        ratio('abandonment_rate', B - S, A + B - S),
        ratio('abandonment_rate_with_short', B, A + B),
        ratio('abandonment_rate_with_diverted', B - S, A + B - S + D),
        amount('sla_met.answer', met_answer),
        amount('sla_breached.answer', breached_answer),
        ratio('sla_attainment.answer', met_answer, met_answer + breached_answer),
        amount('sla_met.first_response', met_response),
        amount('sla_breached.first_response', breached_response),
        ratio('sla_attainment.first_response', met_response, met_response + breached_response)
    ] AS found
    FROM counted
);
