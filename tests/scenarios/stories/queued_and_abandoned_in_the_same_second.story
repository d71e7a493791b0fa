# Equal times: abandoning needs an entry, so the queueing comes first, in whatever order they are told. SEMANTICS 1.
10:00:00 c1 abandoned
10:00:00 c1 queued queue=sales channel=voice

by event
10:00:00 sales/voice offered=1 abandoned=1 abandoned_within=1 short_abandoned=1
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandoned_within=1 short_abandoned=1
