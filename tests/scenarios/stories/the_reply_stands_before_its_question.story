# Out of order within the contact: told late, an earlier event finds its place. SEMANTICS 1.
10:00:00~10:02:00 c1 queued queue=help channel=chat
10:00:10~10:00:10 c1 answered agent=ann
10:00:20~10:00:20 c1 message from=agent
10:03:10~10:00:30 c1 ended

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:03:10 help/chat handled=1 talk_ms=180s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=180s
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s

shown 10:01:00 5m                                       # until the queueing comes, nobody knows the wait
everything offered=1 answered=1 asa=0s/0 service_level_strict=0/0
sources applied=4
