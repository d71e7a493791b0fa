# The current entry moves as a whole, offered too; its wait goes on. The cycle began in the first queue. SEMANTICS 7.
10:00:00 c1 queued queue=sales channel=voice
10:00:05 c1 updated queue=care
10:00:10 c1 answered agent=ann
10:01:10 c1 ended

by event
10:00:00 sales/voice cycles=1
10:00:00 care/voice offered=1 cycles=0
10:00:10 care/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 care/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice cycles=1
10:00:00 care/voice offered=1 cycles=0 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=60s

live 10:00:04
sales/voice waiting=1 longest_wait_ms=4s open=1
live 10:00:06
care/voice waiting=1 longest_wait_ms=6s open=1
