# Waiting for the customer stops no clock that no policy pauses: the queue's own promises run on. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 suspended reason=documents
10:00:40 c1 continued
10:00:50 c1 message from=agent
10:01:10 c1 ended

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:50 help/chat first_responses=1 first_response_ms=50s first_responses_targeted=1 first_responses_within=1
10:00:50 help/chat first_response=50s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=40s
10:01:10 help/chat handled=1 talk_ms=60s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s
10:00:00 help/chat first_responses=1 first_response_ms=50s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=50s first_responses_agent=1 first_response_agent_ms=40s
