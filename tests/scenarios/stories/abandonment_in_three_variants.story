# A 2, B 3 of which one short, D 1: (B - s) / (A + B - s), B / (A + B), (B - s) / (A + B - s + D). KPIS.
10:00:00 a*2 queued queue=sales channel=voice
10:00:00 s1 queued queue=sales channel=voice
10:00:00 b*2 queued queue=sales channel=voice
10:00:00 d1 queued queue=sales channel=voice
10:00:02 s1 abandoned
10:00:10 a*2 answered
10:00:15 b*2 abandoned
10:00:16 d1 diverted reason=timeout

by event
10:00:00 sales/voice offered=6
10:00:02 sales/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
10:00:10 sales/voice answered=2 waited=2 wait_ms=20s answered_within=2 sla_met.answer=2
10:00:15 sales/voice abandoned=2 abandon_wait_ms=30s abandoned_within=2
10:00:16 sales/voice diverted=1 diverted.timeout=1
by entry
10:00:00 sales/voice offered=6 answered=2 waited=2 wait_ms=20s answered_within=2
10:00:00 sales/voice abandoned=3 abandon_wait_ms=32s abandoned_within=3 short_abandoned=1
10:00:00 sales/voice diverted=1 diverted.timeout=1

shown 10:01:00 5m today
sales/voice abandonment_rate=2/4 abandonment_rate_with_short=3/5 abandonment_rate_with_diverted=2/5
sales/voice abandonment_rate_by_entry=2/4 abandonment_rate_with_short_by_entry=3/5
sales/voice abandonment_rate_with_diverted_by_entry=2/5
everything abandonment_rate=2/4 abandonment_rate_with_short=3/5 abandonment_rate_with_diverted=2/5
