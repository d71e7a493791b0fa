# The agent announces the customer to somebody outside: his part counts, and nothing after it. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 held agent=ann
10:01:40 c1 transferred external=yes mode=attended
10:02:00 c1 wrapped agent=ann
10:15:00 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:00 sales/voice handled=1 transferred=1 talk_ms=60s hold_ms=30s held=1 wrap_up_ms=20s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 transferred=1 talk_ms=60s hold_ms=30s held=1 wrap_up_ms=20s

live 10:05:00
shown 10:03:00 5m
sales/voice transfer_rate=1/1 aht=110s/1 contacts_handled=1 legs=1
