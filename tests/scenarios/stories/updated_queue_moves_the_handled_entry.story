# Answered and over, the entry still moves as a whole. The cycle began in the first queue. SEMANTICS 7.
10:00:00 c1 queued queue=sales channel=voice
10:00:30 c1 answered agent=ann
10:01:30 c1 ended
10:01:45 c1 wrapped
10:02:00 c1 updated queue=care

by event
10:00:00 sales/voice cycles=1
10:00:00 care/voice offered=1 cycles=0
10:00:20 care/voice sla_breached.answer=1
10:00:30 care/voice answered=1 waited=1 wait_ms=30s
10:01:45 care/voice handled=1 talk_ms=60s wrap_up_ms=15s
by entry
10:00:00 sales/voice cycles=1
10:00:00 care/voice offered=1 cycles=0 answered=1 waited=1 wait_ms=30s handled=1 talk_ms=60s wrap_up_ms=15s
