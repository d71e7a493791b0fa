# Our own call is handled like any other, and is neither offered, answered, responded to nor resolved. SEMANTICS 7.
10:00:00 c1 started channel=voice direction=outbound
10:00:05 c1 answered queue=sales agent=ann
10:00:35 c1 held
10:00:55 c1 resumed
10:01:05 c1 ended
10:01:15 c1 wrapped agent=ann
10:01:16 c1 resolved

by event
10:01:15 sales/voice handled=1 talk_ms=40s hold_ms=20s held=1 wrap_up_ms=10s
by entry
10:00:05 sales/voice handled=1 talk_ms=40s hold_ms=20s held=1 wrap_up_ms=10s

shown 10:02:00 5m
sales/voice offered=0 contacts_offered=0 answered=0 handled=1 contacts_handled=1 aht=70s/1 cycles=0 resolutions=0
sales/voice service_level_strict=none abandonment_rate=none
