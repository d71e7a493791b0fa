# One millisecond too late: the breach counts at the deadline, the answer where it came. SEMANTICS 5, 12.
10:00:00.000 c1 queued queue=sales channel=voice
10:00:20.001 c1 answered agent=ann

by event
10:00:00.000 sales/voice offered=1
10:00:20.000 sales/voice sla_breached.answer=1
10:00:20.001 sales/voice answered=1 waited=1 wait_ms=20001ms
by entry
10:00:00.000 sales/voice offered=1 answered=1 waited=1 wait_ms=20001ms
