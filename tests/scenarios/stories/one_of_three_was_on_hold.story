# Hold over all conversations, and over those that were held. KPIS.
10:00:00 c*3 queued queue=sales channel=voice
10:00:05 c*3 answered
10:00:20 c2 held
10:00:50 c2 resumed
10:01:05 c*3 ended

by event
10:00:00 sales/voice offered=3
10:00:05 sales/voice answered=3 waited=3 wait_ms=15s answered_within=3 sla_met.answer=3
10:01:05 sales/voice handled=3 talk_ms=150s hold_ms=30s held=1
by entry
10:00:00 sales/voice offered=3 answered=3 waited=3 wait_ms=15s answered_within=3
10:00:00 sales/voice handled=3 talk_ms=150s hold_ms=30s held=1

shown 10:02:00 5m today
sales/voice hold_time=30s/3 hold_time_per_held=30s/1 hold_rate=1/3 talk_time=150s/3 aht=180s/3 wrap_up_time=0s/3
sales/voice hold_time_by_entry=30s/3 hold_time_per_held_by_entry=30s/1 hold_rate_by_entry=1/3
