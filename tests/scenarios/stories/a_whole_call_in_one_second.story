# Everything at one instant still happens in the order in which it is possible. SEMANTICS 1.
10:00:00 c1 wrapped agent=ann
10:00:00 c1 ended
10:00:00 c1 resumed
10:00:00 c1 held
10:00:00 c1 answered agent=ann
10:00:00 c1 queued queue=sales channel=voice
10:00:00 c1 started channel=voice

by event
10:00:00 sales/voice offered=1 answered=1 waited=1 answered_within=1 sla_met.answer=1 handled=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 answered_within=1 handled=1
