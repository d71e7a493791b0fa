# Mail has no idle limit: a week later it waits, is overdue, and is not forgotten. SEMANTICS 11.
2026-03-02T10:00:00 m1 queued queue=mail channel=email
2026-03-09T10:00:00 c2 updated

by event
10:00:00 mail/email offered=1
by entry
10:00:00 mail/email offered=1

live 2026-03-09T10:00:00
mail/email waiting=1 longest_wait_ms=7d waiting_past_threshold=1 open=1 overdue.answer=1 overdue.first_response=1
