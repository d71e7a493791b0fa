# Golden: A 1000, a 860, B 60, b 20, s 10, D 25. Side by side: answered_only 86.0 %, abandons_within_count_as_met 83.0 %,
# abandons_count_as_missed 81.1 %, strict 81.9 %, abandons_within_ignored 82.7 %, short_abandons_count_as_met 82.1 %,
# diverted_count_as_missed 79.3 %. KPIS.
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
10:00:15 sales/voice diverted=25 diverted.callback=25
10:00:20 sales/voice sla_breached.answer=180            # 140 answered late and 40 abandoned late
10:00:30 sales/voice answered=140 waited=140 wait_ms=4200s
10:00:40 sales/voice abandoned=40 abandon_wait_ms=1600s
by entry
10:00:00 sales/voice offered=1085 answered=1000 waited=1000 wait_ms=12800s wait=10s*860,30s*140 answered_within=860
10:00:00 sales/voice diverted=25 diverted.callback=25
10:00:00 sales/voice abandoned=60 abandon_wait_ms=1720s abandoned_within=20 short_abandoned=10

shown 10:01:00 5m 1h today
sales/voice service_level=860/1050 service_level_strict=860/1050 service_level_answered_only=860/1000
sales/voice service_level_abandons_within_count_as_met=880/1060 service_level_abandons_count_as_missed=860/1060
sales/voice service_level_abandons_within_ignored=860/1040 service_level_short_abandons_count_as_met=870/1060
sales/voice service_level_diverted_count_as_missed=860/1085
sales/voice abandonment_rate=50/1050 abandonment_rate_with_short=60/1060 abandonment_rate_with_diverted=50/1075
sales/voice contacts_offered=1085 contacts_answered=1000 contacts_abandoned=60 contacts_diverted=25
sales/voice diverted_by_reason.callback=25 asa=12800s/1000 offered=1085 answered=1000 abandoned=60 short_abandoned=10 diverted=25
sales/voice service_level_strict_by_entry=860/1050 service_level_answered_only_by_entry=860/1000
sales/voice service_level_abandons_within_count_as_met_by_entry=880/1060
sales/voice service_level_abandons_count_as_missed_by_entry=860/1060
sales/voice service_level_abandons_within_ignored_by_entry=860/1040
sales/voice service_level_short_abandons_count_as_met_by_entry=870/1060
sales/voice service_level_diverted_count_as_missed_by_entry=860/1085
sales/voice sla_attainment.answer=860/1040
everything service_level=860/1050 service_level_diverted_count_as_missed=860/1085
live 10:00:40
sales/voice open=1000
