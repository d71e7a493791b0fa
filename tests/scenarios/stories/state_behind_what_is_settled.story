# Late is what is older than the horizon and not after the last settled state; what is after that counts. SEMANTICS 2.
order fixed
10:00:00 ann available team=red
10:20:00 ann break
09:50:00~10:20:30 ann training                    # late: 10:00 is settled, and the horizon is at 10:05
10:00:00~10:21:00 ann meeting                     # late: what is of the settled instant too
10:02:00~10:22:00 ann on_contact                  # older than the horizon, but after all that is settled
10:01:00~10:23:00 ann away                        # late: now 10:02 is settled

by state
10:00:00 red available=1 arrivals=1
10:02:00 red available=-1 on_contact=1
10:20:00 red on_contact=-1 break=1

agents 10:20:00
red break=1
shown 10:20:00 30m
red time_in_state.available=20m
shown 10:30:00 30m
red time_in_state.available=2m time_in_state.on_contact=18m time_in_state.break=10m
red time_in_state.training=0m time_in_state.meeting=0m time_in_state.away=0m
sources applied=3 late=3
