# What counts takes the channel as it is at its deciding moment: the first response was given before the contact named its
# channel, so that nothing was promised and no clock ran; all that comes later is mail. SEMANTICS 7, 12.
10:00:00 c1 message from=customer
10:00:10 c1 answered queue=care agent=ann
10:00:20 c1 message from=agent agent=ann
10:00:20 c1 ended by=agent
10:00:30 c1 message from=customer
10:00:30 c1 queued queue=care channel=email
10:00:50 c1 message from=agent agent=ann

by event
10:00:00 care/other cycles=1
10:00:10 care/other offered=1 cycles=0 answered=1 unmeasured=1
10:00:20 care/other first_responses=1 first_response_ms=20s first_response=20s
10:00:20 care/other responses=1 response_ms=20s response=20s
10:00:20 care/other first_responses_agent=1 first_response_agent_ms=10s first_response_agent=10s
10:00:20 care/other handled=1 talk_ms=10s
10:00:30 care/email offered=1 contacts_offered=0 cycles=0
10:00:50 care/email answered=1 contacts_answered=0 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:50 care/email responses=1 response_ms=20s response=20s next_responses=1 next_response_ms=20s next_response=20s
by entry
10:00:00 care/other cycles=1
10:00:10 care/other offered=1 cycles=0 answered=1 handled=1 talk_ms=10s
10:00:10 care/other first_responses=1 first_response_ms=20s first_response=20s
10:00:10 care/other responses=1 response_ms=20s
10:00:10 care/other first_responses_agent=1 first_response_agent_ms=10s
10:00:30 care/email offered=1 contacts_offered=0 cycles=0 answered=1 contacts_answered=0 waited=1 wait_ms=20s answered_within=1
10:00:10 care/email responses=1 response_ms=20s next_responses=1 next_response_ms=20s
