# Older than the horizon, but later than the last settled event: it is applied. SEMANTICS 2.
site horizon=5m
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:10:00 c1 ended
10:00:20~10:10:40 c1 held

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:10:00 sales/voice handled=1 talk_ms=10s hold_ms=580s held=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=10s hold_ms=580s held=1
sources applied=4
