# The event comes after the limit: the close stays, between the two. SEMANTICS 11; the end then ends nothing.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
14:00:11 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:10 sales/voice handled=1
14:00:10 sales/voice closed_idle=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1
