# Full, empty, closed without an entry: in D, not in offered. SEMANTICS 4.
10:00:00 c1 started channel=voice
10:00:01 c1 diverted reason=full queue=sales
10:00:02 c2 diverted reason=closed queue=sales channel=voice
10:00:03 c3 diverted reason=timeout queue=sales channel=voice   # left a queue that it never was in: nothing

by event
10:00:01 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:00:02 sales/voice diverted=1 diverted.closed=1 diverted_unqueued=1
by entry
10:00:01 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:00:02 sales/voice diverted=1 diverted.closed=1 diverted_unqueued=1

shown 10:00:10 5m
sales/voice offered=0 contacts_offered=0 diverted=2 contacts_diverted=2 diverted_by_reason.full=1 diverted_by_reason.closed=1
sales/voice diverted_by_reason.empty=0 diverted_by_reason.timeout=0 service_level_diverted_count_as_missed=0/2
sales/voice service_level_strict=none abandonment_rate=none abandonment_rate_with_diverted=0/2
