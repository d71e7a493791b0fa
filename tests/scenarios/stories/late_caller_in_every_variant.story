# In flight: one who waits past the threshold is in the denominator of each variant, and in nothing else. SEMANTICS 6.
10:00:00 c*2 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann

by event
10:00:00 sales/voice offered=2
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=2 answered=1 waited=1 wait_ms=10s answered_within=1

shown 10:00:30 5m 15m 30m 1h today
sales/voice service_level_strict=1/2 service_level_answered_only=1/2 service_level_abandons_within_count_as_met=1/2
sales/voice service_level_abandons_count_as_missed=1/2 service_level_abandons_within_ignored=1/2
sales/voice service_level_short_abandons_count_as_met=1/2 service_level_diverted_count_as_missed=1/2
sales/voice service_level_answered_only_by_entry=1/2 answered=1 asa=10s/1 abandonment_rate=0/1 diverted=0
sales/voice abandonment_rate_with_short=0/1 abandonment_rate_with_diverted=0/1
