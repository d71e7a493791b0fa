# Sliced by priority and tier, each contribution takes those of its own moment. SEMANTICS 7, 15.
site priority tier
10:00:00 c1 queued queue=sales channel=voice priority=low
10:00:05 c1 updated tier=gold
10:00:10 c1 answered agent=ann
10:00:40 c1 updated priority=high
10:01:10 c1 ended
10:01:20 c1 updated tier=silver
10:01:30 c1 wrapped agent=ann

by event
10:00:00 sales/voice/low/ offered=1
10:00:10 sales/voice/low/gold answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:30 sales/voice/high/silver handled=1 talk_ms=60s wrap_up_ms=20s
by entry
10:00:00 sales/voice/low/ offered=1
10:00:00 sales/voice/low/gold answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice/high/silver handled=1 talk_ms=60s wrap_up_ms=20s

live 10:01:00
sales/voice/high/gold open=1
shown 10:02:00 5m
sales/voice offered=1 answered=1 handled=1 aht=80s/1
sales/voice/low/gold offered=0 answered=1 asa=10s/1
sales/voice/high/silver handled=1 aht=80s/1 asa=none
