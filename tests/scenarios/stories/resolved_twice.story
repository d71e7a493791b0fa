# A second resolution of the same cycle is nothing new; nor is a re-opening of what is open. SEMANTICS 1, 9.
10:00:00 m1 queued queue=mail channel=email
10:10:00 m1 reopened
10:30:00 m1 answered agent=ann
10:40:00 m1 resolved
10:45:00 m1 resolved

by event
10:00:00 mail/email offered=1
10:30:00 mail/email answered=1 waited=1 wait_ms=30m answered_within=1 sla_met.answer=1
10:40:00 mail/email handled=1 talk_ms=10m resolutions=1 resolution_ms=40m
by entry
10:00:00 mail/email offered=1 answered=1 waited=1 wait_ms=30m answered_within=1
10:00:00 mail/email handled=1 talk_ms=10m resolutions=1 resolution_ms=40m

shown 11:00:00 1h today
mail/email resolutions=1 cycles=1 resolution_rate=1/1 reopen_rate=0/1 resolution_time=40m/1
