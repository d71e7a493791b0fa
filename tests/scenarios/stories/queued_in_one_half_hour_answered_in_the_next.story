# Golden: offered in 7:00, answered in 7:30; by entry both in 7:00.
07:28:00 c1 queued queue=sales channel=voice
07:32:00 c1 answered agent=ann
07:40:00 c1 ended

by event
07:28:00 sales/voice offered=1
07:28:20 sales/voice sla_breached.answer=1
07:32:00 sales/voice answered=1 waited=1 wait_ms=240s
07:40:00 sales/voice handled=1 talk_ms=8m
by entry
07:28:00 sales/voice offered=1 answered=1 waited=1 wait_ms=240s handled=1 talk_ms=8m

shown 07:33:00 5m
sales/voice offered=1 answered=1 service_level_strict=0/1 asa=240s/1
sales/voice offered_by_entry=1 answered_by_entry=1 service_level_strict_by_entry=0/1
shown 07:36:00 5m
sales/voice offered=0 answered=1 asa=240s/1 answered_by_entry=0 service_level_strict_by_entry=0/0
shown 07:29:59 30m
sales/voice offered=1 answered=0 offered_by_entry=1 answered_by_entry=0
shown 08:00:00 30m
sales/voice offered=0 answered=1 offered_by_entry=0 answered_by_entry=0
shown 08:00:00 1h
sales/voice offered=1 answered=1 offered_by_entry=1 answered_by_entry=1
