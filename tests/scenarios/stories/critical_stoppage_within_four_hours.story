# Seed: critical stoppages answered within 4 h, day and night, in 80 % of the cases. SEMANTICS 12.
toml [[policies]]
toml name = "critical"
toml match = { priority = "critical", topic = "stoppage" }
toml answer = { target = "4h", objective = 0.80 }
22:00:00 v1 queued queue=plant channel=email priority=critical topic=stoppage
22:00:00 v2 queued queue=plant channel=email priority=critical topic=stoppage
22:00:00 v3 queued queue=plant channel=email priority=critical topic=noise
day 2026-03-03
02:00:00 v1 answered agent=ann
02:00:01 v2 answered agent=bob

by event
2026-03-02T22:00:00 plant/email offered=3
02:00:00 plant/email answered=1 waited=1 wait_ms=4h answered_within=1 sla_met.answer=1
02:00:00 plant/email sla_breached.answer=1
02:00:01 plant/email answered=1 waited=1 wait_ms=14401s
by entry
2026-03-02T22:00:00 plant/email offered=3 answered=2 waited=2 wait_ms=28801s wait=4h,14401s answered_within=1

live 02:00:01
plant/email waiting=1 longest_wait_ms=14401s waiting_past_threshold=1 open=3 overdue.answer=1 overdue.first_response=3
shown 02:00:01 15m
plant/email sla_attainment.answer=1/3
