# A clock that pauses stands while the contact waits for the customer; one that does not runs on. SEMANTICS 12.
toml [[policies]]
toml name = "care"
toml first_response = { target = "10m", pauses = ["suspended"], warn_before = "2m" }
toml answer = { target = "10m" }
10:00:00 m1 queued queue=care channel=email
10:05:00 m1 suspended reason=customer
11:05:00 m1 continued
11:10:00 m1 answered agent=ann
11:10:00 m1 message from=agent

by event
10:00:00 care/email offered=1
10:10:00 care/email sla_breached.answer=1
11:10:00 care/email answered=1 waited=1 wait_ms=70m answered_within=1
11:10:00 care/email first_responses=1 first_response_ms=70m first_responses_targeted=1 first_responses_within=1
11:10:00 care/email first_response=70m first_responses_agent=1 first_response_agent_ms=0s sla_met.first_response=1
by entry
10:00:00 care/email offered=1 answered=1 waited=1 wait_ms=70m answered_within=1
10:00:00 care/email first_responses=1 first_response_ms=70m first_responses_targeted=1 first_responses_within=1
10:00:00 care/email first_response=70m first_responses_agent=1 first_response_agent_ms=0s

live 10:30:00
care/email waiting=1 longest_wait_ms=30m open=1 overdue.answer=1
live 11:07:59
care/email waiting=1 longest_wait_ms=67m59s open=1 overdue.answer=1
live 11:08:00
care/email waiting=1 longest_wait_ms=68m open=1 overdue.answer=1 at_risk.first_response=1
