# The first queues in the order of the log are learned, the rest is `other`. SEMANTICS 16.
site max_queues=1
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:00:01 c2 queued queue=care channel=voice
10:00:02 c3 queued queue=sales channel=voice

by event
10:00:00 sales/voice offered=1
10:00:01 other/voice offered=1
10:00:02 sales/voice offered=1
by entry
10:00:00 sales/voice offered=1
10:00:01 other/voice offered=1
10:00:02 sales/voice offered=1
