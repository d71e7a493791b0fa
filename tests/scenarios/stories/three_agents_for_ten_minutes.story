# Two are there for contacts with two slots each, one of them busy with a call and the work after it; one is on a break.
12:00:00 ann available team=red slots=2
12:00:00 bob available team=red slots=2
12:00:00 eve break team=blue
12:01:00 c1 queued queue=sales channel=voice
12:01:00 c1 answered agent=ann
12:01:00 ann on_contact
12:03:00 c1 ended
12:03:00 ann after_contact_work
12:05:00 ann available

by event
12:01:00 sales/voice offered=1 answered=1 waited=1 wait_ms=0s answered_within=1 sla_met.answer=1
12:03:00 sales/voice handled=1 talk_ms=2m
by entry
12:01:00 sales/voice offered=1 answered=1 waited=1 wait_ms=0s answered_within=1 handled=1 talk_ms=2m
by state
12:00:00 red available=2 slots=4 arrivals=2
12:00:00 blue break=1 arrivals=1
12:01:00 red available=-1 on_contact=1
12:03:00 red on_contact=-1 after_contact_work=1
12:05:00 red after_contact_work=-1 available=1

shown 12:10:00 1h today
everything time_in_state.available=16m time_in_state.on_contact=2m time_in_state.after_contact_work=2m
everything time_in_state.break=10m time_in_state.training=0m time_in_state.meeting=0m time_in_state.away=0m
everything time_in_state.offline=0m time_in_state.vanished=0m occupancy=4m/20m occupancy.n=3
everything utilisation=4m/30m utilisation.n=3 handled_per_hour=1/30m handled_per_hour.n=3
everything occupancy_slots=2m/40m occupancy_slots.n=3
