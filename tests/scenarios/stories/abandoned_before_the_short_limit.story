# Less than five seconds is a short abandon: in no strict service level and in no abandonment rate. SEMANTICS 5.
10:00:00.000 c1 queued queue=sales channel=voice
10:00:04.999 c1 abandoned

by event
10:00:00.000 sales/voice offered=1
10:00:04.999 sales/voice abandoned=1 abandon_wait_ms=4999ms abandoned_within=1 short_abandoned=1
by entry
10:00:00.000 sales/voice offered=1 abandoned=1 abandon_wait_ms=4999ms abandoned_within=1 short_abandoned=1

shown 10:00:10 5m
sales/voice abandoned=1 short_abandoned=1 abandonment_rate=0/0 service_level_strict=0/0 asa=0s/0
