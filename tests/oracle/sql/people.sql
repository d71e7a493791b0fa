-- How long each agent was in each state: one row a span. EVENTS.md, agent.state; KPIS.md, agent KPIs.
-- Builds on `records` and `told`. A state lasts until the agent's next event, at the longest for the twelve hours
-- after which an agent who is not offline is taken to have vanished, and until the end of the data.

CREATE TABLE states AS
WITH read AS (
    SELECT
        line,
        CASE json_type(json, '$.time')
            WHEN 'UBIGINT' THEN (json ->> 'time')::BIGINT
            WHEN 'VARCHAR' THEN
                CASE WHEN regexp_matches(json ->> 'time', 'T.*(Z|[+-]\d\d:\d\d)$')
                     THEN epoch_ms(try_cast(json ->> 'time' AS TIMESTAMPTZ)) END
        END AS at_ms,
        coalesce((json ->> '$.record.timestamp')::BIGINT, at_ms) AS received_at,
        json ->> 'agent' AS agent, json ->> 'state' AS state, json ->> 'team' AS team, json ->> 'site' AS site,
        json ->> 'source' AS source, json ->> 'id' AS id
    FROM records
    WHERE bytes <= 65536 AND json_type(json) = 'OBJECT' AND json ->> 'type' = 'agent.state'
      AND json_type(json, '$.agent') = 'VARCHAR' AND coalesce(json_type(json, '$.slots') IN ('UBIGINT', 'BIGINT'), true)
)
SELECT *
FROM read
WHERE state IN ('available', 'on_contact', 'after_contact_work', 'break', 'training', 'meeting', 'away', 'offline')
  AND at_ms >= 631152000000 AND at_ms <= received_at + 300000
QUALIFY row_number() OVER (PARTITION BY agent, source, id ORDER BY line) = 1;

CREATE TABLE stays AS
WITH spans AS (
    SELECT
        agent, state, at_ms AS from_ms,
        last_value(team IGNORE NULLS) OVER life AS team,
        last_value(site IGNORE NULLS) OVER life AS site,
        coalesce(lead(at_ms) OVER life, (SELECT max(at_ms) FROM told)) AS to_ms
    FROM states
    WINDOW life AS (PARTITION BY agent ORDER BY at_ms, id)
)
SELECT agent, team, site, state, from_ms,
       CASE WHEN state = 'offline' THEN to_ms ELSE least(to_ms, from_ms + 43200000) END AS to_ms
FROM spans
UNION ALL
SELECT agent, team, site, 'vanished', from_ms + 43200000, to_ms
FROM spans
WHERE state <> 'offline' AND to_ms - from_ms > 43200000;
