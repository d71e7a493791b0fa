# One mail is resolved, comes back and is resolved again; the other is open. Everything is per cycle. KPIS.
10:00:00 m*2 queued queue=mail channel=email
10:20:00 m1 message from=agent
10:30:00 m1 resolved
11:00:00 m1 reopened
11:20:00 m1 message from=agent
11:40:00 m1 resolved

by event
10:00:00 mail/email offered=2
10:20:00 mail/email answered=1 waited=1 wait_ms=20m answered_within=1 sla_met.answer=1 implied_answers=1
10:20:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
10:20:00 mail/email first_response=20m sla_met.first_response=1
10:30:00 mail/email handled=1 talk_ms=10m resolutions=1 resolution_ms=30m
11:00:00 mail/email cycles=1 reopened=1
11:20:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
11:20:00 mail/email first_response=20m sla_met.first_response=1
11:40:00 mail/email resolutions=1 resolution_ms=40m
by entry
10:00:00 mail/email offered=2 answered=1 waited=1 wait_ms=20m answered_within=1 handled=1 talk_ms=10m
10:00:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
10:00:00 mail/email first_response=20m resolutions=1 resolution_ms=30m
11:00:00 mail/email cycles=1 reopened=1 resolutions=1 resolution_ms=40m
11:00:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
11:00:00 mail/email first_response=20m

live 10:30:00
mail/email waiting=1 longest_wait_ms=30m open=1
live 11:10:00
mail/email waiting=1 longest_wait_ms=70m open=2
shown 12:00:00 today
mail/email cycles=3 resolutions=2 resolution_rate=2/3 reopen_rate=1/2 resolution_time=70m/2
mail/email resolution_time_p50=~35m/2 resolution_time_p90=~40m/2 first_response_time=40m/2
mail/email cycles_by_entry=3 resolution_rate_by_entry=2/3 reopen_rate_by_entry=1/2 resolution_time_by_entry=70m/2
shown 12:00:00 1h
mail/email cycles=1 resolutions=1 resolution_rate=1/1 reopen_rate=1/1 resolution_time=40m/1 resolution_time_by_entry=40m/1
