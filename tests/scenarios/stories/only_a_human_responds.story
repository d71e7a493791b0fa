# Bots, the system and private notes never respond; the cycle starts with the customer. SEMANTICS 9.
# 40 s from the start, 20 s from the answer, 35 s from the customer's message; the second message answers nothing new.
10:00:00 c1 started channel=chat
10:00:05 c1 message from=customer
10:00:06 c1 message from=bot
10:00:10 c1 queued queue=help
10:00:20 c1 answered agent=ann
10:00:25 c1 message from=agent public=no
10:00:30 c1 message from=system
10:00:40 c1 message from=agent
10:00:50 c1 message from=agent

by event
10:00:00 help/chat cycles=1
10:00:10 help/chat offered=1 cycles=0
10:00:20 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:40 help/chat first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:40 help/chat first_response=40s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=20s
10:00:40 help/chat responses=1 response_ms=35s
by entry
10:00:00 help/chat cycles=1
10:00:10 help/chat offered=1 cycles=0 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:10 help/chat first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:10 help/chat first_response=40s first_responses_agent=1 first_response_agent_ms=20s
10:00:10 help/chat responses=1 response_ms=35s

shown 10:01:00 5m
help/chat first_response_time=40s/1 first_response_time_agent=20s/1 average_response_time=35s/1
help/chat next_response_time=none first_response_within_target=1/1
