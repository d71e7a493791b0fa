# One queue shows a variant after the other: the one that is valid at the clock. KPIS, SEMANTICS 13.
# A 2, a 1, B 3, b 2, s 1, D 1.
queue sales voice variant=strict
queue sales voice variant=answered_only from=10:02:00
queue sales voice variant=abandons_within_count_as_met from=10:03:00
queue sales voice variant=abandons_count_as_missed from=10:04:00
queue sales voice variant=abandons_within_ignored from=10:05:00
queue sales voice variant=short_abandons_count_as_met from=10:06:00
queue sales voice variant=diverted_count_as_missed from=10:07:00
10:00:00 c*6 queued queue=sales channel=voice
10:00:02 c1 abandoned
10:00:10 c2 abandoned
10:00:10 c3 answered
10:00:15 c4 diverted reason=exit_key
10:00:30 c5 answered
10:00:40 c6 abandoned

by event
10:00:00 sales/voice offered=6
10:00:02 sales/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
10:00:10 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:15 sales/voice diverted=1 diverted.exit_key=1
10:00:20 sales/voice sla_breached.answer=2
10:00:30 sales/voice answered=1 waited=1 wait_ms=30s
10:00:40 sales/voice abandoned=1 abandon_wait_ms=40s
by entry
10:00:00 sales/voice offered=6 answered=2 waited=2 wait_ms=40s wait=10s,30s answered_within=1
10:00:00 sales/voice abandoned=3 abandon_wait_ms=52s abandoned_within=2 short_abandoned=1
10:00:00 sales/voice diverted=1 diverted.exit_key=1

shown 10:01:30 15m
sales/voice service_level=1/4 service_level_by_entry=1/4
shown 10:02:30 15m
sales/voice service_level=1/2 service_level_by_entry=1/2
shown 10:03:30 15m
sales/voice service_level=3/5 service_level_by_entry=3/5
shown 10:04:30 15m
sales/voice service_level=1/5 service_level_by_entry=1/5
shown 10:05:30 15m
sales/voice service_level=1/3 service_level_by_entry=1/3
shown 10:06:30 15m
sales/voice service_level=2/5 service_level_by_entry=2/5
shown 10:07:30 15m
sales/voice service_level=1/6 service_level_by_entry=1/6
sales/voice service_level_strict=1/4 service_level_answered_only=1/2 service_level_abandons_within_count_as_met=3/5
sales/voice service_level_abandons_count_as_missed=1/5 service_level_abandons_within_ignored=1/3
sales/voice service_level_short_abandons_count_as_met=2/5 service_level_diverted_count_as_missed=1/6
