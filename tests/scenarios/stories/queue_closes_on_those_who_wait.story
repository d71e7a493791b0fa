# Full, empty, closed to one who waits already: an entry that was offered and is diverted. SEMANTICS 4.
10:00:00 c*3 queued queue=sales channel=voice
10:00:10 c1 diverted reason=closed
10:00:11 c2 diverted reason=empty
10:00:25 c3 diverted reason=full                       # past the deadline: the breach stays. SEMANTICS 12

by event
10:00:00 sales/voice offered=3
10:00:10 sales/voice diverted=1 diverted.closed=1
10:00:11 sales/voice diverted=1 diverted.empty=1
10:00:20 sales/voice sla_breached.answer=1
10:00:25 sales/voice diverted=1 diverted.full=1
by entry
10:00:00 sales/voice offered=3 diverted=3 diverted.closed=1 diverted.empty=1 diverted.full=1

shown 10:00:24 5m
sales/voice diverted=2 sla_breached.answer=1 service_level_strict=0/1 service_level_diverted_count_as_missed=0/3
shown 10:00:25 5m
sales/voice diverted=3 sla_breached.answer=1 service_level_strict=none service_level_diverted_count_as_missed=0/3
