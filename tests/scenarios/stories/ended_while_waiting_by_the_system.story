# The end of a contact that waits is a diversion when agent or system bring it; past the deadline the breach stays. SEMANTICS 4, 12.
10:00:00 c1 queued queue=sales channel=voice
10:00:00 c2 queued queue=sales channel=voice
10:00:08 c1 ended by=system
10:00:25 c2 ended by=agent

by event
10:00:00 sales/voice offered=2
10:00:08 sales/voice diverted=1 diverted.timeout=1
10:00:20 sales/voice sla_breached.answer=1
10:00:25 sales/voice diverted=1 diverted.timeout=1
by entry
10:00:00 sales/voice offered=2 diverted=2 diverted.timeout=2
