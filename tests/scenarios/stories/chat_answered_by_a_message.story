# A public message of an agent while an entry waits answers it; a private one and a bot's do not. SEMANTICS 4, 9.
10:00:00 c1 queued queue=help channel=chat
10:00:05 c1 message from=bot
10:00:10 c1 message from=agent public=no
10:00:20 c1 message from=agent agent=ann
10:05:00 c1 ended by=customer

by event
10:00:00 help/chat offered=1
10:00:20 help/chat answered=1 waited=1 wait_ms=20s answered_within=1 sla_met.answer=1 implied_answers=1
10:00:20 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:20 help/chat first_response=20s sla_met.first_response=1
10:05:00 help/chat handled=1 talk_ms=280s
by entry
10:00:00 help/chat offered=1 answered=1 waited=1 wait_ms=20s answered_within=1 handled=1 talk_ms=280s
10:00:00 help/chat first_responses=1 first_response_ms=20s first_responses_targeted=1 first_responses_within=1
10:00:00 help/chat first_response=20s

live 10:00:19
help/chat waiting=1 longest_wait_ms=19s open=1
shown 10:05:00 15m
help/chat first_response_time=20s/1 first_response_within_target=1/1 sla_attainment.first_response=1/1
