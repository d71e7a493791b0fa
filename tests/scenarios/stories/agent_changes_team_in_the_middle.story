# In the middle of a call: the time before is the old team's. What is left unsaid stays: site, slots, queues.
queue sales voice
10:00:00 ann available team=red site=seoul slots=2 queues=sales
10:10:00 ann on_contact
10:15:00 ann on_contact team=blue
10:25:00 ann available

by state
10:00:00 red/seoul available=1 slots=2 arrivals=1
10:10:00 red/seoul available=-1 on_contact=1
10:15:00 red/seoul on_contact=-1 slots=-2
10:15:00 blue/seoul on_contact=1 slots=2 arrivals=1
10:25:00 blue/seoul on_contact=-1 available=1

agents 10:14:59
red/seoul on_contact=1
agents 10:15:00
blue/seoul on_contact=1
shown 10:30:00 30m
red time_in_state.available=10m time_in_state.on_contact=5m occupancy=5m/15m occupancy.n=1
blue time_in_state.available=5m time_in_state.on_contact=10m occupancy=10m/15m occupancy.n=1
seoul time_in_state.available=15m time_in_state.on_contact=15m occupancy=15m/30m occupancy.n=2
everything occupancy=15m/30m occupancy.n=2
shown 10:30:00 1h
everything occupancy_slots=0m/60m
shown 10:30:00 now
red agents.available=0 agents.on_contact=0
blue agents.available=1
sales/voice agents.available=1
