# Before the first event of an agent nothing is known of any: no number, and no nought. Then there are noughts. KPIS.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 abandoned
10:10:00 ann offline team=red

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=10s abandoned_within=1
by state
10:10:00 red offline=1

agents 10:09:59
shown 10:09:59 now
everything agents.available=none agents.offline=none agents.vanished=none
sales/voice agents.available=none
shown 10:09:59 1h
everything time_in_state.available=none time_in_state.offline=none occupancy=none utilisation=none
everything handled_per_hour=none handled_per_hour.n=0 occupancy_slots=none
shown 10:20:00 now
everything agents.available=0 agents.offline=1
sales/voice agents.available=0 agents.offline=0
shown 10:20:00 1h
everything time_in_state.available=0m time_in_state.offline=10m occupancy=none utilisation=none handled_per_hour=none
