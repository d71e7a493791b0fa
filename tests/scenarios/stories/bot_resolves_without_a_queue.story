# A cycle that never had a queue counts in `other` once it is resolved; the bot is no response. SEMANTICS 9.
10:00:00 c1 started channel=chat
10:00:05 c1 message from=customer
10:00:06 c1 message from=bot
10:01:00 c1 resolved

by event
10:00:00 other/chat cycles=1
10:01:00 other/chat resolutions=1 resolution_ms=60s
by entry
10:00:00 other/chat cycles=1 resolutions=1 resolution_ms=60s

shown 10:02:00 5m
everything cycles=1 resolutions=1 resolution_rate=1/1 offered=0 first_response_time=none average_response_time=none
