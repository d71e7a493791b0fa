# Told once more, now with the agent: the one who talks already, and no second leg; bob is another. EVENTS, SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered
10:00:12 c1 answered agent=ann
10:01:10 c1 ended
10:01:20 c1 wrapped agent=ann
11:00:00 c2 queued queue=help channel=chat
11:00:10 c2 message from=agent                       # the chat does not say of whom
11:00:11 c2 answered agent=ann
11:00:40 c2 answered agent=bob
11:01:10 c2 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:20 sales/voice handled=1 legs=1 talk_ms=60s wrap_up_ms=10s
11:00:00 help/chat offered=1
11:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1 implied_answers=1
11:00:10 help/chat first_responses=1 first_response_ms=10s first_responses_targeted=1 first_responses_within=1
11:00:10 help/chat first_response=10s sla_met.first_response=1
11:01:10 help/chat handled=1 legs=2 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=1 talk_ms=60s wrap_up_ms=10s
11:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 legs=2 talk_ms=60s
11:00:00 help/chat first_responses=1 first_response_ms=10s first_responses_targeted=1 first_responses_within=1
11:00:00 help/chat first_response=10s
