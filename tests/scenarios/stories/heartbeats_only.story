# The same state told again moves no edge and begins no stay; only silence is counted from the last of them.
09:00:00 ann available team=red slots=2
09:20:00 ann available
18:00:00 ann available team=red

by state
09:00:00 red available=1 slots=2 arrivals=1

agents 2026-03-03T05:59:59                        # without the last one she had vanished at 21:00
red available=1
agents 2026-03-03T06:00:00
red vanished=1
shown 18:00:00 1h
red time_in_state.available=60m occupancy=0m/60m occupancy.n=1
everything occupancy_slots=0m/120m occupancy_slots.n=1
shown 18:00:00 today
red time_in_state.available=9h occupancy.n=1
sources applied=3
