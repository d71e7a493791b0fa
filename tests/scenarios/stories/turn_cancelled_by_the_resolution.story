# What nobody has responded to when the issue is solved needs no response any more. SEMANTICS 10.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent agent=ann
10:01:00 c1 message from=customer                      # "thank you, it works"
10:01:30 c1 resolved
10:02:00 c1 message from=agent agent=ann

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:01:30 help/chat handled=1 talk_ms=80s resolutions=1 resolution_ms=90s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat handled=1 talk_ms=80s resolutions=1 resolution_ms=90s

shown 10:03:00 5m
help/chat average_response_time=none next_response_time=none resolution_time=90s/1 resolution_rate=1/1 reopen_rate=0/1
