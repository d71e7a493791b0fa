# Seed: a routine request resolved within 3 working days (8 h each, a holiday between): Thursday 15:00 to Wednesday 15:00.
toml [calendars.office]
toml hours = { mon-fri = ["09:00-17:00"] }
toml holidays = ["2026-03-09"]
toml [[policies]]
toml name = "routine"
toml match = { priority = "routine" }
toml resolution = { target = "3wd", objective = 0.80, calendar = "office", warn_before = "2h" }
day 2026-03-05
15:00:00 r*2 queued queue=care channel=task priority=routine
15:10:00 r*2 answered agent=ann
day 2026-03-11
15:00:00 r1 resolved
15:00:01 r2 resolved

by event
2026-03-05T15:00:00 care/task offered=2
2026-03-05T15:10:00 care/task answered=2 waited=2 wait_ms=20m answered_within=2 sla_met.answer=2
15:00:00 care/task handled=1 talk_ms=143h50m resolutions=1 resolution_ms=144h sla_met.resolution=1
15:00:01 care/task handled=1 talk_ms=517801s resolutions=1 resolution_ms=518401s
15:00:00 care/task sla_breached.resolution=1
by entry
2026-03-05T15:00:00 care/task offered=2 answered=2 waited=2 wait_ms=20m answered_within=2
2026-03-05T15:00:00 care/task handled=2 talk_ms=1035601s handle=143h50m,517801s
2026-03-05T15:00:00 care/task resolutions=2 resolution_ms=1036801s resolution=144h,518401s

live 2026-03-11T12:59:59
care/task open=2
live 2026-03-11T13:00:00
care/task open=2 at_risk.resolution=2
shown 15:00:01 15m
care/task sla_attainment.resolution=1/2 resolution_time=1036801s/2
