# The same window twice: by event what was decided in it, by entry what became of those who were queued in it.
# KPIS, Attribution: offered before 10:03, everything else after it.
queue help chat threshold=60s short=5s
10:00:00 c1 queued queue=help channel=chat
10:00:00 c2 queued queue=help channel=chat
10:02:58 c3 queued queue=help channel=chat
10:03:01 c3 abandoned
10:03:10 c2 diverted reason=timeout
10:05:00 c1 offered agent=ann
10:05:10 c1 missed agent=ann
10:05:12 c1 offered agent=bob
10:05:20 c1 answered agent=bob
10:05:30 c1 message from=agent agent=bob
10:06:00 c1 transferred agent=cat mode=attended
10:06:00 c1 answered agent=cat
10:07:00 c1 ended
10:07:20 c1 wrapped agent=cat
10:07:30 c1 resolved

by event
10:00:00 help/chat offered=2
10:01:00 help/chat sla_breached.answer=2 sla_breached.first_response=2
10:02:58 help/chat offered=1
10:03:01 help/chat abandoned=1 abandon_wait_ms=3s abandoned_within=1 short_abandoned=1
10:03:10 help/chat diverted=1 diverted.timeout=1
10:05:00 help/chat offers=1
10:05:10 help/chat missed_offers=1
10:05:12 help/chat offers=1
10:05:20 help/chat answered=1 waited=1 wait_ms=320s
10:05:30 help/chat first_responses=1 first_response_ms=330s first_responses_targeted=1 first_response=330s
10:05:30 help/chat first_responses_agent=1 first_response_agent_ms=10s
10:07:20 help/chat handled=1 legs=2 transferred=1 talk_ms=100s wrap_up_ms=20s
10:07:30 help/chat resolutions=1 resolution_ms=450s
by entry
10:00:00 help/chat offered=2 diverted=1 diverted.timeout=1 offers=2 missed_offers=1 answered=1 waited=1 wait_ms=320s
10:00:00 help/chat first_responses=1 first_response_ms=330s first_responses_targeted=1 first_response=330s
10:00:00 help/chat first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat handled=1 legs=2 transferred=1 talk_ms=100s wrap_up_ms=20s
10:00:00 help/chat resolutions=1 resolution_ms=450s
10:02:58 help/chat offered=1 abandoned=1 abandon_wait_ms=3s abandoned_within=1 short_abandoned=1

shown 10:08:00 5m
help/chat offered=0 answered=1 abandoned=1 short_abandoned=1 diverted=1 diverted_by_reason.timeout=1 asa=320s/1
help/chat contacts_offered=0 contacts_answered=1 contacts_abandoned=1 contacts_diverted=1 handled=1 contacts_handled=1
help/chat aht=120s/1 talk_time=100s/1 wrap_up_time=20s/1 contact_aht=120s/1 legs=2 transfer_rate=1/1
help/chat missed_offers=1 missed_offer_rate=1/2 first_response_time=330s/1 first_response_time_p50=~330s/1
help/chat first_response_time_p90=~330s/1 first_response_time_agent=10s/1 first_response_within_target=0/1
help/chat service_level_strict=0/1 service_level_diverted_count_as_missed=0/3 resolutions=1 resolution_time=450s/1
help/chat offered_by_entry=0 answered_by_entry=0 abandoned_by_entry=0 short_abandoned_by_entry=0 diverted_by_entry=0
help/chat contacts_offered_by_entry=0 contacts_answered_by_entry=0 contacts_abandoned_by_entry=0
help/chat contacts_diverted_by_entry=0 contacts_handled_by_entry=0 handled_by_entry=0 legs_by_entry=0
help/chat asa_by_entry=none aht_by_entry=none talk_time_by_entry=none wrap_up_time_by_entry=none
help/chat contact_aht_by_entry=none transfer_rate_by_entry=none missed_offers_by_entry=0 missed_offer_rate_by_entry=none
help/chat first_response_time_by_entry=none first_response_time_p50_by_entry=none first_response_time_p90_by_entry=none
help/chat first_response_time_agent_by_entry=none first_response_within_target_by_entry=none resolutions_by_entry=0
shown 10:08:00 15m 1h today
help/chat offered=3 answered=1 abandoned=1 diverted=1
help/chat offered_by_entry=3 answered_by_entry=1 abandoned_by_entry=1 short_abandoned_by_entry=1 diverted_by_entry=1
help/chat contacts_offered_by_entry=3 contacts_answered_by_entry=1 contacts_abandoned_by_entry=1
help/chat contacts_diverted_by_entry=1 contacts_handled_by_entry=1 handled_by_entry=1 legs_by_entry=2
help/chat asa_by_entry=320s/1 aht_by_entry=120s/1 talk_time_by_entry=100s/1 wrap_up_time_by_entry=20s/1
help/chat contact_aht_by_entry=120s/1 transfer_rate_by_entry=1/1 missed_offers_by_entry=1 missed_offer_rate_by_entry=1/2
help/chat first_response_time_by_entry=330s/1 first_response_time_p50_by_entry=~330s/1
help/chat first_response_time_p90_by_entry=~330s/1 first_response_time_agent_by_entry=10s/1
help/chat first_response_within_target_by_entry=0/1 resolutions_by_entry=1 resolution_time_by_entry=450s/1
