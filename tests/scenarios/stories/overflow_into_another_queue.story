# Queued elsewhere while it waits: the old entry is diverted, the first-response clock goes on in the first queue.
# SEMANTICS 4, 9, 12: the answer clock of the old queue is cancelled, the new queue has one of its own.
10:00:00 c1 queued queue=help channel=chat
10:00:50 c1 queued queue=backup channel=chat
10:00:55 c1 answered agent=ann
10:01:10 c1 message from=agent agent=ann
10:02:10 c1 ended

by event
10:00:00 help/chat offered=1
10:00:50 help/chat diverted=1 diverted.overflow=1
10:00:50 backup/chat offered=1 contacts_offered=0 cycles=0
10:00:55 backup/chat answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:01:00 help/chat sla_breached.first_response=1
10:01:10 backup/chat first_responses=1 first_response_ms=70s first_responses_targeted=1 first_response=70s
10:01:10 backup/chat first_responses_agent=1 first_response_agent_ms=15s
10:02:10 backup/chat handled=1 talk_ms=75s
by entry
10:00:00 help/chat offered=1 diverted=1 diverted.overflow=1
10:00:00 backup/chat first_responses=1 first_response_ms=70s first_responses_targeted=1 first_response=70s
10:00:00 backup/chat first_responses_agent=1 first_response_agent_ms=15s
10:00:50 backup/chat offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=5s answered_within=1 handled=1 talk_ms=75s

live 10:00:52
backup/chat waiting=1 longest_wait_ms=2s open=1
help/chat at_risk.first_response=1
live 10:01:01
backup/chat open=1
help/chat overdue.first_response=1
