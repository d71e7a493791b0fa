# The plain call: it waits, talks, ends, and its agent writes a note. SEMANTICS 5, 8.
10:00:00 c1 queued queue=sales channel=voice
10:00:12 c1 answered agent=ann
10:03:12 c1 ended by=customer
10:03:42 c1 wrapped agent=ann

by event
10:00:00 sales/voice offered=1
10:00:12 sales/voice answered=1 waited=1 wait_ms=12s answered_within=1 sla_met.answer=1
10:03:42 sales/voice handled=1 talk_ms=180s wrap_up_ms=30s    # moved from the end to the wrap-up
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=12s answered_within=1
10:00:00 sales/voice handled=1 talk_ms=180s wrap_up_ms=30s

live 10:00:10
sales/voice waiting=1 longest_wait_ms=10s open=1
live 10:03:00
sales/voice open=1
live 10:03:12
shown 10:04:00 5m
sales/voice offered=1 answered=1 abandoned=0 service_level=1/1 asa=12s/1 abandonment_rate=0/1
sales/voice aht=210s/1 talk_time=180s/1 hold_time=0s/1 wrap_up_time=30s/1 handled=1
everything service_level=1/1 first_response_time=0s/0
sources applied=4
