# Ann vanishes twelve hours after her last word and is forgotten after eight days; who is offline never vanishes.
2026-03-02T09:00:00 ann available team=red
2026-03-02T09:00:00 bob offline team=blue
2026-03-03T09:00:00 bob offline
2026-03-10T09:00:00 bob offline

by state
2026-03-02T09:00:00 red available=1 arrivals=1
2026-03-02T09:00:00 blue offline=1
2026-03-02T21:00:00 red available=-1 vanished=1
2026-03-10T09:00:00 red vanished=-1

agents 2026-03-02T20:59:59
red available=1
blue offline=1
agents 2026-03-02T21:00:00                        # nobody told anything since the morning: time alone shows it
red vanished=1
blue offline=1
agents 2026-03-10T08:59:59
red vanished=1
blue offline=1
agents 2026-03-10T09:00:00
blue offline=1
shown 2026-03-02T21:10:00 1h
red time_in_state.available=50m time_in_state.vanished=10m occupancy=0m/50m utilisation=0m/50m utilisation.n=1
blue time_in_state.offline=60m occupancy=none utilisation=none utilisation.n=0
shown 2026-03-03T09:00:00 today
red time_in_state.vanished=9h time_in_state.available=0h occupancy=none utilisation=none utilisation.n=0
shown 2026-03-10T09:30:00 1h
red time_in_state.vanished=30m
