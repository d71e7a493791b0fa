# Answered once, passed on, and gone: the contact was answered and it abandoned; it was handled where it was answered.
# SEMANTICS 4, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:01:10 c1 transferred queue=care mode=blind
10:01:10 c1 queued queue=care
10:01:25 c1 abandoned

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:01:10 sales/voice handled=1 transferred=1 talk_ms=60s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0
10:01:25 care/voice abandoned=1 abandon_wait_ms=15s abandoned_within=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 sales/voice handled=1 transferred=1 talk_ms=60s
10:01:10 care/voice offered=1 contacts_offered=0 cycles=0 abandoned=1 abandon_wait_ms=15s abandoned_within=1

shown 10:02:00 5m
everything offered=2 contacts_offered=1 contacts_answered=1 contacts_abandoned=1 contacts_handled=1 abandonment_rate=1/2
