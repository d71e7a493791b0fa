# The entry is diverted before the deadline: the clock counts nowhere, the response itself does. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:30 c1 diverted reason=callback
10:05:00 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:30 help/chat diverted=1 diverted.callback=1
10:05:00 help/chat first_responses=1 first_response_ms=300s first_responses_targeted=1 first_response=300s
by entry
10:00:00 help/chat offered=1 diverted=1 diverted.callback=1
10:00:00 help/chat first_responses=1 first_response_ms=300s first_responses_targeted=1 first_response=300s

live 10:01:01
shown 10:06:00 15m
help/chat sla_met.first_response=0 sla_breached.first_response=0 sla_attainment.first_response=0/0
help/chat first_response_within_target=0/1
