# The end of a contact that waits is an abandon when the customer brings it, or nobody says who. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:00 c2 queued queue=sales channel=voice
10:00:08 c1 ended by=customer
10:00:09 c2 ended

by event
10:00:00 sales/voice offered=2
10:00:08 sales/voice abandoned=1 abandon_wait_ms=8s abandoned_within=1
10:00:09 sales/voice abandoned=1 abandon_wait_ms=9s abandoned_within=1
by entry
10:00:00 sales/voice offered=2 abandoned=2 abandon_wait_ms=17s abandoned_within=2
