# An agent speaks before anything starts the cycle: counted as impossible, and never a negative time. SEMANTICS 9.
10:00:00 c1 message from=agent channel=chat
10:00:30 c1 message from=customer
10:00:40 c1 queued queue=help
10:01:10 c1 message from=agent

by event
10:00:30 other/chat impossible.response_before_start=1
10:00:30 help/chat cycles=1
10:00:40 help/chat offered=1 cycles=0
10:01:10 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:01:10 help/chat first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:01:10 help/chat first_response=40s sla_met.first_response=1 responses=1 response_ms=40s
by entry
10:00:30 help/chat cycles=1
10:00:40 help/chat offered=1 cycles=0 answered=1 waited=1 wait_ms=30s answered_within=1
10:00:40 help/chat first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:40 help/chat first_response=40s responses=1 response_ms=40s
