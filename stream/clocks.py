"""The clocks of a contact: how they start, pause, change and end as its state does."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from stream import contributions
from stream.calendar import add_working_ms, working_ms_between
from stream.clock import ANSWER, FIRST_RESPONSE, NEXT_RESPONSE, VISIT, Clock, begun, paused
from stream.contact import State
from stream.ledger import Ledger
from stream.measures import CLOCKS
from stream.policies import KEEP, RESTART
from stream.units import Millis

MOST_STANDS: Final = 32
"""How many suspensions of a contact are remembered for clocks that start, or get other terms, after them."""
_VISITS: Final = "visit"
_NEVER: Final = 1 << 62
_STOPPED: Final = 1 << len(CLOCKS)
_ALL: Final = _STOPPED - 1
"""Every kind of clock, as `State.begun` has it."""


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
    if state.queue is not None and state.responded_at is not None and not state.resolved:
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
    """Every clock of the cycle ends without its fulfilment: after its deadline a breach, before it nothing.

    Once the cycle has had an entry, none of them starts any more, whatever priority is named later.
    """
    if state.cycle_entry_at is not None:
        state.begun |= _ALL | _STOPPED
    if state.clocks:
        for clock in state.clocks:
            contributions.clock_ended(clock, at, ledger.post, met=False)
        state.clocks = ()


def pause(state: State, at: Millis, ledger: Ledger) -> None:
    """The contact is suspended: the clocks that pause stand, unless their deadline has passed."""
    if ledger.reconsiders and not state.suspended:
        state.stands = (*state.stands, (at, None))[-MOST_STANDS:]
    _change(state, lambda clock: paused(clock, at))


def go_on(state: State, at: Millis, ledger: Ledger) -> None:
    """The contact goes on: what was left of the target when it was suspended is left now."""
    if state.suspended and state.stands:
        state.stands = (*state.stands[:-1], (state.stands[-1][0], at))
    _change(state, lambda clock: _continued(clock, at, ledger))
    for clock in state.clocks:
        if clock.kind == FIRST_RESPONSE:
            state.cycle_due_at = clock.deadline


def reconsider(state: State, at: Millis, ledger: Ledger, *, first: bool) -> None:
    """The priority is another one, or (`first`) is named for the first time: look at the running clocks again.

    The first name is no change: the clock takes the terms that it would have had from its start.
    """
    _change(state, lambda clock: _reconsidered(clock, state, at, ledger, first=first))
    if first and not (state.ended or state.idle_closed):
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
    stopped = state.begun & _STOPPED
    if state.turn_from is not None and not stopped and all(clock.kind != NEXT_RESPONSE for clock in state.clocks):
        start_turn(state, state.turn_from, ledger)


def _start(kind: int, state: State, at: Millis, ledger: Ledger) -> None:
    terms = ledger.terms(kind, state, at)
    if terms is None:
        return
    clock = _suspended_since(begun(kind, at, terms, ledger.slice_of(state)), state, ledger)
    state.begun |= 1 << kind
    state.clocks = (*state.clocks, clock)
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
    )


def _suspended_since(clock: Clock, state: State, ledger: Ledger) -> Clock:
    """A clock as it would be had it run, and stood, from its start on."""
    for from_ms, to_ms in state.stands if clock.pauses else ():
        begins_ms = max(from_ms, clock.started_at)
        if to_ms is None:
            clock = paused(clock, begins_ms)
        elif begins_ms < to_ms and not clock.missed(begins_ms):
            clock = _stood(clock, (begins_ms, to_ms), ledger)
    return clock


def _reconsidered(clock: Clock, state: State, at: Millis, ledger: Ledger, *, first: bool) -> Clock:
    if clock.missed(at) or (clock.on_change == KEEP and not first):
        return clock
    from_at = at if clock.on_change == RESTART and not first else clock.started_at
    # What is named first counts as if it had been from the start: in the queue of the start.
    of_queue = clock.counted_in[0] if first and clock.kind != ANSWER else None
    terms = ledger.terms(clock.kind, state, from_at, of_queue)
    if terms is None:
        return clock
    again = _suspended_since(begun(clock.kind, from_at, terms, clock.counted_in), state, ledger)
    if clock.kind == FIRST_RESPONSE:
        state.cycle_due_at = again.deadline
    return again
