# The customer asks one agent and another responds: the turn goes on, and counts where it ends. SEMANTICS 9, 10.
10:00:00 c1 queued queue=help channel=chat
10:00:10 c1 answered agent=ann
10:00:20 c1 message from=agent agent=ann
10:01:00 c1 message from=customer
10:01:30 c1 transferred queue=billing
10:01:30 c1 queued queue=billing
10:01:50 c1 answered agent=bob
10:02:00 c1 message from=agent agent=bob
10:03:00 c1 ended

by event
10:00:00 help/chat offered=1
10:00:10 help/chat answered=1 waited=1 wait_ms=10s answered_within=1 sla_met.answer=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1 first_responses_agent=1 first_response_agent_ms=10s
10:01:30 help/chat handled=1 contacts_handled=0 transferred=1 talk_ms=80s
10:01:30 billing/chat offered=1 contacts_offered=0 cycles=0
10:01:50 billing/chat answered=1 contacts_answered=0 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1
10:02:00 billing/chat responses=1 response_ms=60s next_responses=1 next_response_ms=60s
10:03:00 billing/chat handled=1 talk_ms=70s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=10s answered_within=1
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s first_responses_agent=1 first_response_agent_ms=10s
10:00:00 help/chat handled=1 contacts_handled=0 transferred=1 talk_ms=80s
10:00:00 billing/chat responses=1 response_ms=60s next_responses=1 next_response_ms=60s    # with the cycle's first entry
10:01:30 billing/chat offered=1 contacts_offered=0 cycles=0
10:01:30 billing/chat answered=1 contacts_answered=0 waited=1 wait_ms=20s answered_within=1
10:01:30 billing/chat handled=1 talk_ms=70s

shown 10:04:00 5m
billing/chat next_response_time=60s/1 average_response_time=60s/1 first_response_time=none handled=1 contacts_handled=1
help/chat next_response_time=none first_response_time=20s/1 transfer_rate=1/1 contacts_handled=0
chat transfer_rate=1/2 next_response_time=60s/1 contacts_handled=1 contact_aht=150s/1
