# By event in each window that ends now, whenever it was queued; by entry where its queueing lies. SEMANTICS 6.
10:00:00 c1 queued queue=sales channel=voice

by event
10:00:00 sales/voice offered=1
by entry
10:00:00 sales/voice offered=1

shown 10:40:00 5m
sales/voice offered=0 service_level_strict=0/1 service_level_strict_by_entry=0/0 sla_breached.answer=0
shown 10:40:00 1h
sales/voice offered=1 service_level_strict=0/1 service_level_strict_by_entry=0/1 sla_breached.answer=1
everything service_level=0/1
live 10:40:00
sales/voice waiting=1 longest_wait_ms=40m waiting_past_threshold=1 open=1 overdue.answer=1
