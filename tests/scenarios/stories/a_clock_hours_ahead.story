# More than five minutes ahead of the record is rejected; exactly five minutes is not. SEMANTICS 3.
order fixed
10:00:00 c1 queued queue=sales channel=voice
10:05:20.001~10:00:20 c1 abandoned
14:00:00~10:00:20 c1 ended
10:05:20~10:00:20 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice sla_breached.answer=1
10:05:20 sales/voice answered=1 waited=1 wait_ms=320s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=320s
sources applied=2 time_too_far_ahead=2
