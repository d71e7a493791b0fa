# An outbound call is in no queue's offered and answered, but it is work: it counts in the agents' figures. SEMANTICS 7.
10:00:00 ann available team=red
10:10:00 c1 started channel=voice direction=outbound
10:10:00 c1 queued queue=sales
10:10:00 c1 answered agent=ann
10:10:00 ann on_contact
10:14:00 c1 ended
10:14:00 ann after_contact_work
10:15:00 c1 wrapped
10:15:00 ann available

by event
10:15:00 sales/voice handled=1 talk_ms=4m wrap_up_ms=1m
by entry
10:10:00 sales/voice handled=1 talk_ms=4m wrap_up_ms=1m
by state
10:00:00 red available=1 arrivals=1
10:10:00 red available=-1 on_contact=1
10:14:00 red on_contact=-1 after_contact_work=1
10:15:00 red after_contact_work=-1 available=1

shown 10:30:00 1h
sales/voice offered=0 answered=0 handled=1 aht=5m/1
everything handled_per_hour=1/30m occupancy=5m/30m occupancy_slots=5m/30m
