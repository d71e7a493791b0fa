# The log clock stands at the limit, and has not passed it: nothing is closed. SEMANTICS 11.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
14:00:10 c2 updated

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
