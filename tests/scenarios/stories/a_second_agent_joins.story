# Answered twice without a transfer or a queueing is the same entry, answered once, with two legs. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:40 c1 answered agent=bob
10:01:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 legs=2 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 legs=2 talk_ms=60s
