# Turned away before a cycle was known, the mail is re-opened: its first cycle counts, and has a clock, in that queue. SEMANTICS 9, 12.
09:00:00 m1 diverted reason=closed queue=mail channel=email
10:00:00 m1 reopened
14:30:00 m1 message from=agent

by event
09:00:00 mail/email diverted=1 diverted.closed=1 diverted_unqueued=1
10:00:00 mail/email cycles=1 reopened=1
14:00:00 mail/email sla_breached.first_response=1
14:30:00 mail/email first_responses=1 first_response_ms=270m first_responses_targeted=1 first_response=270m
by entry
09:00:00 mail/email diverted=1 diverted.closed=1 diverted_unqueued=1
10:00:00 mail/email cycles=1 reopened=1
10:00:00 mail/email first_responses=1 first_response_ms=270m first_responses_targeted=1 first_response=270m

live 13:30:00
mail/email open=1 at_risk.first_response=1
live 14:10:00
mail/email open=1 overdue.first_response=1
