# Midnight in Seoul is 15:00 in UTC: the queue's today begins then, the floor's does not. SEMANTICS 15.
site zone=UTC
queue sales voice zone=Asia/Seoul
queue care voice zone=UTC
14:50:00 c1 queued queue=sales channel=voice
14:50:02 c1 abandoned
14:50:00 c3 queued queue=care channel=voice
14:50:02 c3 abandoned
15:10:00 c2 queued queue=sales channel=voice
15:10:02 c2 abandoned

by event
14:50:00 sales/voice offered=1
14:50:02 sales/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
14:50:00 care/voice offered=1
14:50:02 care/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
15:10:00 sales/voice offered=1
15:10:02 sales/voice abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
by entry
14:50:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
14:50:00 care/voice offered=1 abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1
15:10:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=2s abandoned_within=1 short_abandoned=1

shown 15:10:30 today
sales/voice offered=1
care/voice offered=1
voice offered=3
everything offered=3
