"""What an entry, a response and a clock add to the panes: pure functions, each moment with its own slice.

Every function posts its contributions with a sign, so that what changes is taken back by the same function that gave
it: `-1` before the change, `+1` after it. Formulas: KPI tables of the catalogue; attribution: each number counts at the
moment that decides it, and once more, in the family by entry, at the queueing.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from stream.clock import Clock
from stream.compound import Amounts, compound
from stream.contact import Entry
from stream.histogram import bin_of
from stream.measures import CLOCKS, REASONS, Slice, coordinate, histogram_base
from stream.units import Millis

Post: TypeAlias = Callable[[Slice, Millis, Amounts, int], None]

FIRST_OFFER, FIRST_ANSWER, FIRST_ABANDON, FIRST_DIVERT = 1, 2, 4, 8
"""What a contact does for the first time: it counts once as a contact, however many entries it has."""


def _pair(name: str) -> tuple[int, int]:
    return coordinate(name), coordinate(name, by_entry=True)


def _ones(*names: str, by_entry: bool = False) -> Amounts:
    return ((compound([coordinate(name, by_entry) for name in names]), 1),)


def _both(*names: str) -> Amounts:
    """For what counts in both families at one moment."""
    return ((compound([place for name in names for place in _pair(name)]), 1),)


_OFFERED: Final = (_both("offered"), _both("offered", "contacts_offered"))
_WAIT: Final = _pair("wait_ms")
_WAIT_BINS: Final = histogram_base("wait")
_ABANDONED: Final = _pair("abandoned")
_ABANDON_WAIT: Final = _pair("abandon_wait_ms")
_ABANDONED_WITHIN: Final = _pair("abandoned_within")
_SHORT: Final = _pair("short_abandoned")
_CONTACTS_ABANDONED: Final = _pair("contacts_abandoned")
_DIVERTED: Final = _pair("diverted")
_CONTACTS_DIVERTED: Final = _pair("contacts_diverted")
_DIVERTED_FOR: Final = {reason: _pair(f"diverted.{reason}") for reason in REASONS}
_UNQUEUED: Final = _pair("diverted_unqueued")
_CONTACTS_HANDLED: Final = _pair("contacts_handled")
_LEGS: Final = _pair("legs")
_TALK: Final = _pair("talk_ms")
_HOLD: Final = _pair("hold_ms")
_WRAP_UP: Final = _pair("wrap_up_ms")
_HANDLE_BINS: Final = histogram_base("handle")
_HANDLED: Final = tuple(
    tuple(
        tuple(
            _ones("handled", "contacts_handled", "legs", *held, *transferred, by_entry=family > 0)[0]
            for transferred in ((), ("transferred",))
        )
        for held in ((), ("held",))
    )
    for family in (0, 1)
)
"""By family, by whether it was held, by whether it was passed on."""
_OFFERS: Final = _pair("offers")
_MISSED: Final = _pair("missed_offers")
_RESPONSES: Final = _pair("first_responses")
_RESPONSE: Final = _pair("first_response_ms")
_TARGETED: Final = _pair("first_responses_targeted")
_RESPONDED_WITHIN: Final = _pair("first_responses_within")
_RESPONSE_BINS: Final = (histogram_base("first_response"), histogram_base("first_response", by_entry=True))
_BY_AGENT: Final = (_pair("first_responses_agent"), _pair("first_response_agent_ms"))
_BY_AGENT_BINS: Final = histogram_base("first_response_agent")
_REPLIES: Final = (_pair("responses"), _pair("response_ms"))
_REPLY_BINS: Final = histogram_base("response")
_NEXT: Final = (_pair("next_responses"), _pair("next_response_ms"))
_NEXT_BINS: Final = histogram_base("next_response")
_RESOLVED: Final = (_pair("resolutions"), _pair("resolution_ms"))
_RESOLVED_BINS: Final = histogram_base("resolution")
_CYCLE: Final = (_both("cycles"), _both("cycles", "reopened"))
_MET: Final = tuple(_ones(f"sla_met.{clock}") for clock in CLOCKS)
_BREACHED: Final = tuple(_ones(f"sla_breached.{clock}") for clock in CLOCKS)
_FIRST: Final = ((), ("contacts_answered",))
_UNMEASURED: Final = tuple(
    (_ones("answered", "unmeasured", *first), _ones("answered", *first, by_entry=True)) for first in _FIRST
)
_ANSWERED: Final = tuple(
    tuple(
        (
            _ones("answered", "waited", *within, *first)[0],
            _ones("answered", "waited", *within, *first, "sla_met.answer")[0],
            _ones("answered", "waited", *within, *first, by_entry=True)[0],
        )
        for first in _FIRST
    )
    for within in ((), ("answered_within",))
)
"""By whether it was within the threshold and whether it is its contact's first: past its deadline, met, by entry."""

IMPLIED_ANSWER: Final = ((coordinate("implied_answers"), 1),)
CLOSED_IDLE: Final = ((coordinate("closed_idle"), 1),)
RESPONSE_BEFORE_START: Final = ((coordinate("impossible.response_before_start"), 1),)
END_BEFORE_ANSWER: Final = ((coordinate("impossible.end_before_answer"), 1),)
HOLD_BEYOND_END: Final = ((coordinate("impossible.hold_beyond_end"), 1),)
WRAP_UP_BEFORE_END: Final = ((coordinate("impossible.wrap_up_before_end"), 1),)


def offered(entry: Entry, post: Post, sign: int) -> None:
    """An entry was queued."""
    if entry.counted:
        post(entry.offered_in, entry.queued_at, _OFFERED[entry.firsts & FIRST_OFFER], sign)


def answered(entry: Entry, post: Post, sign: int) -> None:
    """An entry was answered; an unknown wait counts in no wait, no service level and no clock."""
    if not entry.counted or entry.answered_at is None:
        return
    where, at, first = entry.outcome_in, entry.answered_at, entry.firsts & FIRST_ANSWER > 0
    if not entry.measured:
        unmeasured, by_entry = _UNMEASURED[first]
        post(where, at, unmeasured, sign)
        post(where, entry.queued_at, by_entry, sign)
        return
    wait = at - entry.queued_at
    late, met, cohort = _ANSWERED[wait <= entry.threshold_ms][first]
    breached = entry.clock if entry.clock is not None and entry.clock.missed(at) else None
    if breached is not None:
        post(breached.slice_of(where), breached.deadline, _BREACHED[0], sign)
    post(where, at, (met if breached is None else late, (_WAIT[0], wait), (_WAIT_BINS + bin_of(wait), 1)), sign)
    post(where, entry.queued_at, (cohort, (_WAIT[1], wait)), sign)


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
        if entry.firsts & FIRST_ABANDON:
            amounts += ((_CONTACTS_ABANDONED[family], 1),)
        post(entry.outcome_in, moment, amounts, 1)
    _expired(entry, at, post)


def diverted(entry: Entry, at: Millis, reason: str, post: Post) -> None:
    """An entry left its queue neither answered nor abandoned."""
    if not entry.counted:
        return
    for family, moment in ((0, at), (1, entry.queued_at)):
        amounts: Amounts = ((_DIVERTED[family], 1), (_DIVERTED_FOR[reason][family], 1))
        if entry.firsts & FIRST_DIVERT:
            amounts += ((_CONTACTS_DIVERTED[family], 1),)
        post(entry.outcome_in, moment, amounts, 1)
    _expired(entry, at, post)


def turned_away(where: Slice, at: Millis, reason: str, post: Post, *, first: bool) -> None:
    """A contact was never let into the queue."""
    for family in (0, 1):
        amounts: Amounts = ((_DIVERTED[family], 1), (_UNQUEUED[family], 1), (_DIVERTED_FOR[reason][family], 1))
        if first:
            amounts += ((_CONTACTS_DIVERTED[family], 1),)
        post(where, at, amounts, 1)


def offer(entry: Entry, where: Slice, at: Millis, post: Post, *, missed: bool) -> None:
    """A waiting entry rang at an agent, or was missed there; it counts in the queue in which it rang."""
    if entry.counted:
        event, by_entry = _MISSED if missed else _OFFERS
        post(where, at, ((event, 1),), 1)
        post(where, entry.queued_at, ((by_entry, 1),), 1)


def handled(entry: Entry, post: Post, sign: int) -> None:
    """The conversation of an entry is over: it counts there, and moves to the end of the wrap-up when that comes."""
    at = entry.handled_at
    if at is not None:
        post(entry.handled_in, at, _handling(entry, 0), sign)
        post(entry.handled_in, entry.queued_at, _handling(entry, 1), sign)


def wrapped(entry: Entry, at: Millis, took_ms: Millis, where: Slice, post: Post) -> None:
    """The work after the contact is over: note it in the entry and move what was handled to this moment.

    By entry it stays where it is, and grows by this work, unless a label has changed since.
    """
    moves = where != entry.handled_in
    if moves:
        handled(entry, post, -1)
    elif entry.handled_at is not None:
        post(where, entry.handled_at, _handling(entry, 0), -1)
    entry.wrap_up_ms += took_ms
    entry.wrapped_at = at
    entry.handled_in = where
    if moves:
        handled(entry, post, 1)
    else:
        post(where, at, _handling(entry, 0), 1)
        post(where, entry.queued_at, ((_WRAP_UP[1], took_ms),), 1)


def carried(carrier: Entry, post: Post, sign: int) -> None:
    """The contact counts as handled with this entry again, or, with sign -1, with a later one and with this no more."""
    at = carrier.handled_at
    if at is not None:
        post(carrier.handled_in, at, ((_CONTACTS_HANDLED[0], 1),), sign)
        post(carrier.handled_in, carrier.queued_at, ((_CONTACTS_HANDLED[1], 1),), sign)


def first_response(
    where: Slice, moments: tuple[Millis, Millis], took_ms: Millis, post: Post, *, in_time: bool | None
) -> None:
    """The first response of a cycle; `in_time` is None where nothing was promised.

    By entry it counts at the second moment, the queueing of the cycle's first entry.
    """
    for family, moment in enumerate(moments):
        amounts: Amounts = (
            (_RESPONSES[family], 1),
            (_RESPONSE[family], took_ms),
            (_RESPONSE_BINS[family] + bin_of(took_ms), 1),
        )
        if in_time is not None:
            amounts += ((_TARGETED[family], 1),)
            if in_time:
                amounts += ((_RESPONDED_WITHIN[family], 1),)
        post(where, moment, amounts, 1)


def first_response_of_agent(where: Slice, moments: tuple[Millis, Millis], took_ms: Millis, post: Post) -> None:
    """The same response on the agent's clock: what it took from the last answer on."""
    _timed(where, moments, took_ms, (*_BY_AGENT, _BY_AGENT_BINS), post)


def response(where: Slice, moments: tuple[Millis, Millis], took_ms: Millis, post: Post, *, first: bool) -> None:
    """Something that the customer wrote was responded to; `first`: by the first response of the cycle."""
    _timed(where, moments, took_ms, (*_REPLIES, _REPLY_BINS), post)
    if not first:
        _timed(where, moments, took_ms, (*_NEXT, _NEXT_BINS), post)


def cycle(where: Slice, at: Millis, post: Post, *, reopened: bool) -> None:
    """A cycle began; in both families it counts there."""
    post(where, at, _CYCLE[reopened], 1)


def resolved(where: Slice, at: Millis, cycle_from: Millis, post: Post) -> None:
    """A cycle was resolved; by entry it counts at the cycle's start."""
    _timed(where, (at, cycle_from), at - cycle_from, (*_RESOLVED, _RESOLVED_BINS), post)


def clock_ended(clock: Clock, at: Millis, post: Post, *, met: bool) -> None:
    """A clock of a cycle ended: a breach if its deadline has passed; before that it is met, or counts nowhere."""
    if clock.missed(at):
        post(clock.counted_in, clock.deadline, _BREACHED[clock.kind], 1)
    elif met:
        post(clock.counted_in, at, _MET[clock.kind], 1)


def _expired(entry: Entry, at: Millis, post: Post) -> None:
    """An answer clock that nobody met: a breach if its deadline has passed, else it counts nowhere."""
    if entry.clock is not None and entry.clock.missed(at):
        post(entry.clock.slice_of(entry.outcome_in), entry.clock.deadline, _BREACHED[0], 1)


def _timed(
    where: Slice,
    moments: tuple[Millis, Millis],
    took_ms: Millis,
    places: tuple[tuple[int, int], tuple[int, int], int],
    post: Post,
) -> None:
    """A case with its duration by event at the first moment; by entry, without its bin, at the second."""
    (count, cohort_count), (total, cohort_total), bins = places
    post(where, moments[0], ((count, 1), (total, took_ms), (bins + bin_of(took_ms), 1)), 1)
    post(where, moments[1], ((cohort_count, 1), (cohort_total, took_ms)), 1)


def _handling(entry: Entry, family: int) -> Amounts:
    hold_ms, wrap_up_ms = entry.hold_ms, entry.wrap_up_ms
    handled = _HANDLED[family][hold_ms > 0][entry.transferred]
    talk = (_TALK[family], entry.span_ms - hold_ms)
    amounts: Amounts = (handled, talk)
    if not family:
        amounts = (handled, talk, (_HANDLE_BINS + bin_of(entry.span_ms + wrap_up_ms), 1))
    if entry.legs > 1:
        amounts += ((_LEGS[family], entry.legs - 1),)
    if hold_ms:
        amounts += ((_HOLD[family], hold_ms),)
    if wrap_up_ms:
        amounts += ((_WRAP_UP[family], wrap_up_ms),)
    return amounts
