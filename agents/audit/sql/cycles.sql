-- Cycles, responses, turns and first-response clocks. SEMANTICS 9, 10, 12.

CREATE TABLE cycles AS
WITH steps AS (
    SELECT *, entry > 0 OR responds OR kind = 'resolved' AS counts
    FROM lives
),
begun AS (
    SELECT
        contact, cycle, any_value(cycle_at) AS cycle_at, arg_min(kind, step) = 'reopened' AS again,
        min(opened) AS first_entry, min(step) FILTER (opened IS NOT NULL) AS entered_from,
        min(at_ms) FILTER (kind = 'resolved' AND resolved) AS resolved_at,
        arg_min(coalesce(place, 'other'), step) FILTER (kind = 'resolved' AND resolved) AS resolved_in,
        -- it counts in the queue that it has first, `other` where something of it counts before there is an entry;
        -- so does its clock, which runs only where there is one
        arg_min(coalesce(place, 'other'), step) FILTER (counts) AS queue,
        arg_min(entry, step) FILTER (counts) > 0 AS has_entry, min(step) FILTER (entry > 0) AS clocked_from
    FROM steps WHERE cycle > 0 GROUP BY contact, cycle
)
SELECT
    begun.*,
    coalesce(own.queued_at, cycle_at) AS entry_at,                       -- by entry: where its first entry was queued
    contacts.channel, contacts.inbound, channels.target, cycle_at + channels.target AS deadline
FROM begun
JOIN contacts USING (contact)
JOIN channels ON channels.channel = contacts.channel
LEFT JOIN entries AS own ON own.contact = begun.contact AND own.entry = first_entry;

CREATE TABLE responses AS
WITH taken AS (                                                          -- the agent's clock runs from the last answer
    SELECT contact, step, last_value(CASE WHEN kind = 'answered' THEN at_ms END IGNORE NULLS)
        OVER (PARTITION BY contact ORDER BY step) AS taken_at
    FROM lives
)
SELECT
    contact, cycle, at_ms, step, coalesce(place, 'other') AS queue, cycles.channel, cycles.target,
    CASE WHEN step >= entered_from THEN entry_at ELSE cycles.cycle_at END AS entry_at,   -- no entry yet: at the start
    row_number() OVER (PARTITION BY contact, cycle ORDER BY step) = 1 AS is_first,
    at_ms - cycles.cycle_at AS since_start, at_ms - response_to AS since_question,
    at_ms - taken_at AS since_taken
FROM lives JOIN cycles USING (contact, cycle) JOIN taken USING (contact, step)
WHERE responds AND inbound;

-- One clock a cycle, from its start; without any entry there is no queue for it to count in.
CREATE TABLE response_clocks AS
WITH fulfilled AS (
    SELECT contact, cycle, at_ms AS response_at, step FROM responses WHERE is_first
),
stopped AS (                                                             -- overflow, the floor's doing, stops nothing
    SELECT contact, cycle, at_ms, step FROM lives
    LEFT JOIN (SELECT event, reason FROM tape WHERE kind = 'diverted') USING (event)
    WHERE kind IN ('ended', 'resolved', 'idle')
       OR outcome = 'abandoned' OR (kind = 'diverted' AND outcome = 'diverted' AND reason <> 'overflow')
),
ends AS (
    SELECT cycles.contact, cycles.cycle,
           bool_or(stopped.at_ms <= deadline AND stopped.step >= clocked_from
                   AND coalesce(stopped.step < fulfilled.step, true)) AS cancelled,
           bool_or(stopped.at_ms > deadline) AS stopped_late
    FROM cycles JOIN stopped USING (contact, cycle) LEFT JOIN fulfilled USING (contact, cycle)
    GROUP BY ALL
)
SELECT
    cycles.*, response_at, coalesce(ends.cancelled, false) AS stopped,
    coalesce(response_at <= deadline, false) AND NOT stopped AS met,
    coalesce(response_at > deadline, false) OR coalesce(stopped_late, false) AS settled,
    NOT met AND NOT stopped AND (shown_at > deadline OR settled) AS breached
FROM cycles
LEFT JOIN fulfilled USING (contact, cycle)
LEFT JOIN ends USING (contact, cycle)
CROSS JOIN clocks
WHERE inbound AND target IS NOT NULL AND has_entry;
