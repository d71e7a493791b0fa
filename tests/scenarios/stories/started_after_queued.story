# A start that is told later resets nothing. SEMANTICS 1, 9.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 started channel=chat
10:00:30 c1 message from=agent

by event
10:00:00 help/chat offered=1
10:00:30 help/chat answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:30 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:30 help/chat first_response=30s sla_met.first_response=1
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=30s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=30s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=30s
