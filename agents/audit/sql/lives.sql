-- Each contact's life: its events one by one in the order of SEMANTICS 1, with what is true after each of them.
-- Where the documents leave a case open, this reads them as `report` does: a contact that has ended is closed, so that
-- it can be re-opened; silence ends any conversation at the contact's last message, and at its last event where it has
-- none; wrap-up of an agent who is not known to have talked belongs to the last conversation, if none runs.

-- An idle close is an event that nobody sent, where the silence was longer than the channel's limit. SEMANTICS 11.
CREATE TABLE tape AS
WITH instants AS (
    SELECT contacts.contact, at_ms, arg_min(channel, rank) FILTER (channel IS NOT NULL) AS named,
           arg_max(queue, rank) FILTER (kind IN ('queued', 'updated')) AS queue
    FROM events JOIN contacts ON name = events.contact
    GROUP BY contacts.contact, at_ms
),
known AS (                                                               -- the channel named by then, else the queue's
    SELECT contact, at_ms,
           on_channel(first_value(named IGNORE NULLS) OVER sofar, last_value(queue IGNORE NULLS) OVER sofar) AS channel
    FROM instants WINDOW sofar AS (PARTITION BY contact ORDER BY at_ms ROWS UNBOUNDED PRECEDING)
),
silences AS (
    SELECT contact, at_ms + idle_limit AS at_ms
    FROM (SELECT *, lead(at_ms) OVER (PARTITION BY contact ORDER BY at_ms) AS next_at
          FROM known JOIN channels USING (channel)), clocks
    WHERE coalesce(next_at, log_at) > at_ms + idle_limit
)
SELECT event, contacts.contact, at_ms, kind, rank, identity, id, content, queue, channel, direction, agent, sender,
       public, reason, ended_by, entry
FROM events JOIN contacts ON name = events.contact
UNION ALL BY NAME
SELECT -row_number() OVER (ORDER BY at_ms, contact) AS event, contact, at_ms, 'idle' AS kind, 0 AS rank FROM silences;

-- All events of a contact at one instant, the lowest rank first; which of them comes next depends on the state.
CREATE TABLE moments AS
SELECT contact, row_number() OVER (PARTITION BY contact ORDER BY at_ms) AS moment,
       list({'event': event, 'kind': kind} ORDER BY rank, identity, id, content) AS open
FROM tape
GROUP BY contact, at_ms;

CREATE TABLE lives AS
WITH RECURSIVE life AS (
    SELECT
        contact, NULL::VARCHAR AS named, NULL::VARCHAR AS direction,
        0 AS step, 0::BIGINT AS moment, []::STRUCT(event BIGINT, kind VARCHAR)[] AS open,
        NULL::BIGINT AS event, NULL::BIGINT AS at_ms, NULL::VARCHAR AS kind,
        -- the current entry: number, queue, whether it waits; `place`: where the contact is, or was turned away
        0 AS entry, NULL::VARCHAR AS queue, NULL::VARCHAR AS place, false AS waiting,
        NULL::VARCHAR AS entry_id, 0 AS offers,
        -- the conversation: its entry, when and by whom this leg began, its hold
        NULL::INTEGER AS talking, NULL::BIGINT AS leg_at, NULL::VARCHAR AS leg_agent, NULL::VARCHAR AS speaker,
        []::VARCHAR[] AS beside,                                    -- who talked before the speaker joined, and still do
        NULL::BIGINT AS hold_at, 0::BIGINT AS held, 0::BIGINT AS held_when_spoken,
        -- the entry that another agent may go on with, the entry answered last, legs that are over and not wrapped up
        NULL::INTEGER AS handed, NULL::INTEGER AS answered, []::STRUCT(agent VARCHAR, at_ms BIGINT)[] AS legs,
        false AS ended, false AS suspended, false AS closed,
        -- the cycle: its number, its start, and the oldest customer message without a response
        0 AS cycle, NULL::BIGINT AS cycle_at, false AS resolved, NULL::BIGINT AS asked_at, NULL::BIGINT AS spoken_at,
        -- what this event did: opened an entry; had an agent take one; ended a wait, a leg; wrapped up; responded
        NULL::INTEGER AS opened, false AS implied, NULL::INTEGER AS taken,
        NULL::VARCHAR AS outcome, NULL::INTEGER AS waited,
        NULL::INTEGER AS left_entry, NULL::BIGINT AS left_at, NULL::BIGINT AS talk, NULL::BIGINT AS hold,
        NULL::BIGINT AS wrap_up, false AS responds, NULL::BIGINT AS response_to, false AS missed, false AS turned_away,
        false AS attended, false AS restarts
    FROM contacts
    UNION ALL
    SELECT
        p.contact, named, directed,
        p.step + 1, now_moment, list_filter(choices, lambda x: x.event <> picked.event),
        v.event, v.at_ms, v.kind,
        p.entry + (fresh OR implied)::INTEGER,
        CASE WHEN fresh THEN v.queue
             WHEN implied THEN coalesce(v.queue, p.place, 'other')
             -- an entry that was abandoned or diverted is no longer the current one
             WHEN v.kind = 'updated' AND (p.waiting OR p.answered = p.entry) AND p.queue = p.place   -- let into no later one
                 THEN coalesce(v.queue, p.queue)
             ELSE p.queue END AS now_queue,
        CASE WHEN turned_away THEN coalesce(v.queue, p.place)
             WHEN fresh OR implied THEN now_queue
             WHEN v.kind = 'updated' THEN coalesce(v.queue, p.place)
             ELSE p.place END,
        fresh OR (p.waiting AND outcome IS NULL),
        CASE WHEN fresh THEN v.entry ELSE coalesce(p.entry_id, CASE WHEN v.kind = 'queued' THEN v.entry END) END,
        CASE WHEN fresh OR outcome IS NOT NULL THEN 0
             WHEN v.kind = 'offered' AND p.waiting THEN p.offers + 1
             WHEN missed THEN p.offers - 1
             ELSE p.offers END,
        CASE WHEN begins THEN CASE WHEN goes_on THEN p.handed WHEN implied THEN p.entry + 1 ELSE p.entry END
             WHEN leg_over THEN NULL
             ELSE p.talking END,
        CASE WHEN begins THEN v.at_ms WHEN leg_over THEN NULL ELSE p.leg_at END,
        CASE WHEN begins THEN v.agent WHEN leg_over THEN NULL ELSE p.leg_agent END,
        CASE WHEN begins OR joins OR names OR attended THEN v.agent WHEN leg_over THEN NULL ELSE p.speaker END,
        CASE WHEN joins THEN list_filter(list_append(p.beside, p.speaker), lambda x: x <> v.agent)
             WHEN begins OR leg_over OR attended THEN []
             ELSE p.beside END,
        CASE WHEN leg_over OR begins OR v.kind = 'resumed' THEN NULL
             WHEN v.kind = 'held' AND p.talking IS NOT NULL THEN coalesce(p.hold_at, v.at_ms)
             ELSE p.hold_at END,
        CASE WHEN leg_over OR begins THEN 0
             WHEN v.kind = 'resumed' AND p.hold_at IS NOT NULL THEN p.held + v.at_ms - p.hold_at
             ELSE p.held END,
        CASE WHEN leg_over OR begins THEN 0
             WHEN v.kind = 'message' THEN p.held + coalesce(v.at_ms - p.hold_at, 0)
             ELSE p.held_when_spoken END,
        CASE WHEN leg_over AND v.kind = 'transferred' AND v.agent IS NOT NULL AND v.queue IS NULL THEN p.talking
             WHEN fresh OR begins OR v.kind IN ('ended', 'resolved', 'idle') THEN NULL
             ELSE p.handed END,
        CASE WHEN implied THEN p.entry + 1 WHEN answers THEN p.entry ELSE p.answered END,
        CASE WHEN attended THEN list_concat(p.legs, list_transform(
                 list_filter(list_append(p.beside, p.speaker), lambda x: x <> v.agent),
                 lambda x: {'agent': x, 'at_ms': v.at_ms}))
             WHEN leg_over THEN list_concat(p.legs, list_transform( -- of a conference all have left
                 list_append(p.beside, p.speaker), lambda x: {'agent': x, 'at_ms': left_at}))
             WHEN wrapped IS NOT NULL THEN list_filter(p.legs, lambda x, i: i <> list_position(p.legs, wrapped))
             ELSE p.legs END,
        CASE WHEN fresh OR v.kind = 'reopened' THEN false ELSE p.ended OR v.kind = 'ended' END,
        CASE WHEN v.kind = 'suspended' THEN true WHEN v.kind = 'continued' THEN false ELSE p.suspended END,
        v.kind = 'idle' OR (p.closed AND NOT fresh AND NOT begins AND v.kind <> 'reopened'),
        p.cycle + starts_cycle::INTEGER,
        CASE WHEN starts_cycle THEN v.at_ms ELSE p.cycle_at END,
        (p.resolved OR v.kind = 'resolved') AND NOT starts_cycle,
        CASE WHEN v.kind = 'message' AND v.sender = 'customer' THEN coalesce(p.asked_at, v.at_ms)
             WHEN responds OR v.kind = 'resolved' THEN NULL
             ELSE p.asked_at END,
        CASE WHEN v.kind = 'message' THEN v.at_ms ELSE p.spoken_at END,
        CASE WHEN fresh OR implied THEN p.entry + 1 END,
        implied,
        CASE WHEN begins THEN CASE WHEN goes_on THEN p.handed WHEN implied THEN p.entry + 1 ELSE p.entry END
             WHEN joins THEN p.talking END,
        outcome,
        CASE WHEN outcome IS NOT NULL THEN p.entry END,
        CASE WHEN leg_over THEN p.talking END,
        CASE WHEN leg_over THEN left_at END,
        CASE WHEN leg_over THEN left_at - p.leg_at - hold END,
        CASE WHEN leg_over THEN hold END,
        CASE WHEN wrapped IS NOT NULL THEN v.at_ms - wrapped.at_ms END,
        responds,
        CASE WHEN responds THEN p.asked_at END,
        missed,
        turned_away,
        attended,
        v.kind = 'reopened' AND starts_cycle
    FROM (
        SELECT
            *,
            CASE WHEN NOT leg_over THEN NULL
                 WHEN v.kind = 'idle' AND p.spoken_at IS NULL THEN p.at_ms
                 WHEN v.kind = 'idle' THEN greatest(p.leg_at, p.spoken_at)
                 ELSE v.at_ms END AS left_at,
            -- where silence moves the end back to the last message, hold after it is beyond the conversation
            least(CASE WHEN v.kind = 'idle' AND p.spoken_at IS NOT NULL THEN p.held_when_spoken
                       ELSE p.held + coalesce(left_at - p.hold_at, 0) END, left_at - p.leg_at) AS hold
        FROM (
            SELECT
                *,
                v.kind = 'message' AND v.sender = 'agent' AND v.public AS speaks,
                v.kind = 'queued' AND (NOT p.waiting OR v.queue <> p.queue OR coalesce(v.entry <> p.entry_id, false))
                    AS fresh,
                p.waiting AND (v.kind = 'answered'
                               OR (speaks AND on_channel(named, p.queue) IN ('chat', 'email', 'social', 'sms', 'video')))
                    AS answers,
                v.kind = 'answered' AND NOT p.waiting AND p.talking IS NULL AND p.handed IS NOT NULL AS goes_on,
                v.kind = 'answered' AND NOT p.waiting AND p.talking IS NULL AND p.handed IS NULL AS implied,
                answers OR goes_on OR (implied AND NOT p.ended) AS begins,
                -- whoever is not named is the one who talks already, or is named now
                v.kind = 'answered' AND NOT begins AND p.talking IS NOT NULL AND p.speaker IS NULL AS names,
                v.kind = 'answered' AND NOT begins AND p.talking IS NOT NULL AND coalesce(v.agent <> p.speaker, false)
                    AS joins,
                CASE WHEN NOT p.waiting THEN NULL
                     WHEN answers THEN 'answered'
                     WHEN v.kind = 'abandoned' OR (v.kind = 'ended' AND coalesce(v.ended_by, 'customer') = 'customer')
                         THEN 'abandoned'
                     WHEN v.kind IN ('diverted', 'ended', 'resolved', 'idle') OR fresh THEN 'diverted' END AS outcome,
                -- handed over to someone who has joined already: the conversation goes on without a break
                v.kind = 'transferred' AND p.talking IS NOT NULL AND v.queue IS NULL AND len(p.beside) > 0
                    AND coalesce(list_contains(list_append(p.beside, p.speaker), v.agent), false) AS attended,
                p.talking IS NOT NULL AND NOT attended
                    AND (v.kind IN ('ended', 'transferred', 'resolved', 'idle') OR answers) AS leg_over,
                CASE WHEN v.kind = 'wrapped' AND (p.talking IS NULL OR v.agent IS DISTINCT FROM p.speaker)
                     THEN coalesce(list_filter(p.legs, lambda x: x.agent = v.agent)[-1],
                                   CASE WHEN p.talking IS NULL THEN p.legs[-1] END) END
                    AS wrapped,
                v.kind = 'diverted' AND NOT p.waiting AND v.reason IN ('full', 'empty', 'closed')
                    AND coalesce(directed, 'inbound') = 'inbound' AS turned_away,
                v.kind = 'missed' AND p.waiting AND p.offers > 0 AS missed,
                p.resolved OR p.closed OR p.ended AS closed_before,
                (v.kind IN ('started', 'queued') OR (v.kind = 'message' AND v.sender = 'customer')) AND p.cycle = 0
                    OR (v.kind = 'reopened' AND (p.cycle = 0 OR closed_before))
                    AS starts_cycle,
                speaks AND p.cycle > 0 AND NOT p.resolved AS responds
            FROM (
                SELECT
                    chosen.*, tape AS v, coalesce(p.named, tape.channel) AS named,
                    coalesce(p.direction, tape.direction) AS directed
                FROM (
                    SELECT
                        life AS p,
                        CASE WHEN len(life.open) > 0 THEN life.open ELSE moments.open END AS choices,
                        CASE WHEN len(life.open) > 0 THEN life.moment ELSE moments.moment END AS now_moment,
                        coalesce(list_filter(choices, lambda x: CASE
                            WHEN x.kind IN ('abandoned', 'diverted', 'offered', 'answered') THEN life.waiting
                            WHEN x.kind = 'missed' THEN life.offers > 0
                            WHEN x.kind IN ('transferred', 'held', 'ended') THEN life.talking IS NOT NULL
                            WHEN x.kind = 'resumed' THEN life.hold_at IS NOT NULL
                            WHEN x.kind = 'continued' THEN life.suspended
                            WHEN x.kind = 'wrapped' THEN len(life.legs) > 0
                            WHEN x.kind = 'queued' THEN NOT life.waiting
                            WHEN x.kind = 'reopened' THEN life.resolved OR life.closed OR life.ended
                            ELSE true END)[1], choices[1]) AS picked
                    FROM life LEFT JOIN moments
                      ON moments.contact = life.contact AND moments.moment = life.moment + 1 AND len(life.open) = 0
                    WHERE len(life.open) > 0 OR moments.contact IS NOT NULL
                ) AS chosen JOIN tape ON tape.event = picked.event
            )
        )
    )
)
-- A contact is on the channel that it has named first, its direction is the first that was told; what counts takes
-- both as they are at its moment. SEMANTICS 7.
SELECT *, on_channel(named, place) AS channel, coalesce(direction, 'inbound') = 'inbound' AS inbound
FROM life WHERE step > 0;
