# Golden: the day starts at 07:00 local; with the first contact at 08:00 the next day, today starts at 07:00. SEMANTICS 15.
toml [floor]
toml day_start = "07:00"
toml [[queues]]
toml name = "sales"
toml channel = "voice"
06:50:00 c1 queued queue=sales channel=voice
06:50:10 c1 abandoned
day 2026-03-03
08:00:00 c2 queued queue=sales channel=voice
08:00:10 c2 abandoned

by event
2026-03-02T06:50:00 sales/voice offered=1
2026-03-02T06:50:10 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1
08:00:00 sales/voice offered=1
08:00:10 sales/voice abandoned=1 abandon_wait_ms=10s abandoned_within=1
by entry
2026-03-02T06:50:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=10s abandoned_within=1
08:00:00 sales/voice offered=1 abandoned=1 abandon_wait_ms=10s abandoned_within=1

shown 2026-03-02T06:55:00 today
sales/voice offered=1
shown 2026-03-02T07:00:00 today
sales/voice offered=0 abandonment_rate=none
shown 08:00:30 today
sales/voice offered=1
everything offered=1
