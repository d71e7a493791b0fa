# Midnight in Berlin is 23:00 in UTC: today begins then, without any event, with a break that began before. SEMANTICS 15.
site zone=Europe/Berlin
22:00:00 ann available team=red
22:40:00 ann break
23:20:00 ann available

by state
22:00:00 red available=1 arrivals=1
22:40:00 red available=-1 break=1
23:20:00 red break=-1 available=1

shown 22:59:50 today
red time_in_state.available=40m time_in_state.break=19m50s utilisation=0m/59m50s
shown 23:00:00 today
red time_in_state.available=0m time_in_state.break=0m occupancy=none utilisation=none utilisation.n=1
shown 23:10:00 today
red time_in_state.available=0m time_in_state.break=10m occupancy=none utilisation=0m/10m utilisation.n=1
everything time_in_state.break=10m
shown 23:30:00 today
red time_in_state.available=10m time_in_state.break=20m occupancy=0m/10m utilisation=0m/30m
shown 23:30:00 1h
red time_in_state.available=20m time_in_state.break=40m
