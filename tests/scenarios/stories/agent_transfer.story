# Golden: one entry is answered once and handled by two agents; both wrap-ups are its own. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:02:10 c1 transferred agent=bob
10:02:20 c1 answered agent=bob
10:02:30 c1 wrapped agent=ann
10:05:20 c1 ended
10:05:40 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:05:40 sales/voice handled=1 legs=2 transferred=1 talk_ms=300s wrap_up_ms=40s    # 2 min + 3 min; 20 s + 20 s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=2 transferred=1 talk_ms=300s wrap_up_ms=40s

live 10:02:15
live 10:03:00
sales/voice open=1
shown 10:02:15 5m
sales/voice answered=1 handled=1 aht=120s/1 transfer_rate=1/1     # the first conversation is over
shown 10:04:00 5m
sales/voice answered=1 handled=0 aht=0s/0             # and goes on: nothing is handled yet
shown 10:06:00 15m
sales/voice offered=1 answered=1 handled=1 contacts_handled=1 legs=2 transfer_rate=1/1 aht=340s/1 contact_aht=340s/1
