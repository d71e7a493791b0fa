# Golden: two entries are answered, of one contact; wrap-up goes to the entry answered last. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:02:10 c1 transferred queue=care
10:02:10 c1 queued queue=care
10:02:15 c1 answered agent=bob
10:02:40 c1 wrapped agent=ann
10:04:15 c1 ended
10:04:45 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:10 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=120s
10:02:10 care/voice offered=1 contacts_offered=0 cycles=0
10:02:15 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:04:45 care/voice handled=1 talk_ms=120s wrap_up_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=120s
10:02:10 care/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=5s answered_within=1
10:02:10 care/voice handled=1 talk_ms=120s wrap_up_ms=60s

shown 10:05:00 15m
everything answered=2 contacts_answered=1 handled=2 contacts_handled=1 legs=2 aht=300s/2 contact_aht=300s/1 asa=15s/2
everything transfer_rate=1/2
sales/voice handled=1 contacts_handled=0 aht=120s/1 contact_aht=none transfer_rate=1/1
care/voice handled=1 contacts_handled=1 aht=180s/1 contact_aht=180s/1 transfer_rate=0/1
shown 10:03:00 5m                                       # while the second conversation runs, the first counts
sales/voice handled=1 contacts_handled=1 contact_aht=120s/1
