# Neither answered nor abandoned: in D, in no service level. SEMANTICS 4.
10:00:00 c1 queued queue=sales channel=voice
10:00:15 c1 diverted reason=voicemail

by event
10:00:00 sales/voice offered=1
10:00:15 sales/voice diverted=1 diverted.voicemail=1
by entry
10:00:00 sales/voice offered=1 diverted=1 diverted.voicemail=1

shown 10:00:30 5m
sales/voice offered=1 diverted=1 contacts_diverted=1 diverted_by_reason.voicemail=1 diverted_by_reason.callback=0
sales/voice service_level_strict=none abandonment_rate=none abandonment_rate_with_diverted=0/1
sales/voice service_level_diverted_count_as_missed=0/1
