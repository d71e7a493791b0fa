# A call and the work after it are told when both are over, the later first: each state lasts until the next by time.
10:00:00 ann available team=red
10:20:00 ann available
10:14:00~10:21:00 ann after_contact_work
10:08:00~10:22:00 ann on_contact

by state
10:00:00 red available=1 arrivals=1
10:08:00 red available=-1 on_contact=1
10:14:00 red on_contact=-1 after_contact_work=1
10:20:00 red after_contact_work=-1 available=1

agents 10:20:00
red available=1
shown 10:20:00 30m                                # nothing of the call is known yet
red time_in_state.available=20m occupancy=0m/20m
shown 10:21:00 30m
red time_in_state.available=15m time_in_state.after_contact_work=6m occupancy=6m/21m
shown 10:30:00 30m
red time_in_state.available=18m time_in_state.on_contact=6m time_in_state.after_contact_work=6m
red occupancy=12m/30m occupancy.n=1
