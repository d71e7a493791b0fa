# Older than newest − horizon (10:05:00) and not later than the last settled event (10:00:10): late. SEMANTICS 2.
site horizon=5m
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 answered agent=ann
10:10:00 c1 ended
10:00:05~10:10:30 c1 abandoned                          # late: it would have changed everything
10:00:10~10:10:40 c1 updated queue=care                 # late: events of equal time settle together
10:00:10~10:11:00 c1 answered agent=ann                 # a copy of a settled event is known

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:10:00 sales/voice handled=1 talk_ms=590s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=10s answered_within=1 handled=1 talk_ms=590s
sources applied=3 late=2 duplicates=1
