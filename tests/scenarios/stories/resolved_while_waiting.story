# The waiting entry is diverted with the cycle, and its clocks, due at 14:00, count nowhere. SEMANTICS 12.
10:00:00 m1 queued queue=mail channel=email
10:30:00 m1 resolved
15:00:00 c2 updated

by event
10:00:00 mail/email offered=1
10:30:00 mail/email diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=30m
by entry
10:00:00 mail/email offered=1 diverted=1 diverted.timeout=1 resolutions=1 resolution_ms=30m

live 10:30:00
live 15:00:00
