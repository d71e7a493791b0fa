-- The KPIs of KPIS.md over the facts, in both attributions, by interval, by queue and channel and for everything.

CREATE TABLE sums AS
WITH lengths AS (SELECT unnest([1800000, 3600000, NULL]) AS length),
placed AS (
    SELECT length, family, counted.*,
        CASE WHEN length IS NULL THEN 0 ELSE counted_at // length * length END AS from_ms,
        CASE WHEN length IS NULL THEN 0 ELSE shown_at // length * length END AS last_ms
    FROM lengths, clocks, (
        SELECT 'event' AS family, at_ms AS counted_at, * FROM facts
        UNION ALL
        SELECT 'entry' AS family, entry_at AS counted_at, * FROM facts WHERE entry_at IS NOT NULL
    ) AS counted
)
SELECT
    length, family, from_ms,
    CASE WHEN grouping(queue) = 1 THEN '*' ELSE queue END AS queue, channel, measure,
    sum(n)::BIGINT AS n, sum(ms)::BIGINT AS ms,
    -- the mean of the middle two, others the nearest rank: SEMANTICS 17
    quantile_cont(ms, 0.5) AS p50,
    quantile_disc(ms, 0.9) AS p90, quantile_disc(ms, 0.95) AS p95, max(ms) AS longest
FROM placed
WHERE measure <> 'in_flight' OR from_ms = last_ms                        -- only in the interval that holds the end
GROUP BY GROUPING SETS ((length, family, from_ms, queue, channel, measure), (length, family, from_ms, measure));

-- `n` maps a measure to its count, `ms` to the sum of its times; what is not there is 0.
CREATE MACRO of(sums, measure) AS coalesce(sums[measure], 0);
CREATE MACRO amount(name, numerator) AS
    {'name': name, 'numerator': numerator, 'denominator': NULL::BIGINT, 'quantile': NULL::DOUBLE};
CREATE MACRO ratio(name, numerator, denominator) AS
    {'name': name, 'numerator': numerator, 'denominator': denominator, 'quantile': NULL::DOUBLE};
CREATE MACRO ranked(name, n, quantile) AS
    {'name': name, 'numerator': NULL::BIGINT, 'denominator': n, 'quantile': quantile};

CREATE TABLE kpis AS
WITH cells AS (
    SELECT length, family, from_ms, queue, channel,
           map(list(measure), list(n)) AS n, map(list(measure), list(ms)) AS ms,
           map(list(measure), list({'p50': p50, 'p90': p90, 'p95': p95, 'max': longest})) AS ranks
    FROM sums GROUP BY ALL
),
letters AS (                                                             -- those of KPIS.md
    SELECT *, of(n, 'answered') AS A, of(n, 'abandoned') AS B, of(n, 'short_abandoned') AS S, of(n, 'diverted') AS D,
        of(n, 'answered_within') AS a_in, of(n, 'abandoned_within') AS b_in,
        of(n, 'waited') AS W,                                            -- A of known wait: SEMANTICS 4
        of(n, 'in_flight') AS F                                          -- as if answered late now: SEMANTICS 6
    FROM cells
)
SELECT length, family, from_ms, queue, channel, unnest([
        amount('offered', of(n, 'offered')),
        amount('answered', A),
        amount('abandoned', B),
        amount('short_abandoned', S),
        amount('diverted', D),
        ratio('service_level', a_in, W + B - S + F),                     -- no queue is configured: strict
        ratio('service_level_strict', a_in, W + B - S + F),
        ratio('service_level_answered_only', a_in, W + F),
        ratio('service_level_abandons_within_count_as_met', a_in + b_in, W + B + F),
        ratio('service_level_abandons_count_as_missed', a_in, W + B + F),
        ratio('service_level_abandons_within_ignored', a_in, W + B - b_in + F),
        ratio('service_level_short_abandons_count_as_met', a_in + S, W + B + F),
        ratio('service_level_diverted_count_as_missed', a_in, W + B + D + F),
        ratio('abandonment_rate', B - S, A + B - S),
        ratio('abandonment_rate_with_short', B, A + B),
        ratio('abandonment_rate_with_diverted', B - S, A + B - S + D),
        ratio('asa', of(ms, 'waited'), W),
        amount('handled', of(n, 'handled')),
        ratio('aht', of(ms, 'handled'), of(n, 'handled')),
        ratio('talk_time', of(ms, 'talk'), of(n, 'handled')),
        ratio('hold_time', of(ms, 'hold'), of(n, 'handled')),
        ratio('wrap_up_time', of(ms, 'wrap_up'), of(n, 'handled')),
        amount('contacts_handled', of(n, 'contacts_handled')),
        ratio('contact_aht', of(ms, 'handled'), of(n, 'contacts_handled')),
        ratio('hold_rate', of(n, 'held'), of(n, 'handled')),
        ratio('hold_time_per_held', of(ms, 'held'), of(n, 'held')),
        amount('legs', of(n, 'legs')),
        ratio('transfer_rate', of(n, 'transferred'), of(n, 'handled')),
        amount('missed_offers', of(n, 'missed')),
        ratio('missed_offer_rate', of(n, 'missed'), of(n, 'offers')),
        ratio('first_response_time', of(ms, 'first_response'), of(n, 'first_response')),
        ratio('first_response_time_agent', of(ms, 'first_response_agent'), of(n, 'first_response_agent')),
        ratio('first_response_within_target', of(n, 'first_response_within'), of(n, 'first_response_targeted')),
        ratio('next_response_time', of(ms, 'next_response'), of(n, 'next_response')),
        ratio('average_response_time', of(ms, 'response'), of(n, 'response')),
        amount('cycles', of(n, 'cycles')),
        amount('resolutions', of(n, 'resolved')),
        ratio('resolution_time', of(ms, 'resolved'), of(n, 'resolved')),
        ratio('resolution_rate', of(n, 'resolved'), of(n, 'cycles')),
        ratio('reopen_rate', of(n, 'reopened'), of(n, 'resolved'))
    ] || list_transform(
        ['offered', 'answered', 'abandoned', 'diverted'],
        lambda what: amount('contacts_' || what, of(n, 'contacts_' || what))
    ) || list_transform(
        ['overflow', 'timeout', 'exit_key', 'full', 'empty', 'closed', 'voicemail', 'callback'],
        lambda reason: amount('diverted_by_reason.' || reason, of(n, 'diverted.' || reason))
    ) || flatten(list_transform(
        ['answer', 'first_response'],
        lambda clock: [
            amount('sla_met.' || clock, of(n, 'met.' || clock)),
            amount('sla_breached.' || clock, of(n, 'breached.' || clock)),
            ratio('sla_attainment.' || clock, of(n, 'met.' || clock),
                  of(n, 'met.' || clock) + of(n, 'breached.' || clock))
        ]
    )) || flatten(list_transform(
        [('answer_time', 'waited'), ('handle_time', 'handled'), ('first_response_time', 'first_response'),
         ('first_response_time_agent', 'first_response_agent'), ('next_response_time', 'next_response'),
         ('response_time', 'response'), ('resolution_time', 'resolved')],
        lambda timed: [
            ranked(timed[1] || '_p50', of(n, timed[2]), ranks[timed[2]].p50),
            ranked(timed[1] || '_p90', of(n, timed[2]), ranks[timed[2]].p90),
            ranked(timed[1] || '_p95', of(n, timed[2]), ranks[timed[2]].p95),
            ranked(timed[1] || '_max', of(n, timed[2]), ranks[timed[2]].max)
        ]
    )), recursive := true)
FROM letters;
