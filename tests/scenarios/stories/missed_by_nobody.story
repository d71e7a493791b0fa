# A miss that no offer came before is nothing: the source left it out, or it is told of a contact that does not wait.
# SEMANTICS 1.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 missed agent=ann
10:00:10 c1 answered agent=bob
10:00:12 c1 missed agent=cat

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1

shown 10:01:00 5m
sales/voice missed_offers=0 missed_offer_rate=none
