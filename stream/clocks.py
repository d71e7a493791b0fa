"""The clocks of a contact: how they start, pause, change and end as its state does."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from stream import contributions
from stream.calendar import add_working_ms, working_ms_between
from stream.clock import FIRST_RESPONSE, NEXT_RESPONSE, VISIT, Clock, begun, paused
from stream.contact import State
from stream.ledger import Ledger
from stream.policies import KEEP, RESTART
from stream.units import Millis

_VISITS: Final = "visit"
_NEVER: Final = 1 << 62


def start_cycle(state: State, ledger: Ledger) -> None:
    """Start the clocks of the cycle that have not run in it yet, once there is a queue to count them in."""
    if state.queue is None or state.cycle_from is None or state.inbound is False or state.resolved:
        return
    for kind in ledger.of_cycles:
        if not state.begun & 1 << kind and not (kind == FIRST_RESPONSE and state.responded_at is not None):
            _start(kind, state, state.cycle_from, ledger)
    if ledger.channel_of(state) == _VISITS and not state.begun & 1 << VISIT:
        _start(VISIT, state, state.cycle_from, ledger)


def start_turn(state: State, at: Millis, ledger: Ledger) -> None:
    """Start the clock of a turn after the first response; it counts in the queue current then."""
    if state.queue is not None and state.responded_at is not None:
        _start(NEXT_RESPONSE, state, at, ledger)


def fulfil(kind: int, state: State, at: Millis, ledger: Ledger) -> None:
    """What a clock waited for has come: met, or a breach at its deadline; the others run on."""
    for clock in state.clocks:
        if clock.kind == kind:
            contributions.clock_ended(clock, at, ledger.post, met=True)
            state.clocks = tuple(other for other in state.clocks if other is not clock)


def due_at(state: State, cycle_from: Millis, ledger: Ledger) -> Millis | None:
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


def stop(state: State, at: Millis, ledger: Ledger) -> None:
    """Every clock of the cycle ends without its fulfilment: after its deadline a breach, before it nothing."""
    if state.clocks:
        for clock in state.clocks:
            contributions.clock_ended(clock, at, ledger.post, met=False)
        state.clocks = ()


def pause(state: State, at: Millis) -> None:
    """The contact is suspended: the clocks that pause stand, unless their deadline has passed."""
    _change(state, lambda clock: paused(clock, at))


def go_on(state: State, at: Millis, ledger: Ledger) -> None:
    """The contact goes on: what was left of the target when it was suspended is left now."""
    _change(state, lambda clock: _continued(clock, at, ledger))
    for clock in state.clocks:
        if clock.kind == FIRST_RESPONSE:
            state.cycle_due_at = clock.deadline


def reconsider(state: State, at: Millis, ledger: Ledger, *, first: bool) -> None:
    """The priority is another one, or (`first`) is named for the first time: look at the running clocks again.

    The first name is no change: the clock takes the terms that it would have had from its start.
    """
    _change(state, lambda clock: _reconsidered(clock, state, at, ledger, first=first))
    if first and not (state.ended or state.idle_closed or state.left_queue):
        _start_those_of_the_priority(state, ledger)


def relabel(state: State, at: Millis, ledger: Ledger) -> None:
    """The priority, the topic or the tier may be another one: what is not decided yet will count under these."""
    _change(state, lambda clock: _relabelled(clock, state, at, ledger))


def _change(state: State, change: Callable[[Clock], Clock]) -> None:
    """Put what they have become in the place of all clocks that run: those of the cycle and the waiting entry's."""
    state.clocks = tuple(change(clock) for clock in state.clocks)
    entry = state.waiting
    if entry is not None and entry.clock is not None:
        entry.clock = change(entry.clock)


def _relabelled(clock: Clock, state: State, at: Millis, ledger: Ledger) -> Clock:
    where = ledger.relabelled(clock.counted_in, state)
    return clock if where == clock.counted_in or clock.missed(at) else replace(clock, counted_in=where)


def _start_those_of_the_priority(state: State, ledger: Ledger) -> None:
    """Start the clocks that there would be from the start on, had it been named then."""
    start_cycle(state, ledger)
    if state.turn_from is not None and all(clock.kind != NEXT_RESPONSE for clock in state.clocks):
        start_turn(state, state.turn_from, ledger)


def _start(kind: int, state: State, at: Millis, ledger: Ledger) -> None:
    terms = ledger.terms(kind, state, at)
    if terms is None:
        return
    clock = begun(kind, at, terms, ledger.slice_of(state))
    state.begun |= 1 << kind
    state.clocks = (*state.clocks, paused(clock, at) if state.suspended else clock)
    if kind == FIRST_RESPONSE:
        state.cycle_due_at = clock.deadline


def _continued(clock: Clock, at: Millis, ledger: Ledger) -> Clock:
    if clock.paused_at is None:
        return clock
    return _stood(replace(clock, paused_at=None), (clock.paused_at, at), ledger)


def _stood(clock: Clock, stand: tuple[Millis, Millis], ledger: Ledger) -> Clock:
    """The same clock, whose deadline and warning come later by the working time for which it stood."""
    calendar = ledger.site.calendar(clock.calendar)
    stood_ms = working_ms_between(calendar, *stand)
    return replace(
        clock,
        deadline=add_working_ms(calendar, clock.deadline, stood_ms),
        warn_at=add_working_ms(calendar, clock.warn_at, stood_ms),
        stands=(*clock.stands, stand),
    )


def _reconsidered(clock: Clock, state: State, at: Millis, ledger: Ledger, *, first: bool) -> Clock:
    if clock.missed(at) or (clock.on_change == KEEP and not first):
        return clock
    restarts = clock.on_change == RESTART and not first
    from_at = at if restarts else clock.started_at
    terms = ledger.terms(clock.kind, state, from_at)
    if terms is None:
        return clock
    again = begun(clock.kind, from_at, terms, clock.counted_in)
    if again.pauses and not restarts:
        for stand in clock.stands:
            if not again.missed(stand[0]):
                again = _stood(again, stand, ledger)
    if clock.kind == FIRST_RESPONSE:
        state.cycle_due_at = again.deadline
    if not state.suspended:
        return again
    return paused(again, at if clock.paused_at is None or restarts else clock.paused_at)
