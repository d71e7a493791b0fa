# An event at or before the idle close arrives: there was no silence. SEMANTICS 11.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
14:00:11 c2 updated
14:00:10~14:02:00 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
14:00:10 sales/voice handled=1 talk_ms=4h
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=4h

shown 14:01:00 5m
sales/voice handled=0
shown 14:02:00 5m
sales/voice handled=1 aht=4h/1
