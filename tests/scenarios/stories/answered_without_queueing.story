# Unknown wait: counted as offered and answered, in no wait and no service level. SEMANTICS 4.
# Nothing that starts a cycle is known: neither started, nor queued, nor a message of the customer. SEMANTICS 9.
10:00:00 c1 answered queue=sales channel=voice agent=ann
10:01:00 c1 ended

by event
10:00:00 sales/voice offered=1 cycles=0 answered=1 unmeasured=1
10:01:00 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 cycles=0 answered=1 handled=1 talk_ms=60s

shown 10:02:00 5m
sales/voice offered=1 answered=1 service_level_strict=0/0 service_level_answered_only=0/0 asa=none abandonment_rate=0/1
sales/voice sla_attainment.answer=0/0
