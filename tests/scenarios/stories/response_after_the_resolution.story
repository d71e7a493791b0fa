# A cycle ends with its resolution: what an agent writes afterwards is in no cycle, and responds to none. KPIS, words; SEMANTICS 9.
10:00:00 m1 queued queue=mail channel=email
10:30:00 m1 answered agent=ann
10:40:00 m1 resolved
10:41:00 m1 message from=agent

by event
10:00:00 mail/email offered=1
10:30:00 mail/email answered=1 waited=1 wait_ms=30m answered_within=1 sla_met.answer=1
10:40:00 mail/email handled=1 talk_ms=10m resolutions=1 resolution_ms=40m
by entry
10:00:00 mail/email offered=1 answered=1 waited=1 wait_ms=30m answered_within=1 handled=1 talk_ms=10m
10:00:00 mail/email resolutions=1 resolution_ms=40m
