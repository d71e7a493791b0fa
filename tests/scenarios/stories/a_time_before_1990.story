# No source means it: rejected as a bad time, and the contact is as if it had not been told. SEMANTICS 3.
order fixed
10:00:00 c1 queued queue=sales channel=voice
1989-12-31T23:59:59~10:00:05 c1 abandoned
10:00:10 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
sources applied=2 bad_time=1
