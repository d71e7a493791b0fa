# The priority is raised while the first-response clock runs. It starts again with the new target: due 10:25. EVENTS, contact.updated.
toml [[policies]]
toml name = "normal"
toml match = { priority = "normal" }
toml first_response = { target = "1h", on_priority_change = "restart" }
toml [[policies]]
toml name = "urgent"
toml match = { priority = "urgent" }
toml first_response = { target = "20m" }
10:00:00 m1 queued queue=care channel=email priority=normal
10:05:00 m1 updated priority=urgent
10:24:00 m1 message from=agent

by event
10:00:00 care/email offered=1
10:24:00 care/email answered=1 waited=1 wait_ms=24m answered_within=1 sla_met.answer=1 implied_answers=1
10:24:00 care/email first_responses=1 first_response_ms=24m first_responses_targeted=1 first_responses_within=1 first_response=24m sla_met.first_response=1

by entry
10:00:00 care/email offered=1 answered=1 waited=1 wait_ms=24m answered_within=1
10:00:00 care/email first_responses=1 first_response_ms=24m first_responses_targeted=1 first_responses_within=1 first_response=24m

live 10:22:00
care/email waiting=1 longest_wait_ms=22m open=1 at_risk.first_response=1
