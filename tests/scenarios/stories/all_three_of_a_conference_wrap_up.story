# Bob and cara join the call that ann has: after it all three have work of their own, which is the entry's. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:40 c1 answered agent=bob
10:01:10 c1 answered agent=cara
10:03:10 c1 ended
10:03:15 c1 wrapped agent=cara
10:03:20 c1 wrapped agent=ann
10:03:30 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:30 sales/voice handled=1 legs=3 talk_ms=180s wrap_up_ms=35s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=3 talk_ms=180s wrap_up_ms=35s
