# Five ways out of a queue that was entered, three of never being let in: all in D, five in offered. SEMANTICS 4.
10:00:00 r*5 queued queue=sales channel=voice
10:00:05 r1 diverted reason=overflow
10:00:06 r2 diverted reason=timeout
10:00:07 r3 diverted reason=exit_key
10:00:08 r4 diverted reason=voicemail
10:00:09 r5 diverted reason=callback
10:00:10 t1 diverted reason=full queue=sales channel=voice
10:00:11 t2 diverted reason=empty queue=sales channel=voice
10:00:12 t3 diverted reason=closed queue=sales channel=voice

by event
10:00:00 sales/voice offered=5
10:00:05 sales/voice diverted=1 diverted.overflow=1
10:00:06 sales/voice diverted=1 diverted.timeout=1
10:00:07 sales/voice diverted=1 diverted.exit_key=1
10:00:08 sales/voice diverted=1 diverted.voicemail=1
10:00:09 sales/voice diverted=1 diverted.callback=1
10:00:10 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:00:11 sales/voice diverted=1 diverted.empty=1 diverted_unqueued=1
10:00:12 sales/voice diverted=1 diverted.closed=1 diverted_unqueued=1
by entry
10:00:00 sales/voice offered=5 diverted=5 diverted.overflow=1 diverted.timeout=1 diverted.exit_key=1
10:00:00 sales/voice diverted.voicemail=1 diverted.callback=1
10:00:10 sales/voice diverted=1 diverted.full=1 diverted_unqueued=1
10:00:11 sales/voice diverted=1 diverted.empty=1 diverted_unqueued=1
10:00:12 sales/voice diverted=1 diverted.closed=1 diverted_unqueued=1

shown 10:00:30 5m today
sales/voice offered=5 diverted=8 contacts_diverted=8 diverted_by_reason.overflow=1 diverted_by_reason.timeout=1
sales/voice diverted_by_reason.exit_key=1 diverted_by_reason.voicemail=1 diverted_by_reason.callback=1
sales/voice diverted_by_reason.full=1 diverted_by_reason.empty=1 diverted_by_reason.closed=1
sales/voice service_level_diverted_count_as_missed=0/8 service_level_strict=none abandonment_rate=none
sales/voice abandonment_rate_with_diverted=0/8 abandonment_rate_with_short=none
sales/voice diverted_by_entry=8 diverted_by_reason_by_entry.callback=1
live 10:00:30
