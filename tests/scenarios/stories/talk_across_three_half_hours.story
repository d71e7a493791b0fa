# Golden: talk from 05:23 to 06:15 counts at its end, 0 / 0 / 52 minutes; split by activity it is 7 / 30 / 15. KPIS.
05:20:00 ann available team=red
05:22:55 c1 queued queue=sales channel=voice
05:23:00 c1 answered agent=ann
05:23:00 ann on_contact
06:15:00 c1 ended
06:15:00 ann available

by event
05:22:55 sales/voice offered=1
05:23:00 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
06:15:00 sales/voice handled=1 talk_ms=52m
by entry
05:22:55 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1 handled=1 talk_ms=52m
by state
05:20:00 red available=1 arrivals=1
05:23:00 red available=-1 on_contact=1
06:15:00 red on_contact=-1 available=1

agents 06:00:00
red on_contact=1
shown 05:30:00 30m
sales/voice answered=1 handled=0 talk_time=none
red time_in_state.on_contact=7m time_in_state.available=3m occupancy=7m/10m
everything handled=0 talk_time=none time_in_state.on_contact=7m
shown 06:00:00 30m
sales/voice answered=0 handled=0 talk_time=none
red time_in_state.on_contact=30m time_in_state.available=0m occupancy=30m/30m
everything handled=0 talk_time=none time_in_state.on_contact=30m
shown 06:30:00 30m
sales/voice handled=1 talk_time=52m/1 aht=52m/1 handled_by_entry=0 talk_time_by_entry=none
red time_in_state.on_contact=15m time_in_state.available=15m occupancy=15m/30m
everything handled=1 talk_time=52m/1 time_in_state.on_contact=15m
shown 06:30:00 today
sales/voice handled=1 handled_by_entry=1 talk_time_by_entry=52m/1
red time_in_state.on_contact=52m time_in_state.available=18m
