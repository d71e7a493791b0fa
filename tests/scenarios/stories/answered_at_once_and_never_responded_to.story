# Answered without queueing, then the customer writes: the cycle starts in the queue of the entry that is current. SEMANTICS 9, 12.
10:00:00 c1 answered queue=help channel=chat agent=ann
10:00:10 c1 message from=customer
10:02:00 c1 message from=agent

by event
10:00:00 help/chat offered=1 cycles=0 answered=1 unmeasured=1
10:00:10 help/chat cycles=1
10:01:10 help/chat sla_breached.first_response=1
10:02:00 help/chat first_responses=1 first_response_ms=110s first_responses_targeted=1 first_response=110s
10:02:00 help/chat first_responses_agent=1 first_response_agent_ms=120s responses=1 response_ms=110s
by entry
10:00:00 help/chat offered=1 cycles=0 answered=1
10:00:10 help/chat cycles=1
10:00:10 help/chat first_responses=1 first_response_ms=110s first_responses_targeted=1 first_response=110s
10:00:10 help/chat first_responses_agent=1 first_response_agent_ms=120s responses=1 response_ms=110s

shown 10:01:30 5m                                       # nobody has responded, and the minute is over
help/chat sla_breached.first_response=1
