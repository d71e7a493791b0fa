# Golden: the next response is 2 min late: one breach, at the deadline, and still one after the late reply. SEMANTICS 12.
toml [[policies]]
toml name = "chat"
toml match = { channel = "chat" }
toml next_response = { target = "3m", warn_before = "1m" }
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent
10:01:00 c1 message from=customer
10:06:00 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:04:00 help/chat sla_breached.next_response=1
10:06:00 help/chat responses=1 response_ms=5m next_responses=1 next_response_ms=5m
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat responses=1 response_ms=5m next_responses=1 next_response_ms=5m

live 10:02:59
help/chat open=1
live 10:03:00
help/chat open=1 at_risk.next_response=1
live 10:04:01
help/chat open=1 overdue.next_response=1
live 10:06:00
help/chat open=1
shown 10:04:01 5m 1h
help/chat sla_breached.next_response=1 next_response_time=none sla_attainment.next_response=0/1
shown 10:07:00 15m 1h
help/chat sla_breached.next_response=1 next_response_time=300s/1 average_response_time=300s/1
