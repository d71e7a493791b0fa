# Ten-second panes are kept for two hours: what comes for an older one is dropped, the five-minute one has it. SEMANTICS 19.
10:00:00 c1 queued queue=sales channel=voice
13:00:00 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:20 sales/voice sla_breached.answer=1
13:00:00 sales/voice answered=1 waited=1 wait_ms=3h
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=3h

shown 13:00:00 1h
sales/voice answered=1 answered_by_entry=0 offered=0
shown 13:00:00 today
sales/voice offered=1 answered=1 answered_by_entry=1 service_level_strict=0/1
