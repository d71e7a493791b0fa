# Exactly 24 hours after its end a call is still remembered: a copy is a copy. SEMANTICS 2, 11.
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 ended
2026-03-03T10:01:10 c2 updated
2026-03-02T10:01:10~2026-03-03T10:05:00 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s
sources applied=4 duplicates=1
