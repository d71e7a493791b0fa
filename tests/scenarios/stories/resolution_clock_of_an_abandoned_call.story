# What is abandoned before the deadline of its clocks counts in none of them. SEMANTICS 12.
toml [[policies]]
toml name = "all"
toml resolution = { target = "1h" }
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 abandoned
11:30:00 c1 queued queue=sales
11:30:05 c1 answered agent=ann
11:31:05 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1
11:30:00 sales/voice offered=1 contacts_offered=0 cycles=0
11:30:05 sales/voice answered=1 waited=1 wait_ms=5s answered_within=1 sla_met.answer=1
11:31:05 sales/voice handled=1 talk_ms=60s
by entry
10:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=10s abandoned_within=1
11:30:00 sales/voice offered=1 contacts_offered=0 cycles=0 answered=1 waited=1 wait_ms=5s answered_within=1
11:30:00 sales/voice handled=1 talk_ms=60s
