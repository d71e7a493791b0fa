# Ann asks bob to join, and he leaves by handing the call back to her: it goes on without a break, with her alone. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 answered agent=bob
10:01:40 c1 transferred agent=ann mode=attended
10:02:00 c1 wrapped agent=bob
10:03:10 c1 ended
10:03:20 c1 wrapped agent=ann

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:20 sales/voice handled=1 talk_ms=180s wrap_up_ms=30s legs=2 transferred=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=180s wrap_up_ms=30s legs=2 transferred=1

live 10:02:00
sales/voice open=1
