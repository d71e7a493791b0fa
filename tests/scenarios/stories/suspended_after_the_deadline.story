# A breach stays: what is suspended afterwards does not stand. SEMANTICS 12.
toml [[policies]]
toml name = "care"
toml first_response = { target = "10m", pauses = ["suspended"] }
10:00:00 m1 queued queue=care channel=email
10:15:00 m1 suspended reason=customer
10:20:00 m1 continued
10:21:00 m1 message from=agent

by event
10:00:00 care/email offered=1
10:10:00 care/email sla_breached.first_response=1
10:21:00 care/email answered=1 waited=1 wait_ms=21m answered_within=1 sla_met.answer=1 implied_answers=1
10:21:00 care/email first_responses=1 first_response_ms=21m first_responses_targeted=1 first_response=21m
by entry
10:00:00 care/email offered=1 answered=1 waited=1 wait_ms=21m answered_within=1
10:00:00 care/email first_responses=1 first_response_ms=21m first_responses_targeted=1 first_response=21m

live 10:16:00
care/email waiting=1 longest_wait_ms=16m open=1 overdue.first_response=1
