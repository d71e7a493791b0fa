# The current entry was abandoned, so the update moves nothing: not the earlier one either, in whatever queue it was. SEMANTICS 7.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred queue=sales
10:01:10 c1 queued queue=sales
10:01:40 c1 abandoned
10:02:00 c1 updated queue=billing

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 transferred=1 talk_ms=60s
10:01:10 sales/voice offered=1 contacts_offered=0 cycles=0
10:01:30 sales/voice sla_breached.answer=1
10:01:40 sales/voice abandoned=1 abandon_wait_ms=30s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 transferred=1 talk_ms=60s
10:01:10 sales/voice offered=1 contacts_offered=0 cycles=0 abandoned=1 abandon_wait_ms=30s
