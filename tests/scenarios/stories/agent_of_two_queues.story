# Distinct people: three agents, two of them for sales and one of these for care as well, are never two and one and more.
queue sales voice
queue care voice
10:00:00 ann available team=red queues=sales,care
10:00:00 bob available team=blue queues=sales,sales
10:05:00 bob on_contact
10:06:00 eve break team=red
10:20:00 ann available queues=care

by state
10:00:00 red available=1 arrivals=1
10:00:00 blue available=1 arrivals=1
10:05:00 blue available=-1 on_contact=1
10:06:00 red break=1 arrivals=1

agents 10:10:00
red available=1 break=1
blue on_contact=1
shown 10:10:00 now
sales/voice agents.available=1 agents.on_contact=1 agents.break=0
care/voice agents.available=1 agents.on_contact=0 agents.break=0
red agents.available=1 agents.on_contact=0 agents.break=1
everything agents.available=1 agents.on_contact=1 agents.break=1
shown 10:10:00 5m
everything time_in_state.available=5m time_in_state.on_contact=5m time_in_state.break=4m occupancy=5m/10m occupancy.n=3
shown 10:20:00 now
sales/voice agents.available=0 agents.on_contact=1
care/voice agents.available=1
everything agents.available=1 agents.on_contact=1 agents.break=1
