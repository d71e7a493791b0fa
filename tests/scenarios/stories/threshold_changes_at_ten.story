# A clock and an entry use the version that was valid at their start. SEMANTICS 13.
queue sales voice threshold=20s
queue sales voice threshold=60s from=10:00:00
09:59:50 c1 queued queue=sales channel=voice
10:00:00 c2 queued queue=sales channel=voice
10:00:20 c1 answered agent=ann
10:00:30 c2 answered agent=bob

by event
09:59:50 sales/voice offered=1
10:00:00 sales/voice offered=1
10:00:10 sales/voice sla_breached.answer=1
10:00:20 sales/voice answered=1 waited=1 wait_ms=30s
10:00:30 sales/voice answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1
by entry
09:59:50 sales/voice offered=1 answered=1 waited=1 wait_ms=30s
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=30s answered_within=1
