# Waiting, or answered and ended but not resolved, a mail is open; its age runs from the start of its cycle. SEMANTICS 11.
10:00:00 m1 queued queue=mail channel=email
11:00:00 m2 queued queue=mail channel=email
11:30:00 m2 answered agent=ann
11:40:00 m2 message from=agent agent=ann
11:50:00 m2 ended
12:00:00 m3 queued queue=mail channel=email
12:10:00 m3 resolved

by event
10:00:00 mail/email offered=1
11:00:00 mail/email offered=1
11:30:00 mail/email answered=1 waited=1 wait_ms=30m answered_within=1 sla_met.answer=1
11:40:00 mail/email first_responses=1 first_response_ms=40m first_responses_targeted=1 first_responses_within=1
11:40:00 mail/email first_response=40m sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10m
11:50:00 mail/email handled=1 talk_ms=20m
12:00:00 mail/email offered=1
12:10:00 mail/email diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=10m
by entry
10:00:00 mail/email offered=1
11:00:00 mail/email offered=1 answered=1 waited=1 wait_ms=30m answered_within=1 handled=1 talk_ms=20m
11:00:00 mail/email first_responses=1 first_response_ms=40m first_responses_targeted=1 first_responses_within=1
11:00:00 mail/email first_response=40m first_responses_agent=1 first_response_agent_ms=10m
12:00:00 mail/email offered=1 diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=10m

shown 13:00:00 now                                      # the warning begins an hour before the deadline
mail/email waiting=1 longest_wait=3h backlog=2 backlog_age=5h/2 backlog_oldest=3h at_risk.answer=1 at_risk.first_response=1
shown 14:00:00 now
mail/email waiting_past_threshold=0 overdue.answer=0 at_risk.answer=1 oldest_overdue.answer=0s backlog_age=7h/2
shown 15:00:00 now
mail/email waiting=1 waiting_past_threshold=1 backlog=2 backlog_age=9h/2 backlog_oldest=5h at_risk.answer=0
mail/email overdue.answer=1 overdue.first_response=1 oldest_overdue.answer=1h oldest_overdue.first_response=1h
everything backlog=2 backlog_oldest=5h overdue.answer=1
live 15:00:00
mail/email waiting=1 longest_wait_ms=5h waiting_past_threshold=1 open=2 overdue.answer=1 overdue.first_response=1
