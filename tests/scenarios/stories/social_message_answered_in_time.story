# The cycle begins with the customer's message, before the queueing; four hours are allowed on social media. SEMANTICS 9, 12.
10:00:00 s1 message from=customer channel=social
10:30:00 s1 queued queue=care
11:00:00 s1 answered agent=ann
11:30:00 s1 message from=agent agent=ann

by event
10:00:00 care/social cycles=1
10:30:00 care/social offered=1 cycles=0
11:00:00 care/social answered=1 waited=1 wait_ms=30m answered_within=1 sla_met.answer=1
11:30:00 care/social first_responses=1 first_response_ms=90m first_responses_targeted=1 first_responses_within=1
11:30:00 care/social first_response=90m sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=30m
11:30:00 care/social responses=1 response_ms=90m
by entry
10:00:00 care/social cycles=1
10:30:00 care/social offered=1 cycles=0 answered=1 waited=1 wait_ms=30m answered_within=1
10:30:00 care/social first_responses=1 first_response_ms=90m first_responses_targeted=1 first_responses_within=1
10:30:00 care/social first_response=90m first_responses_agent=1 first_response_agent_ms=30m
10:30:00 care/social responses=1 response_ms=90m

shown 11:30:00 now
care/social backlog=1 backlog_age=90m/1 waiting=0
shown 11:30:00 today
care/social first_response_time=90m/1 first_response_time_agent=30m/1 average_response_time=90m/1 next_response_time=none
