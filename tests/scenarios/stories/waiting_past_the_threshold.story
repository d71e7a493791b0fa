# In flight: past the threshold, a caller who still waits is missed in each window that ends now. SEMANTICS 6.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c2 queued queue=sales channel=voice
10:00:10 c2 answered agent=ann
10:00:40 c1 answered agent=bob

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:00:20 sales/voice sla_breached.answer=1
10:00:40 sales/voice answered=1 waited=1 wait_ms=40s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=40s
10:00:05 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1

live 10:00:20                                           # at the threshold, not past it
sales/voice waiting=1 longest_wait_ms=20s open=2 at_risk.answer=1
live 10:00:21
sales/voice waiting=1 longest_wait_ms=21s waiting_past_threshold=1 open=2 overdue.answer=1
live 10:00:40
sales/voice open=2
shown 10:00:20 5m
sales/voice offered=2 service_level_strict=1/1 service_level_strict_by_entry=1/1+1 sla_attainment.answer=1/1
shown 10:00:21 5m
sales/voice service_level_strict=1/2 service_level_answered_only=1/2 service_level=1/2 asa=5s/1 abandonment_rate=0/1
sales/voice service_level_strict_by_entry=1/2 answered=1 sla_met.answer=1 sla_breached.answer=1 sla_attainment.answer=1/2
shown 10:00:40 5m
sales/voice service_level_strict=1/2 asa=45s/2 sla_breached.answer=1
