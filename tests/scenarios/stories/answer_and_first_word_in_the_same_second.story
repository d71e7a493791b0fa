# Equal times: the answer comes before the message, so the source's answer counts, and none is implied. SEMANTICS 1, 4.
10:00:00 c1 queued queue=help channel=chat
10:00:20 c1 message from=agent agent=ann
10:00:20 c1 answered agent=ann

by event
10:00:00 help/chat offered=1
10:00:20 help/chat answered=1 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=20s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1

shown 10:01:00 5m
help/chat first_response_time_agent=0s/1 first_response_time=20s/1
