# Hours ahead is rejected, minutes are waited for; nobody can tell that an agent has vanished. SEMANTICS 3.
10:00:00 ann available team=red
10:04:00~10:00:30 bob available team=red
15:00:00~10:05:00 ann offline
10:10:00 ann vanished

by state
10:00:00 red available=1 arrivals=1
10:04:00 red available=1 arrivals=1

agents 10:03:59
red available=1
agents 10:04:00
red available=2
agents 10:10:00
red available=2
shown 10:10:00 15m
red time_in_state.available=16m time_in_state.offline=0m time_in_state.vanished=0m occupancy.n=2
sources applied=2 time_too_far_ahead=1 bad_field=1
