# Silent for half an hour, then back: another stay. News that were late to come take another vanishing back.
toml [floor]
toml agent_limit = "30m"
10:00:00 ann available team=red
10:00:00 bob available team=red
10:50:00 ann available
10:20:00~10:52:00 bob on_contact
10:45:00~10:53:00 bob after_contact_work

by state
10:00:00 red available=2 arrivals=2
10:30:00 red available=-1 vanished=1                             # Ann
10:50:00 red vanished=-1 available=1 arrivals=1
10:20:00 red available=-1 on_contact=1                           # Bob
10:45:00 red on_contact=-1 after_contact_work=1

agents 10:29:59
red available=2
agents 10:49:59
red vanished=2
agents 10:50:00
red available=1 vanished=1
agents 10:53:00
red available=1 after_contact_work=1
shown 10:50:00 1h                                                # 2 × 30 min, then both vanished for 20
red time_in_state.available=60m time_in_state.vanished=40m occupancy=0m/60m occupancy.n=3
shown 11:00:00 1h                                                # Ann 30, 20 vanished, 10; Bob 20, 25, 15
red time_in_state.available=60m time_in_state.on_contact=25m time_in_state.after_contact_work=15m
red time_in_state.vanished=20m occupancy=40m/100m occupancy.n=3 utilisation=40m/100m
