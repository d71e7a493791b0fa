# Overflow is the floor's doing: the customer still waits for a first word. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:30 c1 diverted reason=overflow
10:05:00 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:30 help/chat diverted=1 diverted.overflow=1
10:01:00 help/chat sla_breached.first_response=1
10:05:00 help/chat first_responses=1 first_response_ms=300s first_responses_targeted=1 first_response=300s
by entry
10:00:00 help/chat offered=1 diverted=1 diverted.overflow=1
10:00:00 help/chat first_responses=1 first_response_ms=300s first_responses_targeted=1 first_response=300s

live 10:01:01
help/chat overdue.first_response=1
