# Golden: no contact in the window: every ratio is absent, every count 0, for each known queue. KPIS.
queue sales voice
queue help chat
10:00:00 c1 updated priority=high                      # an event that counts for nothing moves the log clock

by event
by entry

shown 10:00:30 5m 15m 30m 1h today
everything offered=0 answered=0 abandoned=0 diverted=0 handled=0 service_level=none abandonment_rate=none asa=none
sales/voice offered=0 answered=0 abandoned=0 short_abandoned=0 diverted=0 diverted_by_reason.full=0 handled=0 legs=0
sales/voice contacts_offered=0 contacts_answered=0 contacts_abandoned=0 contacts_diverted=0 contacts_handled=0
sales/voice missed_offers=0 cycles=0 resolutions=0 sla_met.answer=0 sla_breached.answer=0 offered_by_entry=0
sales/voice service_level=none service_level_strict=none service_level_answered_only=none
sales/voice service_level_abandons_within_count_as_met=none service_level_abandons_count_as_missed=none
sales/voice service_level_abandons_within_ignored=none service_level_short_abandons_count_as_met=none
sales/voice service_level_diverted_count_as_missed=none service_level_strict_by_entry=none
sales/voice abandonment_rate=none abandonment_rate_with_short=none abandonment_rate_with_diverted=none asa=none
sales/voice aht=none talk_time=none hold_time=none wrap_up_time=none contact_aht=none hold_rate=none
sales/voice hold_time_per_held=none transfer_rate=none missed_offer_rate=none resolution_time=none
sales/voice resolution_rate=none reopen_rate=none sla_attainment.answer=none
help/chat offered=0 service_level=none first_response_time=none first_response_time_p50=none first_response_time_p90=none
help/chat first_response_time_agent=none first_response_within_target=none next_response_time=none
help/chat average_response_time=none sla_attainment.first_response=none sla_breached.first_response=0
shown 10:00:30 1h today
sales/voice answer_time_p50=none answer_time_p90=none answer_time_p95=none answer_time_max=none handle_time_p50=none
help/chat first_response_time_p95=none first_response_time_max=none next_response_time_p50=none response_time_p90=none
shown 10:00:30 now
sales/voice waiting=0 longest_wait=0s waiting_past_threshold=0 overdue.answer=0 at_risk.answer=0 oldest_overdue.answer=0s
sales/voice backlog=0 backlog_age=none backlog_oldest=0s
live 10:00:30
