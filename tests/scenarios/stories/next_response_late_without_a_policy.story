# A next response has a target by policy only: however late, it is measured and breaches nothing. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:13:00 c1 message from=agent agent=ann

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:13:00 help/chat responses=1 response_ms=12m next_responses=1 next_response_ms=12m
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat responses=1 response_ms=12m next_responses=1 next_response_ms=12m

shown 10:14:00 30m
help/chat next_response_time=12m/1 sla_met.next_response=0 sla_breached.next_response=0 sla_attainment.next_response=none
live 10:12:00
help/chat open=1
