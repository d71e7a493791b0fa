# Ann waits in the other queue for the customer, who is on hold, and leaves before it is answered. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:00 c1 held agent=ann
10:01:00 c1 queued queue=care
10:01:20 c1 transferred queue=care mode=attended
10:01:30 c1 answered agent=bob
10:02:30 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:00 care/voice offered=1 contacts_offered=0 cycles=0
10:01:20 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=50s hold_ms=20s held=1
10:01:20 care/voice sla_breached.answer=1
10:01:30 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=30s
10:02:30 care/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=50s hold_ms=20s held=1
10:01:00 care/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=30s
10:01:00 care/voice handled=1 talk_ms=60s

shown 10:03:00 5m
voice transfer_rate=1/2 hold_rate=1/2 hold_time=20s/2 hold_time_per_held=20s/1 aht=130s/2 contact_aht=130s/1
