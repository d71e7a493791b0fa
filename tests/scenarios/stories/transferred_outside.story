# The conversation ends with the transfer; who is outside is counted no further. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred external=yes mode=blind
10:01:30 c1 wrapped agent=ann
10:09:00 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:30 sales/voice handled=1 transferred=1 talk_ms=60s wrap_up_ms=20s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 transferred=1 talk_ms=60s wrap_up_ms=20s
