# It rings twice and is taken the second time: one entry, two offers, one of them missed; the wait goes on. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:03 c1 offered agent=ann
10:00:08 c1 missed agent=ann
10:00:09 c1 offered agent=bob
10:00:11 c1 answered agent=bob

by event
10:00:00 sales/voice offered=1
10:00:03 sales/voice offers=1
10:00:08 sales/voice missed_offers=1
10:00:09 sales/voice offers=1
10:00:11 sales/voice answered=1 waited=1 wait_ms=11s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=11s answered_within=1 offers=2 missed_offers=1

shown 10:00:20 5m
sales/voice missed_offers=1 missed_offer_rate=1/2 missed_offer_rate_by_entry=1/2 offered=1
