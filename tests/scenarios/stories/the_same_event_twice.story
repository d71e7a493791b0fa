# Golden: the pair of source and id is the identity, without an id the whole content; a copy changes nothing. KPIS.
order fixed                                             # else the other content could come first
10:00:00 c1 queued queue=sales channel=voice id=e1 source=pbx
10:00:00~10:00:30 c1 queued queue=care channel=chat id=e1 source=pbx
10:00:12 c1 answered agent=ann
10:00:12~10:10:00 c1 answered agent=ann
10:00:40 c1 ended

by event
10:00:00 sales/voice offered=1
10:00:12 sales/voice answered=1 waited=1 wait_ms=12s answered_within=1 sla_met.answer=1
10:00:40 sales/voice handled=1 talk_ms=28s
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=12s answered_within=1 handled=1 talk_ms=28s
sources applied=2 duplicates=1
