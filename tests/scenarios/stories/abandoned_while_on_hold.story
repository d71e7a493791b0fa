# The customer hangs up while on hold: the hold ends with the conversation, and nobody abandoned a queue. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 held agent=ann
10:02:40 c1 abandoned
10:02:40 c1 ended by=customer

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:40 sales/voice handled=1 talk_ms=60s hold_ms=90s held=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=60s hold_ms=90s held=1
