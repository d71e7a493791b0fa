-- Cycles, responses, turns and first-response clocks. SEMANTICS 7, 9, 10, 12.

CREATE TABLE cycles AS
WITH steps AS (
    SELECT
        *, entry > 0 OR (restarts AND place IS NOT NULL) AS placed,          -- also where it was only turned away
        placed OR responds OR kind = 'resolved' AS counts, kind = 'resolved' AND resolved AND inbound AS solves
    FROM lives
),
begun AS (
    SELECT
        contact, cycle, any_value(cycle_at) AS cycle_at, arg_min(kind, step) = 'reopened' AS again,
        min(opened) AS first_entry, min(step) FILTER (opened IS NOT NULL) AS entered_from,
        min(at_ms) FILTER (solves) AS resolved_at,
        arg_min(coalesce(place, 'other'), step) FILTER (solves) AS resolved_in, arg_min(channel, step) FILTER (solves) AS resolved_on,
        -- it counts in the queue that it has first, `other` where something of it counts before there is an entry,
        -- and on the channel known there
        arg_min(coalesce(place, 'other'), step) FILTER (counts) AS queue,
        arg_min(channel, step) FILTER (counts) AS channel, arg_min(inbound, step) FILTER (counts) AS inbound, min(step) FILTER (placed) AS placed_from
    FROM steps WHERE cycle > 0 GROUP BY contact, cycle
)
SELECT
    begun.*,
    coalesce(own.queued_at, cycle_at) AS entry_at                        -- by entry: where its first entry was queued
FROM begun LEFT JOIN entries AS own ON own.contact = begun.contact AND own.entry = first_entry;

CREATE TABLE responses AS
WITH taken AS (                                                          -- the agent's clock runs from the last answer
    SELECT contact, step, last_value(CASE WHEN kind = 'answered' THEN at_ms END IGNORE NULLS)
        OVER (PARTITION BY contact ORDER BY step) AS taken_at
    FROM lives
)
SELECT
    contact, cycle, at_ms, step, coalesce(place, 'other') AS queue, lives.channel, channels.target,
    CASE WHEN step >= entered_from THEN entry_at ELSE cycles.cycle_at END AS entry_at,   -- no entry yet: at the start
    row_number() OVER (PARTITION BY contact, cycle ORDER BY step) = 1 AS is_first,
    at_ms - cycles.cycle_at AS since_start, at_ms - response_to AS since_question,
    at_ms - taken_at AS since_taken
FROM lives JOIN cycles USING (contact, cycle) JOIN taken USING (contact, step)
JOIN channels ON channels.channel = lives.channel
WHERE responds AND lives.inbound;

-- One clock a cycle, which runs from its start. It is looked for where the cycle has a queue, and once more at the first
-- entry of its own; it counts in the queue and on the channel of that moment, if something is promised there.
CREATE TABLE response_clocks AS
WITH fulfilled AS (
    SELECT contact, cycle, at_ms AS response_at, step FROM responses WHERE is_first
),
clocked AS (
    SELECT contact, cycle, min(lives.step) AS clocked_from, arg_min(coalesce(place, 'other'), lives.step) AS queue,
           arg_min(lives.channel, lives.step) AS channel, any_value(cycles.cycle_at + target) AS deadline
    FROM lives
    JOIN channels USING (channel)
    JOIN cycles USING (contact, cycle)
    LEFT JOIN fulfilled USING (contact, cycle)
    WHERE lives.step IN (placed_from, entered_from) AND target IS NOT NULL AND lives.inbound AND NOT resolved
      AND coalesce(lives.step <= fulfilled.step, true)
    GROUP BY contact, cycle
),
stopped AS (                                                             -- overflow, the floor's doing, stops nothing
    SELECT contact, cycle, at_ms, step FROM lives
    LEFT JOIN (SELECT event, reason FROM tape WHERE kind = 'diverted') USING (event)
    WHERE kind IN ('ended', 'resolved', 'idle')
       OR outcome = 'abandoned' OR (kind = 'diverted' AND outcome = 'diverted' AND reason <> 'overflow')
    UNION ALL SELECT contact, cycle - 1, at_ms, step FROM lives WHERE restarts
    UNION ALL SELECT contact, cycle, at_ms, step FROM lives              -- nobody waits for a response to our own call
    WHERE NOT inbound QUALIFY row_number() OVER (PARTITION BY contact ORDER BY step) = 1
),
ends AS (
    SELECT contact, cycle,
           bool_or(stopped.at_ms <= deadline AND coalesce(stopped.step < fulfilled.step, true)) AS cancelled,
           bool_or(stopped.at_ms > deadline) AS stopped_late
    FROM clocked
    JOIN stopped USING (contact, cycle)
    LEFT JOIN fulfilled USING (contact, cycle)
    WHERE stopped.step >= clocked_from
    GROUP BY contact, cycle
)
SELECT
    clocked.*, response_at, coalesce(ends.cancelled, false) AS stopped,
    coalesce(response_at <= deadline, false) AND NOT stopped AS met,
    coalesce(response_at > deadline, false) OR coalesce(stopped_late, false) AS settled,
    NOT met AND NOT stopped AND (shown_at > deadline OR settled) AS breached
FROM clocked
LEFT JOIN fulfilled USING (contact, cycle)
LEFT JOIN ends USING (contact, cycle)
CROSS JOIN clocks;
