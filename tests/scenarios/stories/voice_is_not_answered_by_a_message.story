# A message while a caller waits (a text beside the call) answers no call, but it is a first response. SEMANTICS 4, 9.
10:00:00 c1 queued queue=sales channel=voice
10:00:10 c1 message from=agent
10:00:15 c1 answered agent=ann

by event
10:00:00 sales/voice offered=1
10:00:10 sales/voice first_responses=1 first_response_ms=10s first_response=10s
10:00:15 sales/voice answered=1 waited=1 wait_ms=15s answered_within=1 sla_met.answer=1
by entry
10:00:00 sales/voice offered=1 answered=1 waited=1 wait_ms=15s answered_within=1
10:00:00 sales/voice first_responses=1 first_response_ms=10s first_response=10s
