# Golden: talk from 05:23 to 06:15 counts at its end, 0 / 0 / 52 minutes.
05:22:55 c1 queued queue=sales channel=voice
05:23:00 c1 answered agent=ann
06:15:00 c1 ended

by event
05:22:55 sales/voice offered=1
05:23:00 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
06:15:00 sales/voice handled=1 talk_ms=52m
by entry
05:22:55 sales/voice offered=1 answered=1 waited=1 wait_ms=5s answered_within=1 handled=1 talk_ms=52m
