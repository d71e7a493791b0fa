# Nothing is known of what was resolved: the re-opening starts the cycle all the same. SEMANTICS 9.
10:00:00 m1 reopened
10:01:00 m1 queued queue=mail channel=email
10:20:00 m1 message from=agent
10:20:00 m1 resolved

by event
10:00:00 mail/email cycles=1 reopened=1
10:01:00 mail/email offered=1 cycles=0
10:20:00 mail/email answered=1 waited=1 wait_ms=19m answered_within=1 sla_met.answer=1 implied_answers=1
10:20:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
10:20:00 mail/email first_response=20m sla_met.first_response=1
10:20:00 mail/email handled=1 resolutions=1 resolution_ms=20m
by entry
10:00:00 mail/email cycles=1 reopened=1 resolutions=1 resolution_ms=20m
10:01:00 mail/email offered=1 cycles=0 answered=1 waited=1 wait_ms=19m answered_within=1 handled=1
10:01:00 mail/email first_responses=1 first_response_ms=20m first_responses_targeted=1 first_responses_within=1
10:01:00 mail/email first_response=20m
