# The clock of a cycle runs from its start, on the channel that is known where the cycle gets its queue. SEMANTICS 7, 9, 12.
10:00:00 c1 message from=customer
10:00:10 c1 queued queue=care channel=email
10:00:40 c1 message from=agent agent=ann

by event
10:00:00 care/email cycles=1
10:00:10 care/email offered=1 cycles=0
10:00:40 care/email answered=1 waited=1 wait_ms=30s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:40 care/email first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:40 care/email first_response=40s sla_met.first_response=1
10:00:40 care/email responses=1 response_ms=40s response=40s
by entry
10:00:00 care/email cycles=1
10:00:10 care/email offered=1 cycles=0 answered=1 waited=1 wait_ms=30s answered_within=1
10:00:10 care/email first_responses=1 first_response_ms=40s first_responses_targeted=1 first_responses_within=1
10:00:10 care/email first_response=40s responses=1 response_ms=40s
