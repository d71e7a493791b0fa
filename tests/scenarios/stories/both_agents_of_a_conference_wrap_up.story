# Bob has joined, nobody handed over, and the call ends for both: each of them has his own work after it. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 answered agent=bob
10:02:10 c1 ended
10:02:30 c1 wrapped agent=ann
10:02:40 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:40 sales/voice handled=1 legs=2 talk_ms=120s wrap_up_ms=50s         # 20 s of ann, 30 s of bob
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=2 talk_ms=120s wrap_up_ms=50s
