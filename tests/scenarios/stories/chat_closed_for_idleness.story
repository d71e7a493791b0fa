# An answered chat that is closed for idleness ends at its last message. SEMANTICS 8, 11.
2026-03-02T10:00:00 c1 queued queue=help channel=chat
2026-03-02T10:00:30 c1 message from=agent
2026-03-02T10:05:00 c1 message from=customer
2026-03-02T10:06:00 c1 updated topic=refund
2026-03-03T10:06:01 c2 updated

by event
10:00:00 help/chat offered=1
10:00:30 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1
10:05:00 help/chat handled=1 talk_ms=270s
2026-03-03T10:06:00 help/chat closed_idle=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=30s answered_within=1 handled=1 talk_ms=270s
10:00:00 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=30s
