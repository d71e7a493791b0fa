# Two holds of one conversation are summed, and the entry was held once. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 answered agent=ann
10:00:15 c1 held
10:00:20 c1 held                                      # on hold already: nothing new
10:00:35 c1 resumed
10:00:40 c1 resumed                                   # not on hold: nothing new
10:01:05 c1 held
10:01:15 c1 resumed
10:01:25 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:01:25 sales/voice handled=1 talk_ms=50s hold_ms=30s held=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=50s hold_ms=30s held=1
