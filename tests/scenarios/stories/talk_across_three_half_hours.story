# Golden: talk from 05:23 to 06:15 counts at its end, 0 / 0 / 52 minutes.
05:22:55 c1 queued queue=sales channel=voice
05:23:00 c1 answered agent=ann
06:15:00 c1 ended

by event
05:22:55 sales/voice offered=1
05:23:00 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
06:15:00 sales/voice handled=1 talk_ms=52m
by entry
05:22:55 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1 handled=1 talk_ms=52m
shown 05:30:00 30m
sales/voice answered=1 handled=0 talk_time=none
shown 06:00:00 30m
sales/voice answered=0 handled=0 talk_time=none
shown 06:30:00 30m
sales/voice handled=1 talk_time=52m/1 aht=52m/1 handled_by_entry=0 talk_time_by_entry=none
shown 06:30:00 today
sales/voice handled=1 handled_by_entry=1 talk_time_by_entry=52m/1
