# Three entries of one contact: answered three times, handled once as a contact, in the last queue. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 answered agent=ann
10:00:35 c1 transferred queue=care mode=blind
10:00:35 c1 queued queue=care
10:00:45 c1 answered agent=bob
10:01:45 c1 transferred queue=billing mode=blind
10:01:45 c1 queued queue=billing
10:02:00 c1 answered agent=cat
10:03:30 c1 ended
10:03:50 c1 wrapped agent=cat

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:00:35 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:35 care/voice offered=1 contacts_offered=0 cycles=0
10:00:45 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:45 care/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:45 billing/voice offered=1 contacts_offered=0 cycles=0
10:02:00 billing/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1 sla_met.answer=1
10:03:50 billing/voice handled=1 talk_ms=90s wrap_up_ms=20s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=30s
10:00:35 care/voice offered=1 contacts_offered=0 cycles=0
10:00:35 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1
10:00:35 care/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:45 billing/voice offered=1 contacts_offered=0 cycles=0
10:01:45 billing/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1
10:01:45 billing/voice handled=1 talk_ms=90s wrap_up_ms=20s

shown 10:01:50 5m                                       # it waits in the third: handled by the second so far
sales/voice contacts_handled=0
care/voice contacts_handled=1
shown 10:04:00 5m
everything offered=3 contacts_offered=1 answered=3 contacts_answered=1 handled=3 contacts_handled=1 legs=3
everything transfer_rate=2/3 aht=200s/3 contact_aht=200s/1 asa=30s/3
care/voice contacts_handled=0 contact_aht=none
billing/voice contacts_handled=1 contact_aht=110s/1
