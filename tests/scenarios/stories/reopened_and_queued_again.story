# The second cycle has an entry: by entry its response counts at that queueing. SEMANTICS 9.
09:00:00 m1 queued queue=mail channel=email
09:30:00 m1 answered agent=ann
09:31:00 m1 message from=agent
09:32:00 m1 resolved
12:00:00 m1 reopened
12:10:00 m1 queued queue=mail channel=email
12:30:00 m1 message from=agent
12:31:00 m1 resolved

by event
09:00:00 mail/email offered=1
09:30:00 mail/email answered=1 waited=1 wait_ms=30m answered_within=1 sla_met.answer=1
09:31:00 mail/email first_responses=1 first_response_ms=31m first_responses_targeted=1 first_responses_within=1
09:31:00 mail/email first_response=31m sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=1m
09:32:00 mail/email handled=1 contacts_handled=0 talk_ms=2m resolutions=1 resolution_ms=32m
12:00:00 mail/email cycles=1 reopened=1
12:10:00 mail/email offered=1 contacts_offered=0 cycles=0
12:30:00 mail/email answered=1 contacts_answered=0 waited=1 wait_ms=20m answered_within=1 sla_met.answer=1 implied_answers=1
12:30:00 mail/email first_responses=1 first_response_ms=30m first_responses_targeted=1 first_responses_within=1
12:30:00 mail/email first_response=30m sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=3h
12:31:00 mail/email handled=1 talk_ms=1m resolutions=1 resolution_ms=31m
by entry
09:00:00 mail/email offered=1 answered=1 waited=1 wait_ms=30m answered_within=1
09:00:00 mail/email handled=1 contacts_handled=0 talk_ms=2m resolutions=1 resolution_ms=32m
09:00:00 mail/email first_responses=1 first_response_ms=31m first_responses_targeted=1 first_responses_within=1
09:00:00 mail/email first_response=31m first_responses_agent=1 first_response_agent_ms=1m
12:00:00 mail/email cycles=1 reopened=1 resolutions=1 resolution_ms=31m
12:10:00 mail/email offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=20m answered_within=1 handled=1 talk_ms=1m
12:10:00 mail/email first_responses=1 first_response_ms=30m first_responses_targeted=1 first_responses_within=1
12:10:00 mail/email first_response=30m first_responses_agent=1 first_response_agent_ms=3h

live 10:00:00
live 12:05:00
mail/email open=1
shown 12:31:00 1h
mail/email cycles=1 resolutions=1 resolution_time=31m/1 resolution_rate=1/1 reopen_rate=1/1
shown 12:31:00 today
mail/email cycles=2 resolutions=2 resolution_time=63m/2 resolution_rate=2/2 reopen_rate=1/2 offered=2 contacts_offered=1
mail/email contacts_handled=1 handled=2 contact_aht=3m/1
