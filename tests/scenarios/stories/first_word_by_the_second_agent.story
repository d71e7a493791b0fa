# The agent's clock runs from the last answer before the first response, the customer's from the start. SEMANTICS 9.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:30 c1 transferred agent=bob mode=blind
10:00:40 c1 answered agent=bob
10:01:00 c1 message from=agent agent=bob
10:02:00 c1 ended

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:00 help/chat first_responses=1 first_response_ms=60s first_responses_targeted=1 first_responses_within=1
10:01:00 help/chat first_response=60s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=20s
10:02:00 help/chat handled=1 legs=2 transferred=1 talk_ms=100s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=60s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=60s first_responses_agent=1 first_response_agent_ms=20s
10:00:00 help/chat handled=1 legs=2 transferred=1 talk_ms=100s

shown 10:03:00 5m
help/chat first_response_time=60s/1 first_response_time_agent=20s/1 legs=2 handled=1 transfer_rate=1/1
