-- The records of a recording as events: read, refused, told once. EVENTS.md; SEMANTICS 1, 3.
-- Variables: recording, the path of a file of JSON lines; skew_ms, how far ahead a time may be; log_at and shown_at, the
-- clocks, where the lines are only some of those that have moved them. In an audit a line was a record of a size that is
-- allowed, and its `record` has the identity by which the engine puts events of one rank and instant in order.

CREATE TABLE ranks AS
SELECT kind, rank
FROM unnest(['idle', 'started', 'reopened', 'updated', 'continued', 'resumed', 'transferred', 'missed', 'abandoned',
             'diverted', 'queued', 'offered', 'answered', 'message', 'held', 'suspended', 'ended', 'wrapped',
             'resolved']) WITH ORDINALITY AS ranked (kind, rank);

CREATE TABLE records AS
SELECT row_number() OVER () AS line, CASE WHEN json_valid(text) THEN text::JSON END AS json, strlen(text) AS bytes
FROM read_csv(getvariable('recording'), columns = {'text': 'VARCHAR'}, header = false, auto_detect = false,
              delim = '\x01', quote = '', escape = '', comment = '');

CREATE TABLE told AS
WITH read AS (
    SELECT
        line, json,
        json ->> 'type' AS type,
        CASE json_type(json, '$.time')
            WHEN 'UBIGINT' THEN try_cast(json ->> 'time' AS BIGINT)
            WHEN 'VARCHAR' THEN
                CASE WHEN regexp_matches(json ->> 'time', 'T.*(Z|[+-]\d\d:\d\d)$')
                     THEN epoch_ms(try_cast(json ->> 'time' AS TIMESTAMPTZ)) END
        END AS at_ms,
        json ->> 'contact' AS contact,
        json ->> 'queue' AS queue,
        json ->> 'channel' AS channel,
        json ->> 'direction' AS direction,
        json ->> 'agent' AS agent,
        json ->> 'from' AS sender,
        coalesce(try_cast(json ->> 'public' AS BOOLEAN), true) AS public,
        json ->> 'reason' AS reason,
        json ->> 'by' AS ended_by,
        json ->> 'entry' AS entry,
        coalesce((json ->> '$.record.timestamp')::BIGINT, at_ms) AS received_at,
        json ->> 'id' AS id,
        json ->> 'source' AS source,
        json ->> '$.record.identity' AS identity,
        list_filter(['contact', 'id', 'source', 'queue', 'channel', 'direction', 'agent', 'from', 'reason', 'by',
                     'entry'],
                    lambda field: coalesce(json_type(json, '$.' || field) NOT IN ('VARCHAR', 'NULL'), false)) = []
            AS well_typed
    FROM records
    WHERE (bytes <= 65536 OR json_exists(json, '$.record.identity')) AND json_type(json) = 'OBJECT'
)
SELECT read.* EXCLUDE (well_typed), kind, rank
FROM read JOIN ranks ON type = 'contact.' || kind
WHERE kind <> 'idle' AND well_typed
  AND contact IS NOT NULL
  AND at_ms >= 631152000000                                                 -- 1990: bad_time
  AND at_ms <= received_at + coalesce(getvariable('skew_ms'), 300000)       -- time_too_far_ahead
  AND (kind <> 'queued' OR queue IS NOT NULL)
  AND (kind <> 'message' OR coalesce(sender IN ('customer', 'agent', 'bot', 'system'), false))
  AND (kind <> 'diverted' OR coalesce(reason IN ('overflow', 'timeout', 'exit_key', 'full', 'empty', 'closed',
                                                 'voicemail', 'callback'), false));

-- The same source and id, or without an id the same content, is the same event; the first telling counts. Content is
-- what is told in the fields that there are: in whatever order, and to tell null is to tell nothing.
CREATE TABLE events AS
SELECT row_number() OVER (ORDER BY line) AS event, *
FROM (
    SELECT * EXCLUDE (json),
        CASE WHEN id IS NULL THEN (at_ms, list_transform(
            ['type', 'agent', 'queue', 'channel', 'direction', 'priority', 'topic', 'tier', 'entry', 'from', 'public',
             'external', 'mode', 'reason', 'by', 'customer', 'language', 'site', 'state', 'team', 'slots', 'queues',
             'subject', 'data'],
            lambda field: json ->> ('$.' || field)))::VARCHAR END AS content
    FROM told
)
QUALIFY row_number() OVER (PARTITION BY contact, CASE WHEN id IS NULL OR source <> '' THEN source END, id, content
                           ORDER BY line) = 1;

-- The log's clock decides silence, the floor's clock (whole seconds) what is shown. SEMANTICS 3, 11, 14.
CREATE TABLE clocks AS
SELECT
    coalesce(getvariable('log_at'), max(least(at_ms, received_at))) AS log_at,
    coalesce(getvariable('shown_at'), max(at_ms) // 1000 * 1000) AS shown_at
FROM told;

CREATE TABLE contacts AS
SELECT row_number() OVER (ORDER BY contact) AS contact, contact AS name FROM events GROUP BY contact;
