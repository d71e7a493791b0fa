# Nobody answers, and nothing else happens: breached as soon as the deadline has passed. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat

by event
10:00:00 help/chat offered=1
by entry
10:00:00 help/chat offered=1

live 10:00:44                                           # the lead is a quarter of the target, 15 s
help/chat waiting=1 longest_wait_ms=44s open=1
live 10:00:45
help/chat waiting=1 longest_wait_ms=45s open=1 at_risk.answer=1 at_risk.first_response=1
live 10:01:00
help/chat waiting=1 longest_wait_ms=60s open=1 at_risk.answer=1 at_risk.first_response=1
live 10:01:01
help/chat waiting=1 longest_wait_ms=61s waiting_past_threshold=1 open=1 overdue.answer=1 overdue.first_response=1
shown 10:01:00 5m
help/chat sla_breached.answer=0 sla_breached.first_response=0 sla_attainment.first_response=0/0
shown 10:01:01 5m
help/chat sla_breached.answer=1 sla_breached.first_response=1 sla_attainment.first_response=0/1
shown 10:06:10 5m                                       # it counts at the deadline, not where the clock is
help/chat sla_breached.first_response=0
shown 10:06:10 15m
help/chat sla_breached.first_response=1
