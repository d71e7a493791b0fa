# Re-queued by the agent: two entries of one contact in one queue. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:40 c1 transferred queue=sales mode=blind
10:00:40 c1 queued queue=sales
10:01:10 c1 answered agent=bob
10:02:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:40 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:40 sales/voice offered=1 contacts_offered=0 cycles=0
10:01:00 sales/voice sla_breached.answer=1              # the new entry has a clock of its own
10:01:10 sales/voice answered=1 contacts_answered=0 waited=1 wait_ms=30s
10:02:10 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:40 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=30s
10:00:40 sales/voice handled=1 talk_ms=60s

shown 10:03:00 5m
sales/voice offered=2 contacts_offered=1 answered=2 contacts_answered=1 service_level_strict=1/2 sla_attainment.answer=1/2
