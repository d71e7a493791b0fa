# Copies change nothing: the same content, or the same id whatever else it says and however late it comes. SEMANTICS 2.
order fixed
10:00:00 ann available team=red id=a1
10:00:00~10:00:05 ann available team=red id=a1
10:00:00 bob break team=red
10:00:00~10:01:00 bob break team=red
10:10:00 ann on_contact id=a2
10:30:00 ann available id=a3
10:10:00~10:40:00 ann break team=blue id=a2       # 10:10 is settled by now, and still known

by state
10:00:00 red available=1 break=1 arrivals=2
10:10:00 red available=-1 on_contact=1
10:30:00 red on_contact=-1 available=1

agents 10:40:00
red available=1 break=1
shown 10:40:00 1h
red time_in_state.available=20m time_in_state.on_contact=20m time_in_state.break=40m
red occupancy=20m/40m utilisation=20m/80m utilisation.n=2
sources applied=4 duplicates=3
