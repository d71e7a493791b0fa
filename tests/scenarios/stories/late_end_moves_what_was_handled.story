# The end of the first part is told late: until then the contact counted with it longer. SEMANTICS 8; KPIS, Attribution.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:40~10:03:00 c1 transferred queue=care mode=blind
10:00:50 c1 queued queue=care
10:01:00 c1 answered agent=bob
10:02:00 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:40 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:50 care/voice offered=1 contacts_offered=0 cycles=0
10:01:00 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:00 care/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:50 care/voice offered=1 contacts_offered=0 cycles=0
10:00:50 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s

shown 10:02:30 5m                                       # as far as is known, it ended with the second answer
sales/voice handled=1 aht=50s/1 transfer_rate=0/1 contacts_handled=0
care/voice handled=1 aht=60s/1 contacts_handled=1
shown 10:03:00 5m
sales/voice handled=1 aht=30s/1 transfer_rate=1/1 contacts_handled=0
