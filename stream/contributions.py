"""What an entry, a response and a clock add to the panes: pure functions, each moment with its own slice.

Every function posts its contributions with a sign, so that what changes is taken back by the same function that gave
it: `-1` before the change, `+1` after it. Formulas: KPI tables of the catalogue; attribution: each number counts at the
moment that decides it, and once more, in the family by entry, at the queueing.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from stream.contact import Entry
from stream.histogram import bin_of
from stream.measures import Slice, coordinate, histogram_base
from stream.units import Millis

Amounts: TypeAlias = tuple[tuple[int, int], ...]
Post: TypeAlias = Callable[[Slice, Millis, Amounts, int], None]


def _pair(name: str) -> tuple[int, int]:
    return coordinate(name), coordinate(name, by_entry=True)


_OFFERED: Final = ((coordinate("offered"), 1), (coordinate("offered", by_entry=True), 1))
_ANSWERED: Final = _pair("answered")
_WAITED: Final = _pair("waited")
_WAIT: Final = _pair("wait_ms")
_WITHIN: Final = _pair("answered_within")
_ABANDONED: Final = _pair("abandoned")
_ABANDON_WAIT: Final = _pair("abandon_wait_ms")
_ABANDONED_WITHIN: Final = _pair("abandoned_within")
_SHORT: Final = _pair("short_abandoned")
_DIVERTED: Final = _pair("diverted")
_UNQUEUED: Final = _pair("diverted_unqueued")
_HANDLED: Final = _pair("handled")
_HELD: Final = _pair("held")
_TALK: Final = _pair("talk_ms")
_HOLD: Final = _pair("hold_ms")
_WRAP_UP: Final = _pair("wrap_up_ms")
_RESPONSES: Final = _pair("first_responses")
_RESPONSE: Final = _pair("first_response_ms")
_TARGETED: Final = _pair("first_responses_targeted")
_RESPONDED_WITHIN: Final = _pair("first_responses_within")
_RESPONSE_BINS: Final = (histogram_base("first_response"), histogram_base("first_response", by_entry=True))
_MET: Final = ((coordinate("sla_met.answer"), 1),)
_BREACHED: Final = ((coordinate("sla_breached.answer"), 1),)
_RESPONSE_MET: Final = ((coordinate("sla_met.first_response"), 1),)
_RESPONSE_BREACHED: Final = ((coordinate("sla_breached.first_response"), 1),)
_ANSWERED_UNMEASURED: Final = ((_ANSWERED[0], 1), (coordinate("unmeasured"), 1))
_ANSWERED_BY_ENTRY: Final = ((_ANSWERED[1], 1),)
_ANSWERED_LATE, _ANSWERED_LATE_BY_ENTRY = (((_ANSWERED[f], 1), (_WAITED[f], 1)) for f in (0, 1))
_ANSWERED_WITHIN, _ANSWERED_WITHIN_BY_ENTRY = (((_ANSWERED[f], 1), (_WAITED[f], 1), (_WITHIN[f], 1)) for f in (0, 1))

IMPLIED_ANSWER: Final = ((coordinate("implied_answers"), 1),)
CLOSED_IDLE: Final = ((coordinate("closed_idle"), 1),)
RESPONSE_BEFORE_START: Final = ((coordinate("impossible.response_before_start"), 1),)
END_BEFORE_ANSWER: Final = ((coordinate("impossible.end_before_answer"), 1),)
HOLD_BEYOND_END: Final = ((coordinate("impossible.hold_beyond_end"), 1),)
WRAP_UP_BEFORE_END: Final = ((coordinate("impossible.wrap_up_before_end"), 1),)


def offered(entry: Entry, post: Post, sign: int) -> None:
    """An entry was queued."""
    if entry.counted:
        post(entry.offered_in, entry.queued_at, _OFFERED, sign)


def answered(entry: Entry, post: Post, sign: int) -> None:
    """An entry was answered; an unknown wait counts in no wait, no service level and no clock."""
    if not entry.counted or entry.answered_at is None:
        return
    where, at = entry.outcome_in, entry.answered_at
    if not entry.measured:
        post(where, at, _ANSWERED_UNMEASURED, sign)
        post(where, entry.queued_at, _ANSWERED_BY_ENTRY, sign)
        return
    wait = at - entry.queued_at
    in_time = wait <= entry.threshold_ms
    amounts = (_ANSWERED_WITHIN if in_time else _ANSWERED_LATE) + ((_WAIT[0], wait),)
    if wait <= entry.target_ms:
        post(where, at, amounts + _MET, sign)
    else:
        post(where, at, amounts, sign)
        post(where, entry.deadline, _BREACHED, sign)
    outcome = _ANSWERED_WITHIN_BY_ENTRY if in_time else _ANSWERED_LATE_BY_ENTRY
    post(where, entry.queued_at, (*outcome, (_WAIT[1], wait)), sign)


def abandoned(entry: Entry, at: Millis, post: Post) -> None:
    """The customer left an entry before a human answered."""
    if not entry.counted:
        return
    wait = at - entry.queued_at
    for family, moment in ((0, at), (1, entry.queued_at)):
        amounts: Amounts = ((_ABANDONED[family], 1), (_ABANDON_WAIT[family], wait))
        if wait <= entry.threshold_ms:
            amounts += ((_ABANDONED_WITHIN[family], 1),)
        if wait < entry.short_ms:
            amounts += ((_SHORT[family], 1),)
        post(entry.outcome_in, moment, amounts, 1)
    _expired(entry, at, post)


def diverted(entry: Entry, at: Millis, post: Post) -> None:
    """An entry left its queue neither answered nor abandoned."""
    if not entry.counted:
        return
    post(entry.outcome_in, at, ((_DIVERTED[0], 1),), 1)
    post(entry.outcome_in, entry.queued_at, ((_DIVERTED[1], 1),), 1)
    _expired(entry, at, post)


def turned_away(where: Slice, at: Millis, post: Post) -> None:
    """A contact was never let into the queue."""
    post(where, at, ((_DIVERTED[0], 1), (_UNQUEUED[0], 1), (_DIVERTED[1], 1), (_UNQUEUED[1], 1)), 1)


def handled(entry: Entry, post: Post, sign: int) -> None:
    """The conversation of an entry is over: it counts there, and moves to the end of the wrap-up when that comes."""
    if entry.ended_at is not None:
        at = entry.ended_at if entry.wrapped_at is None else entry.wrapped_at
        post(entry.handled_in, at, _handling(entry, 0), sign)
        post(entry.handled_in, entry.queued_at, _handling(entry, 1), sign)


def wrapped(entry: Entry, at: Millis, where: Slice, post: Post) -> None:
    """The work after the contact is over: note it in the entry and move what was handled to this moment."""
    if entry.ended_at is None:
        return
    took_ms = at - entry.ended_at
    post(entry.handled_in, entry.ended_at, _handling(entry, 0), -1)
    if where == entry.handled_in:
        post(where, entry.queued_at, ((_WRAP_UP[1], took_ms),), 1)
    else:
        post(entry.handled_in, entry.queued_at, _handling(entry, 1), -1)
    entry.wrap_up_ms += took_ms
    entry.wrapped_at = at
    post(where, at, _handling(entry, 0), 1)
    if where != entry.handled_in:
        entry.handled_in = where
        post(where, entry.queued_at, _handling(entry, 1), 1)


def first_response(where: Slice, at: Millis, cohort_at: Millis, took: tuple[Millis, Millis | None], post: Post) -> None:
    """The first response of a cycle: `took` is what it took and its target, both in ms.

    By entry it counts at `cohort_at`, the queueing of the cycle's first entry.
    """
    took_ms, target_ms = took
    for family, moment in ((0, at), (1, cohort_at)):
        amounts: Amounts = (
            (_RESPONSES[family], 1),
            (_RESPONSE[family], took_ms),
            (_RESPONSE_BINS[family] + bin_of(took_ms), 1),
        )
        if target_ms is not None:
            amounts += ((_TARGETED[family], 1),)
            if took_ms <= target_ms:
                amounts += ((_RESPONDED_WITHIN[family], 1),)
        post(where, moment, amounts, 1)


def response_met(where: Slice, at: Millis, post: Post) -> None:
    """A first-response clock ended in time."""
    post(where, at, _RESPONSE_MET, 1)


def response_breached(where: Slice, deadline: Millis, post: Post) -> None:
    """A first-response clock ended after its deadline: the breach counts at the deadline."""
    post(where, deadline, _RESPONSE_BREACHED, 1)


def _expired(entry: Entry, at: Millis, post: Post) -> None:
    """An answer clock that nobody met: a breach if its deadline has passed, else it counts nowhere."""
    if at > entry.deadline:
        post(entry.outcome_in, entry.deadline, _BREACHED, 1)


def _handling(entry: Entry, family: int) -> Amounts:
    amounts: Amounts = ((_HANDLED[family], 1), (_TALK[family], entry.span_ms - entry.hold_ms))
    if entry.hold_ms:
        amounts += ((_HOLD[family], entry.hold_ms), (_HELD[family], 1))
    if entry.wrap_up_ms:
        amounts += ((_WRAP_UP[family], entry.wrap_up_ms),)
    return amounts
