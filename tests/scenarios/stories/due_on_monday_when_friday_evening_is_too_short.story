# Golden: created Fri 16:30, one hour of Mon-Fri 9-17: due Mon 9:30. Half past is in time, a millisecond later is not.
toml [calendars.office]
toml hours = { mon-fri = ["09:00-17:00"] }
toml [[policies]]
toml name = "hour"
toml first_response = { target = "1h", calendar = "office" }
day 2026-03-06
16:30:00 m*2 queued queue=mail channel=email
day 2026-03-09
09:30:00 m1 message from=agent
09:30:00.001 m2 message from=agent

by event
2026-03-06T16:30:00 mail/email offered=2
09:30:00 mail/email answered=1 waited=1 wait_ms=65h implied_answers=1
09:30:00 mail/email first_responses=1 first_response_ms=65h first_responses_targeted=1 first_response=65h
09:30:00 mail/email first_responses_within=1 sla_met.first_response=1
09:30:00.001 mail/email answered=1 waited=1 wait_ms=65h1ms implied_answers=1
09:30:00.001 mail/email first_responses=1 first_response_ms=65h1ms first_responses_targeted=1 first_response=65h1ms
09:30:00 mail/email sla_breached.first_response=1
2026-03-06T20:30:00 mail/email sla_breached.answer=2
by entry
2026-03-06T16:30:00 mail/email offered=2 answered=2 waited=2 wait_ms=130h1ms wait=65h,65h1ms
2026-03-06T16:30:00 mail/email first_responses=2 first_response_ms=130h1ms first_responses_targeted=2 first_responses_within=1
2026-03-06T16:30:00 mail/email first_response=65h,65h1ms

live 2026-03-09T09:14:59
mail/email waiting=2 longest_wait_ms=64h44m59s waiting_past_threshold=2 open=2 overdue.answer=2
live 2026-03-09T09:15:00
mail/email waiting=2 longest_wait_ms=64h45m waiting_past_threshold=2 open=2 overdue.answer=2 at_risk.first_response=2
