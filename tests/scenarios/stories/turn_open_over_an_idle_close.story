# Silence closes the chat at its last message, and keeps the question open: the reply comes 25:59 h later. SEMANTICS 10, 11.
2026-03-02T10:00:00 c1 queued queue=help channel=chat
2026-03-02T10:00:10 c1 answered agent=ann
2026-03-02T10:00:20 c1 message from=agent agent=ann
2026-03-02T10:01:00 c1 message from=customer
2026-03-03T12:00:00 c1 message from=agent agent=ann

by event
2026-03-02T10:00:00 help/chat offered=1
2026-03-02T10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
2026-03-02T10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
2026-03-02T10:00:20 help/chat first_response=20s sla_met.first_response=1
2026-03-02T10:00:20 help/chat first_responses_agent=1 first_response_agent_ms=10s
2026-03-02T10:01:00 help/chat handled=1 talk_ms=50s
2026-03-03T10:01:00 help/chat closed_idle=1
2026-03-03T12:00:00 help/chat responses=1 response_ms=25h59m next_responses=1 next_response_ms=25h59m
by entry
2026-03-02T10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=50s
2026-03-02T10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
2026-03-02T10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
2026-03-02T10:00:00 help/chat responses=1 response_ms=25h59m next_responses=1 next_response_ms=25h59m

live 2026-03-03T10:01:00
help/chat open=1
live 2026-03-03T10:01:01
