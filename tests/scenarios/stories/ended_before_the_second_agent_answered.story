# The hand-over ends with the contact: an answer that is told after it is no second leg. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred agent=bob
10:01:30 c1 ended
10:01:32 c1 answered agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 transferred=1 talk_ms=60s
10:01:32 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 unmeasured=1 impossible.end_before_answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 transferred=1 talk_ms=60s
10:01:32 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0
