# Nobody re-opens what was solved: the second call is an entry of its own, and no new cycle. SEMANTICS 9.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 ended
10:01:20 c1 resolved
11:00:00 c1 queued queue=sales
11:00:15 c1 answered agent=bob
11:00:45 c1 ended
11:00:50 c1 resolved

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 contacts_handled=0 talk_ms=60s
10:01:20 sales/voice resolutions=1 resolution_ms=80s
11:00:00 sales/voice offered=1 contacts_offered=0 cycles=0
11:00:15 sales/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1 sla_met.answer=1
11:00:45 sales/voice handled=1 talk_ms=30s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 talk_ms=60s resolutions=1 resolution_ms=80s
11:00:00 sales/voice offered=1 contacts_offered=0 cycles=0
11:00:00 sales/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1 handled=1 talk_ms=30s

shown 11:01:00 today
sales/voice offered=2 contacts_offered=1 contacts_handled=1 cycles=1 resolutions=1 resolution_rate=1/1 reopen_rate=0/1
