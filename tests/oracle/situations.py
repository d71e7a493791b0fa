"""Everything that can become of a contact, in a line each: what the oracle's day must contain besides the ordinary.

    3-90 queued queue=A channel=voice ; 0 abandoned

Each event stands after the seconds that pass since the one before it, a number or a range. `A` and `B` are two queues of
the contact's channel; `-5` goes back in time: the source told it at the wrong time. Of `{a,b}` one is chosen.
"""

from typing import Final

VOICE: Final = {
    "turned away": "0 started channel=voice ; 1-9 diverted reason={full,empty,closed} queue=A channel=voice",
    "left the queue": "0 queued queue=A channel=voice ; 1-60 diverted reason={timeout,exit_key,voicemail,callback,overflow}",
    "full after queueing": "0 queued queue=A channel=voice ; 1-60 diverted reason={full,empty,closed} queue=A",
    "diverted from nowhere": "0 started channel=voice ; 1-9 diverted reason={timeout,exit_key,callback} queue=A",
    "overflow": "0 queued queue=A channel=voice ; 5-40 queued queue=B channel=voice ; 5-30 answered agent=ann ;"
    " 30-300 ended by={customer,agent}",
    "overflow told": "0 queued queue=A channel=voice ; 5-40 diverted reason=overflow ; 0-2 queued queue=B channel=voice ;"
    " 5-30 abandoned",
    "short abandon": "0 queued queue=A channel=voice ; 0-5 abandoned queue=A",
    "abandoned at a limit": "0 queued queue=A channel=voice ; {5,20} abandoned",
    "answered at the limit": "0 queued queue=A channel=voice ; {20,20.001} answered agent=ann ; 10-90 ended",
    "back under the same id": "0 queued queue=A channel=voice ; 1-60 abandoned ; 0-1 abandoned ; 10-600 queued queue={A,B}"
    " channel=voice ; 1-60 answered agent=ann ; 30-300 ended by=customer ; 5-60 wrapped agent=ann",
    "back in the same second": "0 queued queue=A channel=voice ; 10 abandoned ; 0 queued queue=A channel=voice ;"
    " 1-30 answered agent=ann ; 9-90 ended",
    "queued again": "0 queued queue=A channel=voice ; 1-20 queued queue=A channel=voice ; 1-20 answered agent=ann ;"
    " 20-200 ended",
    "another entry": "0 queued queue=A channel=voice entry=e1 ; 1-20 queued queue=A channel=voice entry=e1 ;"
    " 1-20 queued queue=A channel=voice entry=e2 ; 1-20 {abandoned,answered} ; 20-200 ended",
    "ended while waiting": "0 queued queue=A channel=voice ; 1-60 ended by={customer,agent,system}",
    "ended, nobody says by whom": "0 queued queue=A channel=voice ; 1-60 ended ; 1-9 wrapped agent=ann",
    "never queued": "0 answered queue=A channel=voice agent=ann ; 30-300 ended ; 5-60 wrapped agent=ann",
    "queued, diverted, answered": "0 queued queue=A channel=voice ; 1-60 diverted reason=callback ;"
    " 600-900 answered queue=A agent=ann ; 30-300 ended by=agent ; 5-60 wrapped agent=ann",
    "missed offers": "0 queued queue=A channel=voice ; 0-2 offered agent=ann ; 5-20 missed agent=ann ; 0-5 offered agent=bob"
    " ; 5-20 missed agent=bob ; 0-2 offered agent=cid ; 1-9 answered agent=cid ; 30-300 ended",
    "abandoned while it rings": "0 queued queue=A channel=voice ; 0-2 offered agent=ann ; 1-20 abandoned",
    "held twice": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 5-60 held agent=ann ; 1-3 held agent=ann ;"
    " 5-60 resumed agent=ann ; 1 resumed agent=ann ; 5-60 held agent=ann ; 5-60 resumed agent=ann ; 5-60 ended ;"
    " 5-60 wrapped agent=ann",
    "hangs up on hold": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 5-60 held agent=ann ; 5-60 abandoned ;"
    " 0 ended by=customer",
    "blind transfer": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 20-200 transferred queue=B mode=blind ;"
    " 0-2 queued queue=B channel=voice ; 1-40 answered agent=bob ; 1-20 wrapped agent=ann ; 30-300 ended ;"
    " 1-60 wrapped agent=bob",
    "attended transfer": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 20-90 held agent=ann ;"
    " 20-90 transferred queue=B mode=attended ; 0-2 queued queue=B channel=voice ; 1-40 {abandoned,ended} by=customer",
    "to another agent": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 20-200 transferred agent=bob"
    " mode={blind,attended} ; 1-20 answered agent=bob ; 1-20 wrapped agent=ann ; 30-300 ended ; 1-60 wrapped agent=bob",
    "to the outside": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 20-200 transferred external=yes mode=blind ;"
    " 1-60 wrapped agent=ann ; 60-600 ended",
    "transfer untold": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 20-200 queued queue=B channel=voice ;"
    " 1-40 {answered,abandoned} ; 30-90 ended",
    "a second agent": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 9-90 answered agent=bob ; 9-90 ended",
    "outbound": "0 started channel=voice direction={outbound,internal} ; 1-2 queued queue=A ; 1-30 answered agent=ann ;"
    " 1-9 message from=agent ; 30-300 ended ; 1-60 wrapped agent=ann",
    "outbound in vain": "0 started channel=voice direction=outbound ; 1-2 queued queue=A ; 1-60 {abandoned,diverted}"
    " reason=full",
    "one second": "0 wrapped agent=ann ; 0 ended ; 0 resumed ; 0 held ; 0 answered agent=ann ;"
    " 0 queued queue=A channel=voice ; 0 started channel=voice",
    "two in one second": "0 abandoned ; 0 queued queue=A channel=voice ; 30-90 queued queue=B channel=voice ;"
    " 20 offered agent=ann ; 0 missed agent=ann ; 0 answered agent=bob ; 40 ended ; 0 wrapped agent=bob",
    "end before the answer": "0 queued queue=A channel=voice ; 10-20 answered agent=ann ; -5 ended by={agent,customer} ;"
    " 30-60 ended",
    "wrapped before the end": "0 queued queue=A channel=voice ; 1-20 answered agent=ann ; 1-20 wrapped agent=ann ;"
    " 9-90 ended ; 0-9 wrapped agent=ann",
    "hold beyond the end": "0 queued queue=A channel=voice ; 1-20 answered agent=ann ; 1-20 held agent=ann ; 9-90 ended ;"
    " 5-9 resumed agent=ann",
    "never wrapped": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 9-90 ended",
    "other queue while waiting": "0 queued queue=A channel=voice ; 1-30 updated queue=B ; 1-30 {answered,abandoned} ;"
    " 9-90 ended",
    "other queue while talking": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 9-90 updated queue=B ;"
    " 9-90 ended ; 1-60 updated queue=A ; 1-60 wrapped agent=ann",
    "other queue, entry left": "0 queued queue=A channel=voice ; 1-90 {abandoned,diverted} reason=voicemail ; 9-90 updated"
    " queue=B",
    "text beside a call": "0 queued queue=A channel=voice ; 5-30 message from=agent ; 1-30 answered agent=ann ;"
    " 5-30 message from=customer ; 5-30 message from=agent ; 9-90 ended",
    "silent while waiting": "0 queued queue=A channel=voice",
    "silent on hold": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 5-60 held agent=ann ;"
    " 14401-20000 ended",
    "silent and back": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; 15000-20000 queued queue=B channel=voice ;"
    " 1-30 answered agent=bob ; 9-90 ended",
    "not quite silent": "0 queued queue=A channel=voice ; 1-30 answered agent=ann ; {14399,14400} ended",
}

WRITTEN: Final = {
    "bot, note, answer": "0 started channel=chat ; 1-5 message from=customer ; 1-2 message from=bot ; 1-9 queued queue=A"
    " channel=chat ; 5-90 message from=agent public=no ; 1-5 message from=system ; 1-50 message from=agent agent=ann ;"
    " 9-90 message from=customer ; 5-60 message from=customer ; 5-60 message from=agent agent=ann ; 5-60 message from=agent ;"
    " 9-90 ended by=customer ; 1-30 wrapped agent=ann",
    "answered, then written": "0 queued queue=A channel=chat ; 1-80 answered agent=ann ; 1-80 message from=agent agent=ann ;"
    " 1-80 message from=customer ; 1-80 ended by=customer",
    "at the target": "0 queued queue=A channel=chat ; {60,60.001,59.999} message from=agent agent=ann ; 1-80 ended",
    "ended unanswered": "0 queued queue=A channel=chat ; 1-90 ended by={customer,system}",
    "ended without a response": "0 queued queue=A channel=chat ; 1-50 answered agent=ann ; 1-90 ended",
    "given up": "0 queued queue=A channel=chat ; 1-100 abandoned ; 30-300 queued queue=B channel=chat ;"
    " 1-90 message from=agent",
    "chat overflow": "0 queued queue=A channel=chat ; 1-90 diverted reason=overflow ; 0-9 queued queue=B channel=chat ;"
    " 1-60 message from=agent ; 9-90 ended",
    "chat queued elsewhere": "0 queued queue=A channel=chat ; 1-90 queued queue=B channel=chat ; 1-60 message from=agent ;"
    " 9-90 ended",
    "chat called back": "0 queued queue=A channel=chat ; 1-90 diverted reason={callback,voicemail,timeout,exit_key} ;"
    " 60-300 message from=agent",
    "chat moved": "0 queued queue=A channel=chat ; 1-50 message from=agent agent=ann ; 9-90 message from=customer ;"
    " 1-50 transferred queue=B mode=blind ; 0-1 queued queue=B channel=chat ; 1-90 message from=agent agent=bob ;"
    " 9-90 ended ; 1-30 wrapped agent=bob",
    "chat, other queue while waiting": "0 started channel=chat ; 0-9 queued queue=A channel=chat ; 1-70 updated queue=B ;"
    " 1-70 message from=agent agent=ann ; 9-90 message from=customer ; 9-90 message from=agent ; 9-90 ended",
    "chat, other queue, late": "0 queued queue=A channel=chat ; 61-90 updated queue=B ; 1-70 answered agent=ann ;"
    " 9-90 message from=agent",
    "chat resolved": "0 queued queue=A channel=chat ; 1-50 answered agent=ann ; 1-50 message from=agent agent=ann ;"
    " 60-300 resolved",
    "chat trails off": "0 queued queue=A channel=chat ; 1-90 message from=agent agent=ann ; 60-300 message from=customer ;"
    " 9-90 updated topic=refund",
    "chat left waiting": "0 queued queue=A channel=chat ; 60-90 message from=customer",
    "chat wakes up": "0 queued queue=A channel=chat ; 1-90 message from=agent agent=ann ; 60-300 message from=customer ;"
    " 86401-90000 message from=agent agent=ann",
    "waiting chat wakes up": "0 queued queue=A channel=chat ; 0-9 message from=customer ; 86401-90000 message from=agent",
    "reply before the question": "0 message from=agent channel=chat ; 10-20 message from=customer ; 9-30 queued queue=A ;"
    " 9-90 message from=agent",
    "no entry": "0 started channel=chat ; 5-10 message from=customer ; 30-600 message from=agent",
    "several at once": "0 queued queue=A channel=chat ; 0 message from=customer ; 20 message from=customer ;"
    " 0 message from=agent ; 0 message from=customer ; 15 message from=agent ; 30 resolved ; 0 ended ; 0 message from=agent",
    "mail": "0 queued queue=A channel=email ; 0 message from=customer ; 3-9 message from=bot ;"
    " 60-20000 message from=agent agent=ann ; 60-600 ended by=agent ; 9-90 wrapped agent=ann ; 0-9 resolved",
    "mail comes back": "0 queued queue=A channel=email ; 0 message from=customer ; 600-14400 answered agent=ann ;"
    " 60-300 message from=agent ; 0-60 resolved ; 600-9000 reopened ; 0-60 queued queue={A,B} channel=email ;"
    " 0 message from=customer ; 600-20000 message from=agent ; 9-90 resolved",
    "solved by a bot": "0 queued queue=A channel=email ; 60-300 message from=bot ; 0 resolved ; 600-9000 reopened ;"
    " 60-15000 message from=agent",
    "solved while waiting": "0 queued queue=A channel={email,social} ; 60-15000 resolved",
    "waits for the customer": "0 queued queue=A channel=email ; 60-600 answered agent=ann ; 60-600 suspended"
    " reason=documents ; 0-600 continued ; 60-600 message from=agent ; 9-90 resolved",
    "post": "0 started channel=social ; 0 message from=customer ; 0-60 queued queue=A channel=social ;"
    " 60-30000 message from=agent ; 9-900 message from=customer ; 9-900 message from=customer ; 9-900 message from=agent",
    "unanswered mail": "0 queued queue=A channel={email,social} ; 0 message from=customer",
    "text message": "0 queued queue=A channel=sms ; 0-9 message from=customer ; 5-90 message from=agent ; 60-90 ended",
    "video": "0 queued queue=A channel=video ; 1-30 answered agent=ann ; 60-600 ended ; 9-90 wrapped agent=ann",
    "visit": "0 queued queue=A channel={visit,task} ; 9000-20000 answered agent=ann ; 60-600 ended",
}

AT_THE_END: Final = {
    "call within": "-{4,9} queued queue=A channel=voice",
    "call past": "-{30,600,9000} queued queue=A channel=voice",
    "call ringing": "-50 queued queue=A channel=voice ; 9 offered agent=ann",
    "call in conversation": "-500 queued queue=A channel=voice ; 9-40 answered agent=ann",
    "handed over": "-300 queued queue=A channel=voice ; 9-40 answered agent=ann ; 90 transferred queue=B ;"
    " 1 queued queue=B channel=voice",
    "chat past": "-{20,90,4000} queued queue=A channel=chat ; 1 message from=customer",
    "chat without response": "-{30,90,4000} queued queue=A channel=chat ; 5-20 answered agent=ann",
    "mail past": "-{9000,20000,60000} queued queue=A channel={email,social} ; 0 message from=customer",
    "outbound waiting": "-90 started channel=voice direction=outbound ; 1 queued queue=A",
}
