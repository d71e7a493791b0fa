# Gives up, calls again under the same id and gives up at once: two entries, one contact. SEMANTICS 4, 5.
10:00:00 c1 queued queue=sales channel=voice
10:00:30 c1 abandoned
10:05:00 c1 queued queue=sales channel=voice
10:05:02 c1 abandoned

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice sla_breached.answer=1
10:00:30 sales/voice abandoned=1 abandon_wait_ms=30s
10:05:00 sales/voice offered=1 contacts_offered=0 cycles=0
10:05:02 sales/voice abandoned=1 contacts_abandoned=0 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=30s
10:05:00 sales/voice offered=1 contacts_offered=0 cycles=0
10:05:00 sales/voice abandoned=1 contacts_abandoned=0 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1

shown 10:06:00 15m
sales/voice abandoned=2 contacts_abandoned=1 short_abandoned=1 abandonment_rate=1/1 abandonment_rate_with_short=2/2
sales/voice contacts_offered=1 contacts_answered=0
