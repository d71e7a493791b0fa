# Four hours of silence close a call: it ends at the last thing that happened. SEMANTICS 11.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:02:10 c1 held
10:03:10 c1 resumed
14:03:11 c2 updated                                     # the log clock passes 14:03:10

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:03:10 sales/voice handled=1 talk_ms=120s hold_ms=60s held=1
14:03:10 sales/voice closed_idle=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=120s hold_ms=60s held=1

live 14:03:10
sales/voice open=1
live 14:03:11
