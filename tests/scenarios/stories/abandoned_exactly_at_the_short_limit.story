# Five seconds are not short any more: wait < limit. SEMANTICS 5.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 abandoned

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice abandoned=1 abandon_wait_ms=5s abandoned_within=1
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=5s abandoned_within=1

shown 10:00:10 5m
sales/voice abandonment_rate=1/1 service_level_strict=0/1 service_level_answered_only=0/0
