# Over, back five hours later, silent again: closed four hours after that, not when it would be forgotten. SEMANTICS 11.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 ended
14:30:00 c2 updated
15:00:00 c1 queued queue=sales channel=voice
19:00:01 c2 updated

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 talk_ms=60s
15:00:00 sales/voice offered=1 contacts_offered=0 cycles=0
15:00:20 sales/voice sla_breached.answer=1
19:00:00 sales/voice closed_idle=1 diverted=1 diverted.timeout=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s
15:00:00 sales/voice offered=1 contacts_offered=0 cycles=0 diverted=1 diverted.timeout=1
