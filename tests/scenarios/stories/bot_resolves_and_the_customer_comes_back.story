# Golden: the first response of the second cycle takes ten minutes; a bot never responds. SEMANTICS 9, 12.
# The waiting entry is diverted by the resolution, and its clocks are cancelled. The second cycle has no entry.
day 2026-03-02
09:00:00 m1 queued queue=mail channel=email
09:05:00 m1 message from=bot
09:05:00 m1 resolved
day 2026-03-06
14:00:00 m1 reopened
14:10:00 m1 message from=agent

by event
2026-03-02T09:00:00 mail/email offered=1
2026-03-02T09:05:00 mail/email diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=5m
14:00:00 mail/email cycles=1 reopened=1
14:10:00 mail/email first_responses=1 first_response_ms=10m first_responses_targeted=1 first_responses_within=1
14:10:00 mail/email first_response=10m sla_met.first_response=1
by entry
2026-03-02T09:00:00 mail/email offered=1 diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=5m
14:00:00 mail/email cycles=1 reopened=1
14:00:00 mail/email first_responses=1 first_response_ms=10m first_responses_targeted=1 first_responses_within=1
14:00:00 mail/email first_response=10m

live 14:05:00
mail/email open=1
live 2026-03-02T09:06:00
shown 14:10:00 15m
mail/email first_response_time=10m/1 first_response_within_target=1/1 sla_met.first_response=1
