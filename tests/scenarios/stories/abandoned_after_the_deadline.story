# After the deadline the breach stays, and overdue ends with the contact. SEMANTICS 12.
10:00:00 c1 queued queue=help channel=chat
10:02:00 c1 abandoned

by event
10:00:00 help/chat offered=1
10:01:00 help/chat sla_breached.answer=1 sla_breached.first_response=1
10:02:00 help/chat abandoned=1 abandon_wait_ms=120s
by entry
10:00:00 help/chat offered=1 abandoned=1 abandon_wait_ms=120s

live 10:02:00
