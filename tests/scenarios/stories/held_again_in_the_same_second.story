# Equal times: on hold, it is resumed first; off hold, it is held first, for no time. SEMANTICS 1, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:20 c1 held
10:00:40 c1 held
10:00:40 c1 resumed
10:00:50 c1 resumed
10:01:00 c1 resumed
10:01:00 c1 held
10:01:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 talk_ms=30s hold_ms=30s held=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=30s hold_ms=30s held=1
