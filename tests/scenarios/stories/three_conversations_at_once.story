# Occupancy by slots: three conversations of 20 min in the room for four. Classic occupancy knows one busy agent. KPIS.
10:00:00 ann available team=red slots=4
10:00:00 bob break team=red slots=4               # offers nothing until he comes back
10:00:00 c*3 queued queue=texts channel=sms
10:00:30 c*3 answered agent=ann
10:00:30 ann on_contact
10:20:30 c*3 ended
10:20:30 ann after_contact_work
10:24:30 ann available
10:30:00 ann available slots=2
10:30:00 bob available

by event
10:00:00 texts/sms offered=3
10:00:30 texts/sms answered=3 waited=3 wait_ms=90s answered_within=3 sla_met.answer=3
10:20:30 texts/sms handled=3 talk_ms=60m
by entry
10:00:00 texts/sms offered=3 answered=3 waited=3 wait_ms=90s answered_within=3 handled=3 talk_ms=60m
by state
10:00:00 red available=1 slots=4 arrivals=1
10:00:00 red break=1 arrivals=1
10:00:30 red available=-1 on_contact=1
10:20:30 red on_contact=-1 after_contact_work=1
10:24:30 red after_contact_work=-1 available=1
10:30:00 red slots=-2
10:30:00 red break=-1 available=1 slots=4

shown 10:30:00 1h                                 # 4 × 30 min
everything occupancy_slots=60m/120m occupancy_slots.n=2
shown 10:40:00 1h                                 # 4 × 30 min + 2 × 10 min, and Bob's 4 × 10 min
everything occupancy_slots=60m/180m handled_per_hour=3/80m
red time_in_state.available=26m time_in_state.on_contact=20m time_in_state.after_contact_work=4m
red time_in_state.break=30m occupancy=24m/50m utilisation=24m/80m utilisation.n=2
shown 10:40:00 now
red agents.available=2
