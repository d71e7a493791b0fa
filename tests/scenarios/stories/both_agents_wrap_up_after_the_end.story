# The first agent's wrap-up outlasts the second one's conversation: it began when his own ended, and is not lost. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred queue=care
10:01:10 c1 queued queue=care
10:01:15 c1 answered agent=bob
10:01:45 c1 ended
10:01:50 c1 wrapped agent=bob
10:02:10 c1 wrapped agent=ann

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0
10:01:15 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
10:02:10 care/voice handled=1 talk_ms=30s wrap_up_ms=65s         # 5 s of bob, 60 s of ann
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 transferred=1 talk_ms=60s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=5s answered_within=1
10:01:10 care/voice handled=1 talk_ms=30s wrap_up_ms=65s
