# The call goes on without its agent: her time on contact ends when she is offline, the talk when the call does.
10:00:00 ann available team=red
10:01:50 c1 queued queue=sales channel=voice
10:02:00 c1 answered agent=ann
10:02:00 ann on_contact
10:05:03.250 ann offline
10:07:00 c1 ended

by event
10:01:50 sales/voice offered=1
10:02:00 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:07:00 sales/voice handled=1 talk_ms=5m
by entry
10:01:50 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=5m
by state
10:00:00 red available=1 arrivals=1
10:02:00 red available=-1 on_contact=1
10:05:03.250 red on_contact=-1 offline=1

live 10:06:00
sales/voice open=1
agents 10:06:00
red offline=1
agents 2026-03-03T10:05:00                        # twelve hours of silence and more: offline she stays
red offline=1
shown 10:10:00 1h
red time_in_state.available=2m time_in_state.on_contact=3m3s250ms time_in_state.offline=4m56s750ms
red occupancy=3m3s250ms/5m3s250ms utilisation=3m3s250ms/5m3s250ms
everything talk_time=5m/1 handled_per_hour=1/5m3s250ms occupancy_slots=5m/5m3s250ms
shown 2026-03-03T10:05:00 now
red agents.offline=1 agents.vanished=0
