# The same queue and no other entry id is nothing new: the wait goes on. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 queued queue=sales channel=voice
10:00:15 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:15 sales/voice answered=1 waited=1 wait_ms=15s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=15s answered_within=1
