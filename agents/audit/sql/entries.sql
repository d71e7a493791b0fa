-- Waits, conversations and answer clocks: one row an entry. SEMANTICS 4, 5, 7, 8, 12.

CREATE TABLE entries AS
WITH opened AS (
    SELECT contact, opened AS entry, at_ms AS queued_at, implied AS unmeasured, named, channel AS limits, inbound
    FROM lives WHERE opened IS NOT NULL
),
labels AS (                                                              -- the queue of an entry is the one it had last
    SELECT contact, entry, coalesce(arg_max(queue, step), 'other') AS queue,
           on_channel(NULL, arg_max(queue, step) FILTER (named IS NULL)) AS unnamed   -- where it was before one was named
    FROM lives GROUP BY contact, entry
),
waits AS (
    SELECT contact, waited AS entry, outcome, lives.at_ms AS over_at, lives.named,
           CASE WHEN outcome = 'diverted' THEN CASE lives.kind WHEN 'diverted' THEN reason WHEN 'queued' THEN 'overflow'
                                               ELSE 'timeout' END END AS reason
    FROM lives JOIN (SELECT event, reason FROM tape) USING (event) WHERE waited IS NOT NULL
),
legs AS (
    SELECT contact, left_entry AS entry, sum(talk) AS talk, sum(hold) AS hold, max(left_at) AS left_at,
           bool_or(kind = 'transferred') AS transferred, max(step) AS step, arg_max_null(named, step) AS named
    FROM lives WHERE left_entry IS NOT NULL GROUP BY contact, left_entry
),
handovers AS (
    SELECT DISTINCT contact, talking AS entry, true AS attended FROM lives WHERE attended
),
takes AS (
    SELECT contact, taken AS entry, count(*) AS legs FROM lives WHERE taken IS NOT NULL GROUP BY contact, taken
),
wraps AS (
    SELECT contact, answered AS entry, sum(wrap_up) AS wrap_up, max(at_ms) AS wrapped_at, max(step) AS step,
           arg_max_null(named, step) AS named
    FROM lives WHERE wrap_up IS NOT NULL GROUP BY contact, answered
),
last AS (
    SELECT contact, arg_max(coalesce(talking, 0), step) AS talking, arg_max_null(named, step) AS named
    FROM lives GROUP BY contact
)
SELECT
    opened.* EXCLUDE (named, limits),
    queue, threshold, short,
    -- the channel where it is queued, where its wait is over (or now), and where it counts as handled
    coalesce(opened.named, unnamed) AS channel,
    coalesce(CASE WHEN unmeasured THEN opened.named WHEN outcome IS NULL THEN last.named ELSE waits.named END, unnamed)
        AS over_channel,
    coalesce(CASE WHEN wraps.step > legs.step THEN wraps.named ELSE legs.named END, unnamed) AS handled_channel,
    CASE WHEN unmeasured THEN 'answered' ELSE coalesce(outcome, 'waiting') END AS outcome,
    CASE WHEN unmeasured THEN queued_at ELSE over_at END AS over_at,
    over_at - queued_at AS wait,
    -- its conversation is over when a leg of it is, and no other one runs
    CASE WHEN talking <> entry AND left_at IS NOT NULL THEN greatest(left_at, wrapped_at) END AS handled_at,
    talk, hold, coalesce(wrap_up, 0) AS wrap_up, legs,
    transferred OR coalesce(attended, false) AS transferred, reason,
    -- a contact is handled once, in its last entry that is: while another conversation runs, the one before it is
    handled_at IS NOT NULL AND row_number() OVER (PARTITION BY contact, handled_at IS NULL ORDER BY entry DESC) = 1
        AS last_handled,
    queued_at + threshold AS deadline
FROM opened
JOIN labels USING (contact, entry)
JOIN last USING (contact)
JOIN channels ON channels.channel = limits
LEFT JOIN waits USING (contact, entry)
LEFT JOIN legs USING (contact, entry)
LEFT JOIN handovers USING (contact, entry)
LEFT JOIN takes USING (contact, entry)
LEFT JOIN wraps USING (contact, entry);

-- The answer clock of each entry that waited: met, breached at its deadline, or neither.
CREATE TABLE answer_clocks AS
SELECT
    *,
    outcome = 'answered' AND over_at <= deadline AS met,
    coalesce(over_at, shown_at) > deadline AS breached
FROM entries, clocks
WHERE NOT unmeasured AND inbound;
