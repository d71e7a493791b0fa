# Exactly one breach, at the deadline, before and after the late answer. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:03:00 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:01:00 help/chat sla_breached.answer=1 sla_breached.first_response=1
10:03:00 help/chat answered=1 waited=1 wait_ms=180s implied_answers=1
10:03:00 help/chat first_responses=1 first_response_ms=180s first_responses_targeted=1 first_response=180s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=180s
10:00:00 help/chat first_responses=1 first_response_ms=180s first_responses_targeted=1 first_response=180s

shown 10:02:59 5m
help/chat sla_breached.first_response=1 sla_breached.answer=1
shown 10:04:00 5m
help/chat sla_breached.first_response=1 sla_breached.answer=1 sla_met.first_response=0 first_response_within_target=0/1
live 10:03:00
help/chat open=1
