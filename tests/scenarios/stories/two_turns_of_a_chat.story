# Three responses: the first of the cycle is no next response, but it counts in the average. SEMANTICS 10.
10:00:00 c1 started channel=chat
10:00:00 c1 message from=customer
10:00:05 c1 queued queue=help
10:00:15 c1 answered agent=ann
10:00:30 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:01:40 c1 message from=agent agent=ann
10:02:00 c1 message from=customer
10:02:10 c1 message from=customer
10:03:00 c1 message from=agent agent=ann
10:03:30 c1 ended by=customer

by event
10:00:00 help/chat cycles=1
10:00:05 help/chat offered=1 cycles=0
10:00:15 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=15s
10:00:30 help/chat responses=1 response_ms=30s
10:01:40 help/chat responses=1 response_ms=40s next_responses=1 next_response_ms=40s
10:03:00 help/chat responses=1 response_ms=60s next_responses=1 next_response_ms=60s
10:03:30 help/chat handled=1 talk_ms=195s
by entry
10:00:00 help/chat cycles=1
10:00:05 help/chat offered=1 cycles=0 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=195s
10:00:05 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:05 help/chat first_response=30s first_responses_agent=1 first_response_agent_ms=15s
10:00:05 help/chat responses=3 response_ms=130s response=30s,40s,60s
10:00:05 help/chat next_responses=2 next_response_ms=100s next_response=40s,60s

shown 10:04:00 5m 1h today
help/chat average_response_time=130s/3 next_response_time=100s/2 first_response_time=30s/1 first_response_time_agent=15s/1
help/chat first_response_within_target=1/1 cycles=1 resolutions=0 resolution_rate=0/1
shown 10:04:00 1h
help/chat response_time_p50=~40s/3 response_time_p90=~60s/3 next_response_time_p50=~50s/2 next_response_time_p90=~60s/2
