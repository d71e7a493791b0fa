# Neither answered nor abandoned: in D, in no service level. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:15 c1 diverted reason=voicemail

by event
10:00:00 sales/voice offered=1
10:00:15 sales/voice diverted=1
by entry
10:00:00 sales/voice offered=1 diverted=1

shown 10:00:30 5m
sales/voice offered=1 diverted=1 service_level_strict=0/0 abandonment_rate=0/0
