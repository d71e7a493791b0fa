# Nobody waits for our own call: it is neither offered nor missed. SEMANTICS 7.
10:00:00 c1 started channel=voice direction=outbound
10:00:01 c1 queued queue=sales
10:00:02 c1 offered agent=ann
10:00:12 c1 missed agent=ann
10:00:20 c1 diverted reason=timeout

by event
by entry

shown 10:01:00 5m
everything offered=0 missed_offers=0 missed_offer_rate=none diverted=0 cycles=0
live 10:00:10
sales/voice open=1
live 10:00:20
