# The contact ends without a response before the deadline: the clock counts nowhere. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:50 c1 ended by=customer

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:50 help/chat handled=1 talk_ms=40s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=40s

shown 10:02:00 5m
help/chat sla_attainment.first_response=0/0
