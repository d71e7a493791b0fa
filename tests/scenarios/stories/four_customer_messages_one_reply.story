# Golden: the response is counted from the first of the unanswered messages, and once. KPIS, SEMANTICS 10.
09:59:30 c1 queued queue=help channel=chat
09:59:40 c1 answered agent=ann
09:59:50 c1 message from=agent agent=ann               # answers nothing that was asked: the first response all the same
10:00:00 c1 message from=customer
10:00:20 c1 message from=customer
10:00:50 c1 message from=customer
10:01:30 c1 message from=customer
10:02:00 c1 message from=agent agent=ann
10:02:10 c1 message from=agent agent=ann               # nothing is unanswered: it counts in neither

by event
09:59:30 help/chat offered=1
09:59:40 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
09:59:50 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
09:59:50 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:02:00 help/chat responses=1 response_ms=120s next_responses=1 next_response_ms=120s
by entry
09:59:30 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
09:59:30 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
09:59:30 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
09:59:30 help/chat responses=1 response_ms=120s next_responses=1 next_response_ms=120s

shown 10:01:59 5m
help/chat next_response_time=none average_response_time=none first_response_time=20s/1
shown 10:03:00 5m 15m 1h today
help/chat next_response_time=120s/1 average_response_time=120s/1 first_response_time=20s/1 first_response_time_agent=10s/1
help/chat next_response_time_by_entry=120s/1 average_response_time_by_entry=120s/1
shown 10:03:00 1h today
help/chat next_response_time_p50=~120s/1 next_response_time_p90=~120s/1 first_response_time_agent_p90=~10s/1
