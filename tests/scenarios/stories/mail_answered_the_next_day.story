# Both clocks breached at their deadline, 14:00; by entry everything counts on Monday. SEMANTICS 9, 12.
# Nobody says that an agent took it but his message: the agent's clock has no value. SEMANTICS 9.
2026-03-02T10:00:00 m1 queued queue=mail channel=email
2026-03-03T10:00:00 m1 message from=agent
2026-03-03T10:05:00 m1 resolved

by event
2026-03-02T10:00:00 mail/email offered=1
2026-03-02T14:00:00 mail/email sla_breached.answer=1 sla_breached.first_response=1
2026-03-03T10:00:00 mail/email answered=1 waited=1 wait_ms=24h implied_answers=1
2026-03-03T10:00:00 mail/email first_responses=1 first_response_ms=24h first_responses_targeted=1 first_response=24h
2026-03-03T10:05:00 mail/email handled=1 talk_ms=5m resolutions=1 resolution_ms=24h5m
by entry
2026-03-02T10:00:00 mail/email offered=1 answered=1 waited=1 wait_ms=24h handled=1 talk_ms=5m resolutions=1 resolution_ms=24h5m
2026-03-02T10:00:00 mail/email first_responses=1 first_response_ms=24h first_responses_targeted=1 first_response=24h
