# A night shift 22-06 belongs to the day on which it opens: 3 h from 23:30 on Friday, closed on Saturday and Sunday.
toml [calendars.night]
toml hours = { mon-fri = ["22:00-06:00"] }
toml [[policies]]
toml name = "night"
toml resolution = { target = "8h", calendar = "night" }
day 2026-03-06
23:30:00 n1 queued queue=desk channel=task
day 2026-03-09
23:30:00 n1 resolved

by event
2026-03-06T23:30:00 desk/task offered=1
2026-03-07T03:30:00 desk/task sla_breached.answer=1
23:30:00 desk/task diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=72h sla_met.resolution=1
by entry
2026-03-06T23:30:00 desk/task offered=1 diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=72h
