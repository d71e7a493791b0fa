# The records begin with a resolution: it is of a cycle that nobody knows, and the one that comes then is not resolved. SEMANTICS 9.
10:00:00 m1 resolved channel=email
10:10:00 m1 queued queue=care channel=email
10:12:00 m1 message from=agent

by event
10:10:00 care/email offered=1
10:12:00 care/email answered=1 waited=1 wait_ms=2m answered_within=1 sla_met.answer=1 implied_answers=1
10:12:00 care/email first_responses=1 first_response_ms=2m first_responses_targeted=1 first_responses_within=1 first_response=2m sla_met.first_response=1
by entry
10:10:00 care/email offered=1 answered=1 waited=1 wait_ms=2m answered_within=1
10:10:00 care/email first_responses=1 first_response_ms=2m first_responses_targeted=1 first_responses_within=1 first_response=2m

live 10:11:00
care/email waiting=1 longest_wait_ms=1m open=1
live 10:20:00
care/email open=1
