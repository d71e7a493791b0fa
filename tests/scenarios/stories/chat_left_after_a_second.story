# On chat there are no short abandons unless a queue sets a limit: a wait is never less than 0 s. SEMANTICS 5, 16.
10:00:00 c1 queued queue=help channel=chat
10:00:01 c1 abandoned

by event
10:00:00 help/chat offered=1
10:00:01 help/chat abandoned=1 abandon_wait_ms=1s abandoned_within=1
by entry
10:00:00 help/chat offered=1 abandoned=1 abandon_wait_ms=1s abandoned_within=1

shown 10:01:00 5m
help/chat short_abandoned=0 abandonment_rate=1/1 service_level_strict=0/1 service_level_abandons_within_count_as_met=1/1
help/chat service_level_abandons_within_ignored=none service_level_short_abandons_count_as_met=0/1
help/chat sla_attainment.answer=none sla_attainment.first_response=none
