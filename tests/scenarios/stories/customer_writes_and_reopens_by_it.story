# The message comes first, the re-opening of which it is the reason a moment later: the reply ends the turn that it began.
# Without a re-opening nobody would owe a reply, and no clock runs before it. SEMANTICS 9, 10.
toml [[policies]]
toml name = "all"
toml next_response = { target = "2m" }
10:00:00 m1 queued queue=help channel=chat
10:00:10 m1 message from=agent
10:01:00 m1 resolved
10:05:00 m1 message from=customer
10:05:01 m1 reopened
10:08:01 m1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:10 help/chat first_responses=1 first_response_ms=10s first_responses_targeted=1 first_responses_within=1
10:00:10 help/chat first_response=10s sla_met.first_response=1
10:01:00 help/chat handled=1 talk_ms=50s resolutions=1 resolution_ms=60s
10:05:01 help/chat cycles=1 reopened=1
10:06:01 help/chat sla_breached.first_response=1
10:08:01 help/chat first_responses=1 first_response_ms=3m first_responses_targeted=1 first_response=3m
10:08:01 help/chat responses=1 response_ms=181s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=50s
10:00:00 help/chat first_responses=1 first_response_ms=10s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=10s resolutions=1 resolution_ms=60s
10:05:01 help/chat cycles=1 reopened=1
10:05:01 help/chat first_responses=1 first_response_ms=3m first_responses_targeted=1 first_response=3m
10:05:01 help/chat responses=1 response_ms=181s
