# Video is closed after a day of silence; without messages it ends at the last thing that happened. SEMANTICS 8, 11.
2026-03-02T10:00:00 v1 queued queue=advice channel=video
2026-03-02T10:00:10 v1 answered agent=ann
2026-03-02T10:05:00 v1 updated topic=loan
2026-03-03T10:05:01 c2 updated

by event
2026-03-02T10:00:00 advice/video offered=1
2026-03-02T10:00:10 advice/video answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
2026-03-02T10:05:00 advice/video handled=1 talk_ms=290s
2026-03-03T10:05:00 advice/video closed_idle=1
by entry
2026-03-02T10:00:00 advice/video offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=290s

live 2026-03-03T10:05:00
advice/video open=1
live 2026-03-03T10:05:01
