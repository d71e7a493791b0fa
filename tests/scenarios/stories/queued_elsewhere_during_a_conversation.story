# Nobody tells of the transfer: the conversation ends when the next entry is answered. SEMANTICS 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:00 c1 queued queue=care channel=voice
10:01:10 c1 answered agent=bob
10:02:10 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:00 care/voice offered=1 contacts_offered=0 cycles=0
10:01:10 sales/voice handled=1 contacts_handled=0 talk_ms=60s
10:01:10 care/voice answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:02:10 care/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 contacts_handled=0 talk_ms=60s
10:01:00 care/voice offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=10s answered_within=1
10:01:00 care/voice handled=1 talk_ms=60s
