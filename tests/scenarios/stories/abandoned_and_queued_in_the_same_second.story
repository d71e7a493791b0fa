# Equal times: an entry waits already, so the abandoning comes first, and the caller waits anew. SEMANTICS 1.
09:59:50 c1 queued queue=sales channel=voice
10:00:00 c1 queued queue=sales channel=voice
10:00:00 c1 abandoned
10:00:05 c1 answered agent=ann

by event
09:59:50 sales/voice offered=1
10:00:00 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1 offered=1 contacts_offered=0 cycles=0
10:00:05 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
by entry
09:59:50 sales/voice offered=1 abandoned=1 abandon_wait_ms=10s abandoned_within=1
10:00:00 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=5s answered_within=1
