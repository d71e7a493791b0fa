# Wait = threshold is met: the comparison is inclusive. SEMANTICS 5.
10:00:00 c1 queued queue=sales channel=voice
10:00:20 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice answered=1 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=20s answered_within=1
