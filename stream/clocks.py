"""SLA clocks: spans with a target. What a running one is, and how it starts, pauses, changes and ends.

answer           an entry's wait, met by the answer
first_response   from the cycle's start to its first response
next_response    from the oldest unanswered message of a customer, once the cycle has had its first response
resolution       from the cycle's start to its resolution
visit            from the cycle's start until a human answers on the channel `visit`

A clock ends met, breached, or (before its deadline, without its fulfilment) cancelled, which counts nowhere. A breach
counts at the deadline however late it is noticed. Policy, version and target are stamped when a clock starts.
"""

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from stream import contributions
from stream.calendar import ALWAYS, Calendar, add_working_ms, working_ms_between
from stream.measures import CLOCKS, Slice
from stream.policies import KEEP, RESTART
from stream.units import Millis

if TYPE_CHECKING:
    from stream.contact import State
    from stream.ledger import Ledger

ANSWER, FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION, VISIT = range(len(CLOCKS))
_OF_CYCLES: Final = (FIRST_RESPONSE, RESOLUTION)
_VISITS: Final = "visit"
_NEVER: Final = 1 << 62


class Terms(msgspec.Struct, frozen=True):
    """What a clock of a contact has to keep to: by a policy, or (without a name) by the queue's own promise."""

    target_ms: Millis
    warn_ms: Millis
    calendar: Calendar = ALWAYS
    policy: str = ""
    version: int = 0
    pauses: bool = False
    """Whether it stands while the contact is suspended."""
    on_change: str = KEEP
    """What a change of priority does to it."""


class Clock(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A running clock of the kind `CLOCKS[kind]`, at risk from `warn_at` on; each pause moves that and the deadline.

    `calendar` and the policy are names: the site knows what they stand for.
    """

    kind: int
    started_at: Millis
    deadline: Millis
    target_ms: Millis
    warn_at: Millis
    counted_in: Slice = ()
    calendar: str = ALWAYS.name
    policy: str = ""
    version: int = 0
    paused_at: Millis | None = None
    pauses: bool = False
    on_change: str = KEEP
    stood_ms: Millis = 0
    """The working time that passed while it stood."""

    def missed(self, at: Millis) -> bool:
        """Whether its deadline has passed at an instant; it does not pass while the clock stands."""
        return self.deadline < (at if self.paused_at is None else self.paused_at)


def begun(kind: int, at: Millis, terms: Terms, counted_in: Slice = ()) -> Clock:
    """A clock that starts then."""
    target_ms, lead_ms = terms.target_ms, min(terms.warn_ms, terms.target_ms)
    if terms.calendar.always and not terms.policy:
        return Clock(kind, at, at + target_ms, target_ms, at + target_ms - lead_ms, counted_in)
    return Clock(
        kind,
        at,
        add_working_ms(terms.calendar, at, target_ms),
        target_ms,
        add_working_ms(terms.calendar, at, target_ms - lead_ms),
        counted_in,
        terms.calendar.name,
        terms.policy,
        terms.version,
        pauses=terms.pauses,
        on_change=terms.on_change,
    )


def start_cycle(state: "State", ledger: "Ledger") -> None:
    """Start the clocks of the cycle that have not run in it yet, once there is a queue to count them in."""
    if state.queue is None or state.cycle_from is None or state.inbound is False or state.resolved:
        return
    for kind in _OF_CYCLES:
        if not state.begun & 1 << kind and not (kind == FIRST_RESPONSE and state.responded_at is not None):
            _start(kind, state, state.cycle_from, ledger)
    if state.channel == _VISITS and not state.begun & 1 << VISIT:
        _start(VISIT, state, state.cycle_from, ledger)


def start_turn(state: "State", at: Millis, ledger: "Ledger") -> None:
    """Start the clock of a turn after the first response; it counts in the queue current then."""
    if state.queue is not None and state.responded_at is not None:
        _start(NEXT_RESPONSE, state, at, ledger)


def fulfil(kind: int, state: "State", at: Millis, ledger: "Ledger") -> None:
    """What a clock waited for has come: met, or a breach at its deadline; the others run on."""
    for clock in state.clocks:
        if clock.kind == kind:
            contributions.clock_ended(clock, at, ledger.post, met=True)
            state.clocks = tuple(other for other in state.clocks if other is not clock)


def due_at(state: "State", cycle_from: Millis, ledger: "Ledger") -> Millis | None:
    """When the first response of the cycle is due, or would have been had its clock run; None: nothing is promised.

    A clock that stands is never late.
    """
    for clock in state.clocks:
        if clock.kind == FIRST_RESPONSE and clock.paused_at is not None:
            return _NEVER
    if state.cycle_due_at is not None:
        return state.cycle_due_at
    terms = ledger.terms(FIRST_RESPONSE, state, cycle_from)
    return None if terms is None else begun(FIRST_RESPONSE, cycle_from, terms).deadline


def stop(state: "State", at: Millis, ledger: "Ledger") -> None:
    """Every clock of the cycle ends without its fulfilment: after its deadline a breach, before it nothing."""
    if state.clocks:
        for clock in state.clocks:
            contributions.clock_ended(clock, at, ledger.post, met=False)
        state.clocks = ()


def pause(state: "State", at: Millis) -> None:
    """The contact is suspended: the clocks that pause stand, unless their deadline has passed."""
    state.clocks = tuple(paused(clock, at) for clock in state.clocks)
    if state.waiting is not None and state.waiting.clock is not None:
        state.waiting.clock = paused(state.waiting.clock, at)


def go_on(state: "State", at: Millis, ledger: "Ledger") -> None:
    """The contact goes on: what was left of the target when it was suspended is left now."""
    state.clocks = tuple(_continued(clock, at, ledger) for clock in state.clocks)
    for clock in state.clocks:
        if clock.kind == FIRST_RESPONSE:
            state.cycle_due_at = clock.deadline
    if state.waiting is not None and state.waiting.clock is not None:
        state.waiting.clock = _continued(state.waiting.clock, at, ledger)


def reconsider(state: "State", at: Millis, ledger: "Ledger", *, first: bool) -> None:
    """The priority is another one, or (`first`) is named for the first time: look at the running clocks again.

    The first name is no change: the clock takes the terms that it would have had from its start.
    """
    state.clocks = tuple(_reconsidered(clock, state, at, ledger, first=first) for clock in state.clocks)
    entry = state.waiting
    if entry is not None and entry.clock is not None:
        entry.clock = _reconsidered(entry.clock, state, at, ledger, first=first)


def _start(kind: int, state: "State", at: Millis, ledger: "Ledger") -> None:
    terms = ledger.terms(kind, state, at)
    if terms is None:
        return
    clock = begun(kind, at, terms, ledger.slice_of(state))
    state.begun |= 1 << kind
    state.clocks = (*state.clocks, paused(clock, at) if state.suspended else clock)
    if kind == FIRST_RESPONSE:
        state.cycle_due_at = clock.deadline


def paused(clock: Clock, at: Millis) -> Clock:
    """A clock that stands from now on, if it pauses at all and its deadline has not passed."""
    if not clock.pauses or clock.paused_at is not None or clock.missed(at):
        return clock
    return replace(clock, paused_at=at)


def _continued(clock: Clock, at: Millis, ledger: "Ledger") -> Clock:
    if clock.paused_at is None:
        return clock
    stood_ms = working_ms_between(ledger.site.calendar(clock.calendar), clock.paused_at, at)
    return _moved(replace(clock, paused_at=None), stood_ms, ledger)


def _moved(clock: Clock, stood_ms: Millis, ledger: "Ledger") -> Clock:
    """The same clock with a deadline, and a warning, so much working time later."""
    calendar = ledger.site.calendar(clock.calendar)
    return replace(
        clock,
        deadline=add_working_ms(calendar, clock.deadline, stood_ms),
        warn_at=add_working_ms(calendar, clock.warn_at, stood_ms),
        stood_ms=clock.stood_ms + stood_ms,
    )


def _reconsidered(clock: Clock, state: "State", at: Millis, ledger: "Ledger", *, first: bool) -> Clock:
    if clock.missed(at) or (clock.on_change == KEEP and not first):
        return clock
    restarts = clock.on_change == RESTART and not first
    from_at = at if restarts else clock.started_at
    terms = ledger.terms(clock.kind, state, from_at)
    if terms is None:
        return clock
    again = _moved(begun(clock.kind, from_at, terms, clock.counted_in), 0 if restarts else clock.stood_ms, ledger)
    if clock.kind == FIRST_RESPONSE:
        state.cycle_due_at = again.deadline
    if not state.suspended:
        return again
    return paused(again, at if clock.paused_at is None or restarts else clock.paused_at)
