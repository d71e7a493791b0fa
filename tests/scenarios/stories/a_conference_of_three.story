# Bob joins the call that Ann has, and both talk to its end: one entry, two legs, the talk counted once. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 held agent=ann
10:01:40 c1 answered agent=bob
10:01:40 c1 resumed agent=ann
10:03:40 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:40 sales/voice handled=1 legs=2 talk_ms=180s hold_ms=30s held=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=2 talk_ms=180s hold_ms=30s held=1

shown 10:04:00 5m
sales/voice answered=1 contacts_answered=1 handled=1 legs=2 transfer_rate=0/1
