# The customer leaves before the agent picks up: an offer that nobody missed. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 offered agent=ann
10:00:12 c1 abandoned
10:00:14 c1 missed agent=ann                           # it rings no more: nothing

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice offers=1
10:00:12 sales/voice abandoned=1 abandon_wait_ms=12s abandoned_within=1
by entry
10:00:00 sales/voice offered=1 offers=1 abandoned=1 abandon_wait_ms=12s abandoned_within=1

shown 10:01:00 5m
sales/voice missed_offers=0 missed_offer_rate=0/1
