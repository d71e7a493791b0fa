# Equal times: the diversion ends the old entry, so the queueing diverts nothing more. SEMANTICS 1, 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:15 c1 queued queue=backup channel=voice
10:00:15 c1 diverted reason=overflow queue=sales
10:00:25 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:15 sales/voice diverted=1 diverted.overflow=1
10:00:15 backup/voice offered=1 contacts_offered=0 cycles=0
10:00:25 backup/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 diverted=1 diverted.overflow=1
10:00:15 backup/voice offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=10s answered_within=1

shown 10:01:00 5m
everything offered=2 contacts_offered=1 answered=1 contacts_answered=1 diverted=1 contacts_diverted=1
everything service_level_strict=1/1 service_level_diverted_count_as_missed=1/2
