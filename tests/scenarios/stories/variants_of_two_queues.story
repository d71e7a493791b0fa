# A coarser slice sums numerators and denominators of each queue's own variant. KPIS.
queue sales voice variant=answered_only
queue care voice variant=strict
10:00:00 c*3 queued queue=sales channel=voice
10:00:00 d*3 queued queue=care channel=voice
10:00:10 c1 answered
10:00:10 c2 abandoned
10:00:10 c3 abandoned
10:00:10 d1 answered
10:00:10 d2 abandoned
10:00:10 d3 abandoned

by event
10:00:00 sales/voice offered=3
10:00:00 care/voice offered=3
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:10 sales/voice abandoned=2 abandon_wait_ms=20s abandoned_within=2
10:00:10 care/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:10 care/voice abandoned=2 abandon_wait_ms=20s abandoned_within=2
by entry
10:00:00 sales/voice offered=3 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice abandoned=2 abandon_wait_ms=20s abandoned_within=2
10:00:00 care/voice offered=3 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 care/voice abandoned=2 abandon_wait_ms=20s abandoned_within=2

shown 10:01:00 5m
sales/voice service_level=1/1
care/voice service_level=1/3
everything service_level=2/4 service_level_strict=2/6
