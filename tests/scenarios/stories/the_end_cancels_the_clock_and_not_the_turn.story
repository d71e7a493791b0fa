# A clock per turn after the first response: met, then cancelled by an end before its deadline. The turn itself goes on.
# SEMANTICS 10, 12.
toml [[policies]]
toml name = "chat"
toml match = { channel = "chat" }
toml next_response = { target = "2m" }
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=customer                      # before the first response: no clock of its own
10:00:30 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:02:30 c1 message from=agent agent=ann
10:03:00 c1 message from=customer
10:04:00 c1 ended by=agent
10:06:00 c1 message from=agent agent=ann

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=20s
10:00:30 help/chat responses=1 response_ms=10s
10:02:30 help/chat responses=1 response_ms=90s next_responses=1 next_response_ms=90s sla_met.next_response=1
10:04:00 help/chat handled=1 talk_ms=230s
10:06:00 help/chat responses=1 response_ms=180s next_responses=1 next_response_ms=180s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=230s
10:00:00 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=30s first_responses_agent=1 first_response_agent_ms=20s
10:00:00 help/chat responses=3 response_ms=280s response=10s,90s,180s
10:00:00 help/chat next_responses=2 next_response_ms=270s next_response=90s,180s

live 10:00:25
help/chat open=1
live 10:02:30
help/chat open=1
live 10:05:01
shown 10:07:00 15m
help/chat average_response_time=280s/3 next_response_time=270s/2 sla_attainment.next_response=1/1 sla_breached.next_response=0
