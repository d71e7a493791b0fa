# Equal times: missed needs an offer, and the next offer follows it. SEMANTICS 1.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 missed agent=ann
10:00:05 c1 offered agent=ann
10:00:05 c1 offered agent=bob
10:00:09 c1 answered agent=bob

by event
10:00:00 sales/voice offered=1
10:00:05 sales/voice offers=2 missed_offers=1
10:00:09 sales/voice answered=1 waited=1 wait_ms=9s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 offers=2 missed_offers=1 answered=1 waited=1 wait_ms=9s answered_within=1
