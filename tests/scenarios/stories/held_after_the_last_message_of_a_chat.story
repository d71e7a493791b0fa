# Silence ends the chat at its last message: a hold that began after it is beyond the conversation, and cut. SEMANTICS 8, 11.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:30 c1 message from=agent
10:00:40 c1 held agent=ann
10:01:00 c1 resumed agent=ann
2026-03-03T10:01:01 c2 updated

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=20s
10:00:30 help/chat handled=1 talk_ms=20s
2026-03-03T10:01:00 help/chat closed_idle=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=20s
10:00:00 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=30s first_responses_agent=1 first_response_agent_ms=20s
