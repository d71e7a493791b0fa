# Silence closes the caller before the deadline: the clock is cancelled, also where the log stands still. SEMANTICS 11, 12.
queue slow voice threshold=5h
10:00:00 c1 queued queue=slow channel=voice

by event
10:00:00 slow/voice offered=1
by entry
10:00:00 slow/voice offered=1

live 14:00:00
slow/voice waiting=1 longest_wait_ms=4h open=1 at_risk.answer=1
live 15:00:01
shown 15:00:01 1h
slow/voice sla_breached.answer=0 service_level_strict=0/0
