# Told once more with the id that its source has for it, it is the same entry; the next id is another one. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 queued queue=sales channel=voice entry=e1
10:00:10 c1 queued queue=sales channel=voice entry=e2
10:00:12 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice diverted=1 diverted.overflow=1 offered=1 contacts_offered=0 cycles=0
10:00:12 sales/voice answered=1 waited=1 wait_ms=2s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 diverted=1 diverted.overflow=1
10:00:10 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=2s answered_within=1
