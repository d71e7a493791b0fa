# The answer was in time and arrives late: the breach is taken back. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:00:30~10:02:00 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:30 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=30s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=30s

shown 10:01:59 5m
help/chat sla_breached.answer=1 sla_breached.first_response=1 sla_met.first_response=0 service_level_strict=0/1
shown 10:02:00 5m
help/chat sla_breached.answer=0 sla_breached.first_response=0 sla_met.first_response=1 service_level_strict=1/1
