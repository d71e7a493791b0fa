# No entry in the cycle: no clock runs, the response counts; by entry at the cycle's start. SEMANTICS 9, 12.
10:00:00 c1 started channel=chat
10:00:10 c1 message from=customer
10:10:00 c1 message from=agent

by event
10:00:00 other/chat cycles=1
10:10:00 other/chat first_responses=1 first_response_ms=600s first_responses_targeted=1 first_response=600s responses=1 response_ms=590s
by entry
10:00:00 other/chat cycles=1
10:00:00 other/chat first_responses=1 first_response_ms=600s first_responses_targeted=1 first_response=600s responses=1 response_ms=590s

live 10:05:00
