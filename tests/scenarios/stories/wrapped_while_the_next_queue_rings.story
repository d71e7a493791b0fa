# The work after the first part is over before the second is answered: it goes to the entry answered last. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred queue=care
10:01:10 c1 queued queue=care
10:01:20 c1 wrapped agent=ann
10:01:25 c1 answered agent=bob
10:02:25 c1 ended
10:02:35 c1 wrapped agent=bob

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0
10:01:20 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s wrap_up_ms=10s
10:01:25 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1 sla_met.answer=1
10:02:35 care/voice handled=1 talk_ms=60s wrap_up_ms=10s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s wrap_up_ms=10s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0
10:01:10 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=15s answered_within=1
10:01:10 care/voice handled=1 talk_ms=60s wrap_up_ms=10s
