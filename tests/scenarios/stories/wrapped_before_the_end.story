# The agent in conversation cannot be done with the work after it: counted as impossible, left out. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:30 c1 wrapped agent=ann
10:01:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:30 sales/voice impossible.wrap_up_before_end=1
10:01:10 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s
