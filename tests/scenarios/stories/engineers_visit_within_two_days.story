# Seed: the engineer is there within 2 days in 70 % of the cases; a visit has begun when a human has answered it.
toml [[policies]]
toml name = "visit"
toml match = { channel = "visit" }
toml visit = { target = "2d", objective = 0.70 }
10:00:00 w*3 queued queue=field channel=visit
10:00:00 x1 queued queue=field channel=task
day 2026-03-04
10:00:00 w1 answered agent=eve
10:00:01 w2 answered agent=eve

by event
2026-03-02T10:00:00 field/visit offered=3
2026-03-02T10:00:00 field/task offered=1
2026-03-02T14:00:00 field/visit sla_breached.answer=2
10:00:00 field/visit answered=1 waited=1 wait_ms=48h sla_met.visit=1 sla_breached.visit=1
10:00:01 field/visit answered=1 waited=1 wait_ms=172801s
by entry
2026-03-02T10:00:00 field/visit offered=3 answered=2 waited=2 wait_ms=345601s wait=48h,172801s
2026-03-02T10:00:00 field/task offered=1

live 10:00:01
field/visit waiting=1 longest_wait_ms=172801s waiting_past_threshold=1 open=3 overdue.answer=1 overdue.visit=1
field/task waiting=1 longest_wait_ms=172801s waiting_past_threshold=1 open=1 overdue.answer=1
shown 10:00:01 15m
field/visit sla_attainment.visit=1/3
