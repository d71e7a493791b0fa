# The line is full, then it is not: two diversions of one contact, one of them of an entry. SEMANTICS 4.
10:00:00 c1 diverted reason=full queue=sales channel=voice
10:05:00 c1 queued queue=sales channel=voice
10:05:10 c1 diverted reason=callback

by event
10:00:00 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:05:00 sales/voice offered=1
10:05:10 sales/voice diverted=1 contacts_diverted=0 diverted.callback=1
by entry
10:00:00 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:05:00 sales/voice offered=1 diverted=1 contacts_diverted=0 diverted.callback=1

shown 10:06:00 15m
sales/voice offered=1 contacts_offered=1 diverted=2 contacts_diverted=1 diverted_by_reason.full=1 diverted_by_reason.callback=1
