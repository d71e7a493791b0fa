# Ann asks Bob while the customer is on hold, then hands over: the hold ends with her conversation. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 held agent=ann
10:01:50 c1 transferred agent=bob mode=attended
10:01:50 c1 answered agent=bob
10:02:50 c1 ended
10:03:10 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:10 sales/voice handled=1 legs=2 transferred=1 talk_ms=120s hold_ms=40s held=1 wrap_up_ms=20s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=2 transferred=1 talk_ms=120s hold_ms=40s held=1 wrap_up_ms=20s

shown 10:04:00 5m
sales/voice answered=1 contacts_answered=1 handled=1 legs=2 transfer_rate=1/1 aht=180s/1 talk_time=120s/1 hold_time=40s/1
sales/voice wrap_up_time=20s/1 hold_rate=1/1 hold_time_per_held=40s/1
shown 10:04:00 1h
sales/voice handle_time_p50=~180s/1 handle_time_p90=~180s/1 handle_time_p95=~180s/1 handle_time_max=~180s/1
