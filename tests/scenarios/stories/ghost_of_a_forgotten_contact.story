# A day after its end a call is forgotten; a copy that comes then raises no ghost. SEMANTICS 2, 11.
# Of an unknown contact it is late by the shortest retention (24 h), or that of the channel that it names (mail: 8 d).
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 ended
2026-03-03T10:01:11 c2 updated                          # 24 h and 1 s after the end: forgotten
2026-03-02T10:00:10~2026-03-03T10:05:00 c1 answered agent=ann
2026-03-02T10:00:00~2026-03-03T10:06:00 c1 queued queue=sales channel=voice
2026-03-02T10:00:00~2026-03-03T10:07:00 m1 queued queue=mail channel=email

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 talk_ms=60s
10:00:00 mail/email offered=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s
10:00:00 mail/email offered=1
sources applied=5 late=2
