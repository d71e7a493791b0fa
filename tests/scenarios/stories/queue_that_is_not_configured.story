# With configured queues, one that is not listed is `other`, by the defaults of its channel. SEMANTICS 16.
queue sales voice threshold=60s short=0s
10:00:00 c1 queued queue=sales channel=voice
10:00:00 c2 queued queue=care channel=voice
10:00:02 c1 abandoned
10:00:30 c2 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:00 other/voice offered=1
10:00:02 sales/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1
10:00:20 other/voice sla_breached.answer=1
10:00:30 other/voice answered=1 waited=1 wait_ms=30s
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=2s abandoned_within=1
10:00:00 other/voice offered=1 answered=1 waited=1 wait_ms=30s
