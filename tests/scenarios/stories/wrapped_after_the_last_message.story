# Ann is done with her part after Bob's last message, and nobody ends the chat: silence does, at that message, and what was
# handled is handled when the work after it was over. SEMANTICS 8, 11.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:01:00 c1 transferred agent=bob
10:01:10 c1 answered agent=bob
10:01:20 c1 message from=agent
10:03:00 c1 wrapped agent=ann
2026-03-03T10:03:01 c2 updated

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:00 help/chat sla_breached.first_response=1
10:01:20 help/chat first_responses=1 first_response_ms=80s first_responses_targeted=1
10:01:20 help/chat first_response=80s first_responses_agent=1 first_response_agent_ms=10s
10:03:00 help/chat handled=1 transferred=1 legs=2 talk_ms=60s wrap_up_ms=120s
2026-03-03T10:03:00 help/chat closed_idle=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat handled=1 transferred=1 legs=2 talk_ms=60s wrap_up_ms=120s
10:00:00 help/chat first_responses=1 first_response_ms=80s first_responses_targeted=1
10:00:00 help/chat first_response=80s first_responses_agent=1 first_response_agent_ms=10s
