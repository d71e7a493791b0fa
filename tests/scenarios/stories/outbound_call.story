# Outbound and internal contacts count in handled and AHT only. SEMANTICS 7.
10:00:00 c1 started channel=voice direction=outbound
10:00:01 c1 queued queue=sales
10:00:05 c1 answered agent=ann
10:00:15 c1 message from=agent
10:01:05 c1 ended
10:01:35 c1 wrapped
10:02:00 c2 started channel=voice direction=internal
10:02:01 c2 queued queue=sales
10:02:31 c2 abandoned
10:02:40 c3 started channel=voice direction=outbound
10:02:41 c3 diverted reason=full queue=sales

by event
10:01:35 sales/voice handled=1 talk_ms=60s wrap_up_ms=30s
by entry
10:00:01 sales/voice handled=1 talk_ms=60s wrap_up_ms=30s

live 10:02:30
sales/voice open=1
