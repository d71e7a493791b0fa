# An answer after the end, without a new queueing: unmeasured, and no conversation. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 ended by=agent
10:00:12 c1 answered agent=ann
10:00:20 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice diverted=1 diverted.timeout=1
10:00:12 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 unmeasured=1 impossible.end_before_answer=1
by entry
10:00:00 sales/voice offered=1 diverted=1 diverted.timeout=1
10:00:12 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1

live 10:00:15
