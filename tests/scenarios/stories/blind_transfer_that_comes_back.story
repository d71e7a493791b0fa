# Bob does not answer, the call returns to its queue: a new entry of the same contact, not a second leg. SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred agent=bob mode=blind
10:01:40 c1 queued queue=sales
10:01:50 c1 answered agent=ann
10:02:20 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:40 sales/voice offered=1 contacts_offered=0 cycles=0
10:01:50 sales/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:20 sales/voice handled=1 talk_ms=30s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:40 sales/voice offered=1 contacts_offered=0 cycles=0
10:01:40 sales/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=30s

shown 10:01:30 5m                                       # between the two agents
sales/voice handled=1 contacts_handled=1 contact_aht=60s/1
shown 10:03:00 5m
sales/voice offered=2 contacts_offered=1 answered=2 contacts_answered=1 handled=2 contacts_handled=1 transfer_rate=1/2
sales/voice aht=90s/2 contact_aht=90s/1 legs=2
live 10:01:30
live 10:01:45
sales/voice waiting=1 longest_wait_ms=5s open=1
