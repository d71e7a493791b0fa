# Abandoned at the deadline is within the threshold, and the answer clock is cancelled. SEMANTICS 5, 12.
10:00:00 c1 queued queue=sales channel=voice
10:00:20 c1 abandoned

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice abandoned=1 abandon_wait_ms=20s abandoned_within=1
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=20s abandoned_within=1
