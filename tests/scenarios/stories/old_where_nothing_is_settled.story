# Nothing is older than the horizon, so nothing is settled: hours late it is applied. SEMANTICS 2.
# The answer is the contact's first entry, the queueing the start of its cycle. SEMANTICS 9.
order fixed
12:00:00 c1 queued queue=sales channel=voice
09:00:00~12:00:20 c1 answered queue=sales channel=voice agent=ann
12:00:05 c1 ended

by event
09:00:00 sales/voice offered=1 cycles=0 answered=1 unmeasured=1
12:00:00 sales/voice offered=1 contacts_offered=0
12:00:05 sales/voice handled=1 talk_ms=10805s
12:00:05 sales/voice abandoned=1 abandon_wait_ms=5s abandoned_within=1
by entry
09:00:00 sales/voice offered=1 cycles=0 answered=1 handled=1 talk_ms=10805s
12:00:00 sales/voice offered=1 contacts_offered=0 abandoned=1 abandon_wait_ms=5s abandoned_within=1
sources applied=3
