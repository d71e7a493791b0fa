# A team may be at two sites and a site have two teams: sums are merged, ratios never averaged. Who has neither is
# in everything alone.
10:00:00 ann available team=red site=seoul
10:00:00 bob on_contact team=red site=paris
10:00:00 eve break team=blue site=paris
10:00:00 kim meeting site=paris
10:00:00 joe available

by state
10:00:00 red/seoul available=1 arrivals=1
10:00:00 red/paris on_contact=1 arrivals=1
10:00:00 blue/paris break=1 arrivals=1
10:00:00 /paris meeting=1 arrivals=1
10:00:00 / available=1 arrivals=1

agents 10:00:00
red/seoul available=1
red/paris on_contact=1
blue/paris break=1
/paris meeting=1
/ available=1
shown 10:30:00 30m
red occupancy=30m/60m utilisation=30m/60m utilisation.n=2
blue occupancy=none utilisation=0m/30m utilisation.n=1
seoul occupancy=0m/30m
paris occupancy=30m/30m utilisation=30m/90m utilisation.n=3
everything occupancy=30m/90m utilisation=30m/150m utilisation.n=5
shown 10:30:00 now
red agents.available=1 agents.on_contact=1
paris agents.on_contact=1 agents.break=1 agents.meeting=1
everything agents.available=2 agents.on_contact=1 agents.break=1 agents.meeting=1
