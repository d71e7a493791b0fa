# The conversation is over, the question is not: the response that comes later counts from it. SEMANTICS 10.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:01:20 c1 ended by=agent
10:05:00 c1 message from=agent agent=ann

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:01:20 help/chat handled=1 talk_ms=70s
10:05:00 help/chat responses=1 response_ms=240s next_responses=1 next_response_ms=240s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=70s
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat responses=1 response_ms=240s next_responses=1 next_response_ms=240s
