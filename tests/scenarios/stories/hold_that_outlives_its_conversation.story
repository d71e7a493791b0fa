# Resumed after the end: the hold is cut at the end, and counted as impossible when it is told. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:00:40 c1 held
10:01:10 c1 ended
10:01:20 c1 resumed

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 talk_ms=30s hold_ms=30s held=1
10:01:20 sales/voice impossible.hold_beyond_end=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=30s hold_ms=30s held=1
