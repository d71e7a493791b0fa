# A clock keeps the target of the version that was valid when it started. SEMANTICS 13.
toml [[policies]]
toml name = "chat"
toml match = { channel = "chat" }
toml first_response = { target = "30s" }
toml [[policies]]
toml name = "chat"
toml from = 2026-03-02T10:00:00Z
toml first_response = { target = "5m" }
09:59:59 c1 queued queue=help channel=chat
10:00:00 c2 queued queue=help channel=chat
10:00:10 c*2 answered agent=ann
10:01:00 c*2 message from=agent agent=ann

by event
09:59:59 help/chat offered=1
10:00:00 help/chat offered=1
10:00:10 help/chat answered=2 waited=2 wait_ms=21s wait=11s,10s answered_within=2 sla_met.answer=2
10:00:29 help/chat sla_breached.first_response=1
10:01:00 help/chat first_responses=2 first_response_ms=121s first_responses_targeted=2 first_responses_within=1
10:01:00 help/chat first_response=61s,60s sla_met.first_response=1 first_responses_agent=2 first_response_agent_ms=100s
by entry
09:59:59 help/chat offered=1 answered=1 waited=1 wait_ms=11s answered_within=1
09:59:59 help/chat first_responses=1 first_response_ms=61s first_response=61s first_responses_targeted=1
09:59:59 help/chat first_responses_agent=1 first_response_agent_ms=50s
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=60s first_response=60s first_responses_targeted=1
10:00:00 help/chat first_responses_within=1 first_responses_agent=1 first_response_agent_ms=50s

shown 10:02:00 5m
help/chat first_response_within_target=1/2 sla_attainment.first_response=1/2 first_response_time_agent=100s/2
