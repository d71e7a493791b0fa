# The first cycle ends in the bot and counts nowhere; the second begins at the re-opening, in the queue that it gets then.
# SEMANTICS 9, 12: its first response is due a minute after the re-opening.
10:00:00 c1 started channel=chat
10:00:10 c1 ended
10:05:00 c1 reopened
10:05:30 c1 queued queue=help
10:06:00 c1 answered agent=ann
10:06:20 c1 message from=agent agent=ann

by event
10:05:00 help/chat cycles=1 reopened=1
10:05:30 help/chat offered=1 cycles=0
10:06:00 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 sla_breached.first_response=1
10:06:20 help/chat first_responses=1 first_response_ms=80s first_responses_targeted=1 first_response=80s
10:06:20 help/chat first_responses_agent=1 first_response_agent_ms=20s
by entry
10:05:00 help/chat cycles=1 reopened=1
10:05:30 help/chat offered=1 cycles=0 answered=1 waited=1 wait_ms=30s answered_within=1
10:05:30 help/chat first_responses=1 first_response_ms=80s first_responses_targeted=1 first_response=80s
10:05:30 help/chat first_responses_agent=1 first_response_agent_ms=20s

shown 10:07:00 15m
help/chat cycles=1 reopen_rate=none resolution_rate=0/1 first_response_within_target=0/1 sla_attainment.first_response=0/1
