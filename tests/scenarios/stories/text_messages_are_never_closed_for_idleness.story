# SMS has no idle limit and no first-response target: days later the same conversation goes on. SEMANTICS 11, 12, 16.
2026-03-02T10:00:00 s1 queued queue=texts channel=sms
2026-03-02T10:00:30 s1 message from=agent
2026-03-05T10:00:00 s1 message from=customer
2026-03-05T10:02:00 s1 message from=agent
2026-03-05T10:03:00 s1 resolved

by event
2026-03-02T10:00:00 texts/sms offered=1
2026-03-02T10:00:30 texts/sms answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
2026-03-02T10:00:30 texts/sms first_responses=1 first_response_ms=30s first_response=30s
2026-03-05T10:02:00 texts/sms responses=1 response_ms=120s next_responses=1 next_response_ms=120s
2026-03-05T10:03:00 texts/sms handled=1 talk_ms=3d2m30s resolutions=1 resolution_ms=3d3m
by entry
2026-03-02T10:00:00 texts/sms offered=1 answered=1 waited=1 wait_ms=30s answered_within=1
2026-03-02T10:00:00 texts/sms first_responses=1 first_response_ms=30s first_response=30s
2026-03-02T10:00:00 texts/sms responses=1 response_ms=120s next_responses=1 next_response_ms=120s
2026-03-02T10:00:00 texts/sms handled=1 talk_ms=3d2m30s resolutions=1 resolution_ms=3d3m

live 2026-03-05T09:59:00
texts/sms open=1
live 2026-03-05T10:03:00
shown 2026-03-05T10:03:00 1h
texts/sms resolution_time=4323m/1 next_response_time=120s/1 resolution_rate=1/0 cycles=0
