# Nobody tells of the first queueing: an unmeasured entry, and the cycle begins with the second. SEMANTICS 4, 9.
10:00:00 c1 answered queue=sales channel=voice agent=ann
10:01:00 c1 transferred queue=care
10:01:00 c1 queued queue=care
10:01:10 c1 answered agent=bob
10:02:10 c1 ended

by event
10:00:00 sales/voice offered=1 cycles=0 answered=1 unmeasured=1
10:01:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:00 care/voice offered=1 contacts_offered=0
10:01:10 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:10 care/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 cycles=0 answered=1 handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:00 care/voice offered=1 contacts_offered=0
10:01:00 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s

shown 10:03:00 5m
everything answered=2 contacts_answered=1 asa=10s/1 service_level_strict=1/1 abandonment_rate=0/2 transfer_rate=1/2
