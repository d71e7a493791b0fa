# Everybody's phone rings, two let it ring, the third takes it: three offers, two missed. SEMANTICS 1, 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:03 c1 offered agent=ann
10:00:03 c1 offered agent=bob
10:00:03 c1 offered agent=cat
10:00:13 c1 missed agent=ann
10:00:13 c1 missed agent=bob
10:00:14 c1 answered agent=cat

by event
10:00:00 sales/voice offered=1
10:00:03 sales/voice offers=3
10:00:13 sales/voice missed_offers=2
10:00:14 sales/voice answered=1 waited=1 wait_ms=14s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 offers=3 missed_offers=2 answered=1 waited=1 wait_ms=14s answered_within=1

shown 10:01:00 5m
sales/voice offered=1 missed_offers=2 missed_offer_rate=2/3 answered=1
