# Two and a half hours late, but next of its agent: the fine panes are gone, and every window is right. SEMANTICS 19.
08:00:00 ann available team=red
11:00:00 bob available team=red
08:30:00~11:05:00 ann on_contact

by state
08:00:00 red available=1 arrivals=1
08:30:00 red available=-1 on_contact=1
11:00:00 red available=1 arrivals=1

shown 11:00:00 1h
red time_in_state.available=60m time_in_state.on_contact=0m
shown 11:10:00 1h
red time_in_state.available=10m time_in_state.on_contact=60m occupancy=60m/70m occupancy.n=2
shown 11:10:00 today
red time_in_state.available=40m time_in_state.on_contact=160m occupancy=160m/200m
