# Under the same id into the same queue: two entries of one contact; the breach of the first stays at its deadline. SEMANTICS 4, 12.
10:00:00 c1 queued queue=sales channel=voice
10:00:30 c1 abandoned
10:00:31 c1 abandoned                                 # told twice in different words: nothing new
10:02:00 c1 queued queue=sales channel=voice
10:02:10 c1 answered agent=ann
10:03:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice sla_breached.answer=1
10:00:30 sales/voice abandoned=1 abandon_wait_ms=30s
10:02:00 sales/voice offered=1 contacts_offered=0 cycles=0
10:02:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:10 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=30s
10:02:00 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s

live 10:00:30
live 10:02:05
sales/voice waiting=1 longest_wait_ms=5s open=1
shown 10:04:00 5m
sales/voice offered=2 contacts_offered=1 answered=1 contacts_answered=1 abandoned=1 contacts_abandoned=1
sales/voice abandonment_rate=1/2 service_level_strict=1/2
