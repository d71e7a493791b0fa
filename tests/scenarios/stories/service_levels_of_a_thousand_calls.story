# Golden: A 1000, a 860, B 60, b 20, s 10, D 25: strict 860/1050 = 81.9 %, answered_only 86.0 %.
10:00:00 a*860 queued queue=sales channel=voice
10:00:00 l*140 queued queue=sales channel=voice
10:00:00 s*10 queued queue=sales channel=voice
10:00:00 b*10 queued queue=sales channel=voice
10:00:00 x*40 queued queue=sales channel=voice
10:00:00 d*25 queued queue=sales channel=voice
10:00:02 s*10 abandoned
10:00:10 a*860 answered
10:00:10 b*10 abandoned
10:00:15 d*25 diverted reason=callback
10:00:30 l*140 answered
10:00:40 x*40 abandoned

by event
10:00:00 sales/voice offered=1085
10:00:02 sales/voice abandoned=10 abandon_wait_ms=20s abandoned_within=10 short_abandoned=10
10:00:10 sales/voice answered=860 waited=860 wait_ms=8600s answered_within=860 sla_met.answer=860
10:00:10 sales/voice abandoned=10 abandon_wait_ms=100s abandoned_within=10
10:00:15 sales/voice diverted=25
10:00:20 sales/voice sla_breached.answer=180            # 140 answered late and 40 abandoned late
10:00:30 sales/voice answered=140 waited=140 wait_ms=4200s
10:00:40 sales/voice abandoned=40 abandon_wait_ms=1600s
by entry
10:00:00 sales/voice offered=1085 answered=1000 waited=1000 wait_ms=12800s answered_within=860 diverted=25
10:00:00 sales/voice abandoned=60 abandon_wait_ms=1720s abandoned_within=20 short_abandoned=10

shown 10:01:00 5m
sales/voice service_level=860/1050 service_level_strict=860/1050 service_level_answered_only=860/1000
sales/voice abandonment_rate=50/1050 asa=12800s/1000 offered=1085 answered=1000 abandoned=60 short_abandoned=10 diverted=25
sales/voice service_level_strict_by_entry=860/1050 sla_attainment.answer=860/1040
live 10:00:40
sales/voice open=1000
