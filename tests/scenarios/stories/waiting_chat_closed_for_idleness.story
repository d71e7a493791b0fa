# Closed while it waits: diverted. A reply that comes later still answers its cycle. SEMANTICS 4, 11.
2026-03-02T10:00:00 c1 queued queue=help channel=chat
2026-03-03T11:00:00 c1 message from=agent

by event
2026-03-02T10:00:00 help/chat offered=1
2026-03-02T10:01:00 help/chat sla_breached.answer=1 sla_breached.first_response=1
2026-03-03T10:00:00 help/chat closed_idle=1 diverted=1 diverted.timeout=1
2026-03-03T11:00:00 help/chat first_responses=1 first_response_ms=25h first_responses_targeted=1 first_response=25h
by entry
2026-03-02T10:00:00 help/chat offered=1 diverted=1 diverted.timeout=1
2026-03-02T10:00:00 help/chat first_responses=1 first_response_ms=25h first_responses_targeted=1 first_response=25h
