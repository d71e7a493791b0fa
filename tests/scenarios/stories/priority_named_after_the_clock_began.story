# A contact's first priority is that of its earliest event that names one: no change, whatever the policy. SEMANTICS 12.
toml [[policies]]
toml name = "urgent"
toml match = { priority = "urgent" }
toml first_response = { target = "20m" }
10:00:00 m1 queued queue=care channel=email
10:05:00 m1 offered agent=ann priority=urgent
10:21:00 m1 message from=agent

by event
10:00:00 care/email offered=1
10:05:00 care/email offers=1
10:20:00 care/email sla_breached.first_response=1
10:21:00 care/email answered=1 waited=1 wait_ms=21m answered_within=1 sla_met.answer=1 implied_answers=1
10:21:00 care/email first_responses=1 first_response_ms=21m first_responses_targeted=1 first_response=21m
by entry
10:00:00 care/email offered=1 offers=1 answered=1 waited=1 wait_ms=21m answered_within=1
10:00:00 care/email first_responses=1 first_response_ms=21m first_responses_targeted=1 first_response=21m

live 10:15:00
care/email waiting=1 longest_wait_ms=15m open=1 at_risk.first_response=1
