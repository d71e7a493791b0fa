# Each contribution takes the labels of its deciding moment; only the queue relabels. SEMANTICS 7, 15.
site priority
10:00:00 c1 queued queue=sales channel=voice priority=low
10:00:05 c1 updated priority=high
10:00:10 c1 answered agent=ann
10:01:10 c1 ended

by event
10:00:00 sales/voice/low offered=1
10:00:10 sales/voice/high answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice/high handled=1 talk_ms=60s
by entry
10:00:00 sales/voice/low offered=1
10:00:00 sales/voice/high answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s

live 10:00:06
sales/voice/high waiting=1 longest_wait_ms=6s open=1
shown 10:02:00 5m
sales/voice offered=1 answered=1 handled=1
sales/voice/low offered=1 answered=0
