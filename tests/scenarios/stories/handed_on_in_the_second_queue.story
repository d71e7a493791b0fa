# The contact counts as handled with its second entry once ann passes it on, and with the first again while bob goes on.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=eve
10:01:10 c1 transferred queue=care
10:01:10 c1 queued queue=care
10:01:20 c1 answered agent=ann
10:02:20 c1 transferred agent=bob
10:02:30 c1 answered agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 legs=1 transferred=1 talk_ms=60s     # the last conversation of the contact that is over
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0
10:01:20 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 legs=1 transferred=1 talk_ms=60s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1

live 10:03:00
care/voice open=1
shown 10:02:25 5m
care/voice handled=1 contacts_handled=1       # with ann's conversation for these ten seconds
shown 10:03:00 5m
care/voice handled=0 contacts_handled=0
sales/voice handled=1 contacts_handled=1
