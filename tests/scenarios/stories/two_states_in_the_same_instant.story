# Of two states of one instant the one with the greater id holds, whichever is told first. SEMANTICS 1.
10:00:00 ann available team=red id=1
10:10:00 ann on_contact id=3
10:10:00 ann break id=2

by state
10:00:00 red available=1 arrivals=1
10:10:00 red available=-1 on_contact=1

agents 10:10:00
red on_contact=1
shown 10:20:00 30m
red time_in_state.available=10m time_in_state.break=0m time_in_state.on_contact=10m occupancy.n=1
