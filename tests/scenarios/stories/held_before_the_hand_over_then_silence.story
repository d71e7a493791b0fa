# A day of silence after the hand-over take nothing from the hold of the one who handed over. SEMANTICS 8, 11.
10:00:00 c1 queued queue=sales channel=video
10:00:10 c1 answered agent=ann
10:01:00 c1 held
10:03:00 c1 transferred agent=bob
10:03:02 c1 message from=bot
10:03:05 c1 answered agent=bob
2026-03-03T10:03:06 c2 updated

by event
10:00:00 sales/video offered=1
10:00:10 sales/video answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:05 sales/video handled=1 transferred=1 legs=2 talk_ms=50s hold_ms=120s held=1
2026-03-03T10:03:05 sales/video closed_idle=1
by entry
10:00:00 sales/video offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/video handled=1 transferred=1 legs=2 talk_ms=50s hold_ms=120s held=1
