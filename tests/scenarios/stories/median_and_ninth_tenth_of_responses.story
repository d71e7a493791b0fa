# Of 10, 20, 30, 40 s the median is the mean of the middle two, 25 s; p90 is the nearest rank, the 4th. SEMANTICS 17.
10:00:00 c*4 queued queue=help channel=chat
10:00:10 c1 message from=agent
10:00:20 c2 message from=agent
10:00:30 c3 message from=agent
10:00:40 c4 message from=agent

by event
10:00:00 help/chat offered=4
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:10 help/chat first_responses=1 first_response_ms=10s first_responses_targeted=1 first_responses_within=1
10:00:10 help/chat first_response=10s sla_met.first_response=1
10:00:20 help/chat answered=1 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1
10:00:30 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1
10:00:40 help/chat answered=1 waited=1 wait_ms=40s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:40 help/chat first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:40 help/chat first_response=40s sla_met.first_response=1
by entry
10:00:00 help/chat offered=4 answered=4 waited=4 wait_ms=100s wait=10s,20s,30s,40s answered_within=4
10:00:00 help/chat first_responses=4 first_response_ms=100s first_responses_targeted=4 first_responses_within=4
10:00:00 help/chat first_response=10s,20s,30s,40s

shown 10:01:00 5m
help/chat first_response_time=100s/4 first_response_time_p50=~25s/4 first_response_time_p90=~40s/4
shown 10:01:00 1h today
help/chat answer_time_p50=~25s/4 answer_time_p90=~40s/4 answer_time_p95=~40s/4 answer_time_max=~40s/4
help/chat first_response_time_p95=~40s/4 first_response_time_max=~40s/4 first_response_time_agent_p50=none
