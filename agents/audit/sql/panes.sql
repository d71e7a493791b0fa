-- The facts by pane, in both attributions, under the names of the engine's measures: counts, and sums of milliseconds.
-- A breach that time alone has decided so far stands in no pane: only one that an event has settled does.

CREATE TABLE panes AS
WITH lengths AS (SELECT unnest([10000, 300000]) AS length),
settled AS (
    SELECT * FROM facts WHERE measure NOT IN ('in_flight', 'breached.answer', 'breached.first_response')
    UNION ALL SELECT 'breached.answer', deadline, NULL, queue, over_channel, 1, 0 FROM answer_clocks
              WHERE breached AND over_at IS NOT NULL
    UNION ALL SELECT 'breached.first_response', deadline, NULL, queue, channel, 1, 0 FROM response_clocks
              WHERE breached AND settled
),
names AS (
    SELECT * FROM (VALUES                                                -- fact, its count, its sum
        ('offered', 'offered', NULL), ('answered', 'answered', NULL), ('abandoned', 'abandoned', NULL),
        ('diverted', 'diverted', NULL), ('waited', 'waited', 'wait_ms'), ('answered_within', 'answered_within', NULL),
        ('abandoned_within', 'abandoned_within', NULL), ('short_abandoned', 'short_abandoned', NULL),
        ('handled', 'handled', NULL), ('talk', NULL, 'talk_ms'), ('hold', NULL, 'hold_ms'),
        ('wrap_up', NULL, 'wrap_up_ms'), ('held', 'held', NULL), ('transferred', 'transferred', NULL),
        ('legs', 'legs', NULL), ('offers', 'offers', NULL), ('missed', 'missed_offers', NULL),
        ('first_response', 'first_responses', 'first_response_ms'),
        ('first_response_targeted', 'first_responses_targeted', NULL),
        ('first_response_within', 'first_responses_within', NULL),
        ('response', 'responses', 'response_ms'), ('next_response', 'next_responses', 'next_response_ms'),
        ('first_response_agent', 'first_responses_agent', 'first_response_agent_ms'),
        ('cycles', 'cycles', NULL), ('reopened', 'reopened', NULL), ('resolved', 'resolutions', 'resolution_ms'),
        ('contacts_offered', 'contacts_offered', NULL), ('contacts_answered', 'contacts_answered', NULL),
        ('contacts_abandoned', 'contacts_abandoned', NULL), ('contacts_diverted', 'contacts_diverted', NULL),
        ('contacts_handled', 'contacts_handled', NULL),
        ('met.answer', 'sla_met.answer', NULL), ('breached.answer', 'sla_breached.answer', NULL),
        ('met.first_response', 'sla_met.first_response', NULL),
        ('breached.first_response', 'sla_breached.first_response', NULL)
    ) AS named (fact, count, sum)
    UNION ALL SELECT 'diverted.' || reason, 'diverted.' || reason, NULL
              FROM unnest(['overflow', 'timeout', 'exit_key', 'full', 'empty', 'closed', 'voicemail', 'callback'])
                AS reasons (reason)
),
counted AS (
    SELECT false AS by_entry, at_ms, queue, channel, measure, n, ms FROM settled
    UNION ALL SELECT true, entry_at, queue, channel, measure, n, ms FROM settled WHERE entry_at IS NOT NULL
),
amounts AS (
    SELECT by_entry, at_ms, queue, channel, count AS measure, n AS amount FROM counted JOIN names ON fact = measure
    WHERE count IS NOT NULL
    UNION ALL SELECT by_entry, at_ms, queue, channel, sum, ms FROM counted JOIN names ON fact = measure
    WHERE sum IS NOT NULL
)
SELECT length, at_ms // length * length AS start, queue, channel, measure, by_entry, sum(amount)::BIGINT AS amount
FROM amounts, lengths
GROUP BY ALL HAVING sum(amount) <> 0;
