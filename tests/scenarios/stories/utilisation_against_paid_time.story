# Paid is every state but offline and vanished; occupancy knows only the time for contacts. KPIS.
10:00:00 ann available team=red
10:10:00 ann on_contact
10:20:00 ann after_contact_work
10:25:00 ann break
10:35:00 ann training
10:45:00 ann meeting
10:55:00 ann away
11:00:00 ann offline
11:30:00 ann available

by state
10:00:00 red available=1 arrivals=1
10:10:00 red available=-1 on_contact=1
10:20:00 red on_contact=-1 after_contact_work=1
10:25:00 red after_contact_work=-1 break=1
10:35:00 red break=-1 training=1
10:45:00 red training=-1 meeting=1
10:55:00 red meeting=-1 away=1
11:00:00 red away=-1 offline=1
11:30:00 red offline=-1 available=1 arrivals=1

shown 10:22:00 now
red agents.after_contact_work=1 agents.available=0
shown 10:40:00 now
red agents.training=1
shown 10:57:00 now
red agents.away=1
shown 11:00:00 1h
red time_in_state.available=10m time_in_state.on_contact=10m time_in_state.after_contact_work=5m
red time_in_state.break=10m time_in_state.training=10m time_in_state.meeting=10m time_in_state.away=5m
red time_in_state.offline=0m time_in_state.vanished=0m occupancy=15m/25m utilisation=15m/60m utilisation.n=1
shown 11:20:00 30m                                # 10:50 to 11:20
red time_in_state.meeting=5m time_in_state.away=5m time_in_state.offline=20m occupancy=none utilisation=0m/10m
shown 12:10:00 1h                                 # 11:10 to 12:10
red time_in_state.offline=20m time_in_state.available=40m occupancy=0m/40m utilisation=0m/40m utilisation.n=1
shown 12:00:00 today
red occupancy=15m/55m utilisation=15m/90m utilisation.n=2
