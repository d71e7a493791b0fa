-- Everything that counts, once: what, when it is decided, when its entry was queued, where, how many, how long.
-- Outbound and internal contacts count in what is handled only. SEMANTICS 7. By entry there are no clocks.

CREATE TABLE facts AS
WITH entered AS (SELECT * FROM entries WHERE inbound),
handled AS (SELECT * FROM entries WHERE handled_at IS NOT NULL),
steps AS (
    SELECT lives.*, coalesce(lives.queue, 'other') AS label, entries.queued_at, entries.inbound AS counts
    FROM lives LEFT JOIN entries USING (contact, entry)
),
turned_away AS (
    SELECT steps.*, coalesce(place, 'other') AS turned_from, reason
    FROM steps JOIN tape USING (event) WHERE turned_away
),
firsts AS (                                          -- due when its clock says, else by what is promised where it came
    SELECT responses.*, coalesce(deadline, at_ms - since_start + target) AS due_at
    FROM responses LEFT JOIN (SELECT contact, cycle, deadline FROM response_clocks) USING (contact, cycle)
    WHERE is_first
),
left_alone AS (
    SELECT contact, entry, over_at AS at_ms, queued_at, queue, over_channel AS channel, reason, 0 AS step
    FROM entered WHERE outcome = 'diverted'
    UNION ALL SELECT contact, entry, at_ms, at_ms, turned_from, channel, reason, step FROM turned_away
)
SELECT 'offered' AS measure, queued_at AS at_ms, queued_at AS entry_at, queue, channel, 1 AS n, 0::BIGINT AS ms
FROM entered
UNION ALL SELECT outcome, over_at, queued_at, queue, over_channel, 1, 0 FROM entered WHERE outcome <> 'waiting'
UNION ALL SELECT 'diverted', at_ms, at_ms, turned_from, channel, 1, 0 FROM turned_away
UNION ALL SELECT 'waited', over_at, queued_at, queue, over_channel, 1, wait FROM entered
          WHERE outcome = 'answered' AND NOT unmeasured
UNION ALL SELECT outcome || '_within', over_at, queued_at, queue, over_channel, 1, 0 FROM entered
          WHERE outcome IN ('answered', 'abandoned') AND wait <= threshold
UNION ALL SELECT 'short_abandoned', over_at, queued_at, queue, over_channel, 1, 0 FROM entered
          WHERE outcome = 'abandoned' AND wait < short
UNION ALL SELECT 'handled', handled_at, queued_at, queue, handled_channel, 1, talk + hold + wrap_up FROM handled
UNION ALL SELECT 'talk', handled_at, queued_at, queue, handled_channel, 1, talk FROM handled
UNION ALL SELECT 'hold', handled_at, queued_at, queue, handled_channel, 1, hold FROM handled
UNION ALL SELECT 'wrap_up', handled_at, queued_at, queue, handled_channel, 1, wrap_up FROM handled
UNION ALL SELECT 'contacts_handled', handled_at, queued_at, queue, handled_channel, 1, 0 FROM handled WHERE last_handled
UNION ALL SELECT 'held', handled_at, queued_at, queue, handled_channel, 1, hold FROM handled WHERE hold > 0
UNION ALL SELECT 'transferred', handled_at, queued_at, queue, handled_channel, 1, 0 FROM handled WHERE transferred
UNION ALL SELECT 'legs', handled_at, queued_at, queue, handled_channel, legs, 0 FROM handled
UNION ALL SELECT 'offers', at_ms, queued_at, label, on_channel(named, label), 1, 0 FROM steps
          WHERE kind = 'offered' AND waiting AND counts
UNION ALL SELECT 'missed', at_ms, queued_at, label, on_channel(named, label), 1, 0 FROM steps
          WHERE missed AND counts
UNION ALL SELECT 'first_response', at_ms, entry_at, queue, channel, 1, since_start FROM firsts
UNION ALL SELECT 'first_response_targeted', at_ms, entry_at, queue, channel, 1, 0 FROM firsts WHERE due_at IS NOT NULL
UNION ALL SELECT 'first_response_within', at_ms, entry_at, queue, channel, 1, 0 FROM firsts WHERE at_ms <= due_at
UNION ALL SELECT 'response', at_ms, entry_at, queue, channel, 1, since_question FROM responses
          WHERE since_question IS NOT NULL
UNION ALL SELECT 'next_response', at_ms, entry_at, queue, channel, 1, since_question FROM responses
          WHERE since_question IS NOT NULL AND NOT is_first
UNION ALL SELECT 'first_response_agent', at_ms, entry_at, queue, channel, 1, since_taken FROM responses
          WHERE is_first AND since_taken IS NOT NULL
-- By entry a cycle counts at its start; it counts in a queue once it has one.
UNION ALL SELECT 'cycles', cycle_at, cycle_at, queue, channel, 1, 0 FROM cycles
          WHERE inbound AND queue IS NOT NULL
UNION ALL SELECT 'reopened', cycle_at, cycle_at, queue, channel, 1, 0 FROM cycles
          WHERE inbound AND queue IS NOT NULL AND again
UNION ALL SELECT 'resolved', resolved_at, cycle_at, resolved_in, resolved_on, 1, resolved_at - cycle_at FROM cycles
          WHERE resolved_at IS NOT NULL
UNION ALL SELECT 'contacts_' || 'offered', queued_at, queued_at, queue, channel, 1, 0 FROM entered
          QUALIFY row_number() OVER (PARTITION BY contact ORDER BY entry) = 1
UNION ALL SELECT 'contacts_' || outcome, over_at, queued_at, queue, over_channel, 1, 0 FROM entered
          WHERE outcome IN ('answered', 'abandoned')
          QUALIFY row_number() OVER (PARTITION BY contact, outcome ORDER BY over_at, entry) = 1
UNION ALL SELECT 'contacts_diverted', at_ms, queued_at, queue, channel, 1, 0 FROM left_alone
          QUALIFY row_number() OVER (PARTITION BY contact ORDER BY at_ms, entry, step) = 1
UNION ALL SELECT 'diverted.' || reason, at_ms, queued_at, queue, channel, 1, 0 FROM left_alone
UNION ALL SELECT 'met.answer', over_at, NULL, queue, over_channel, 1, 0 FROM answer_clocks WHERE met
UNION ALL SELECT 'breached.answer', deadline, NULL, queue, over_channel, 1, 0 FROM answer_clocks WHERE breached
UNION ALL SELECT 'met.first_response', at_ms, NULL, response_clocks.queue, response_clocks.channel, 1, 0
          FROM response_clocks JOIN responses USING (contact, cycle) WHERE met AND is_first
UNION ALL SELECT 'breached.first_response', deadline, NULL, queue, channel, 1, 0 FROM response_clocks WHERE breached
-- In flight: past the threshold when the data end, and not silent for longer than the idle limit. SEMANTICS 6, 11.
UNION ALL SELECT 'in_flight', shown_at, queued_at, queue, over_channel, 1, 0 FROM answer_clocks
          WHERE outcome = 'waiting' AND shown_at - queued_at > threshold;
