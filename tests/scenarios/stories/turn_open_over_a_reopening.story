# Ended without a resolution and opened again: the reply is the new cycle's first, and ends the old turn. SEMANTICS 9, 10.
# The agent's clock runs from the last answer that was told, whichever cycle it was in.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:01:20 c1 ended by=customer
10:05:00 c1 reopened
10:06:00 c1 message from=agent agent=ann

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:01:20 help/chat handled=1 talk_ms=70s
10:05:00 help/chat cycles=1 reopened=1
10:06:00 help/chat first_responses=1 first_response_ms=60s first_responses_targeted=1 first_responses_within=1
10:06:00 help/chat first_response=60s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=350s
10:06:00 help/chat responses=1 response_ms=300s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=70s
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:05:00 help/chat cycles=1 reopened=1
10:05:00 help/chat first_responses=1 first_response_ms=60s first_responses_targeted=1 first_responses_within=1
10:05:00 help/chat first_response=60s first_responses_agent=1 first_response_agent_ms=350s
10:05:00 help/chat responses=1 response_ms=300s

shown 10:07:00 15m
help/chat average_response_time=300s/1 next_response_time=none first_response_time=80s/2 cycles=2 resolutions=0 reopen_rate=none
