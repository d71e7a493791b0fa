"""Cycles: their start, what customers write and humans respond, their resolution."""

from stream import clocks, contributions
from stream.clock import FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION
from stream.contact import State
from stream.ledger import Ledger
from stream.units import Millis


def start_cycle(state: State, at: Millis, ledger: Ledger, *, reopened: bool = False) -> None:
    """Start the first known cycle at whichever comes first: started, queued, re-opened, a message of the customer."""
    if state.cycle_from is not None:
        return
    state.cycle_from = at
    state.resolved = False  # one that nobody knew was resolved
    if reopened:
        state.cycle_reopened = True
    if state.early_response and state.inbound is not False:
        ledger.post(ledger.slice_of(state), at, contributions.RESPONSE_BEFORE_START, 1)
    # Nobody told of its queueing: the entry is there before its cycle. Or it was turned away, and is re-opened.
    if state.answered is not None or (reopened and state.queue is not None):
        _begin(state, ledger)


def restart_cycle(state: State, at: Millis, ledger: Ledger) -> None:
    """Start a new cycle with clocks of its own, in the queue that the contact was in."""
    clocks.stop(state, at, ledger)
    state.cycle_from = at
    state.cycle_entry_at = state.responded_at = state.cycle_due_at = None
    state.cycle_counted = False
    state.cycle_reopened = True
    state.begun = 0
    if state.queue is not None:
        _begin(state, ledger)


def enter(state: State, at: Millis, ledger: Ledger) -> None:
    """An entry began: the first of a cycle is the one in whose queue its clocks count."""
    if state.cycle_entry_at is None and state.cycle_from is not None:
        state.cycle_entry_at = at
        _begin(state, ledger)


def ask(state: State, at: Millis, ledger: Ledger) -> None:
    """The customer wrote: a turn begins unless one waits for its response already.

    After the resolution it waits for a re-opening, which often comes of this message, and is told after it.
    """
    start_cycle(state, at, ledger)
    if state.turn_from is None and state.inbound is not False:
        state.turn_from = at
        clocks.start_turn(state, at, ledger)


def respond(state: State, at: Millis, ledger: Ledger) -> None:
    """A human agent spoke in public: the first time in a cycle it is the first response, and it ends a turn.

    After the resolution there is no cycle that it could belong to.
    """
    if state.inbound is False or state.resolved:
        return
    if state.cycle_from is None:
        state.early_response = True
        return
    where = ledger.slice_of(state)
    cohort_at = state.cycle_from if state.cycle_entry_at is None else state.cycle_entry_at
    first = state.responded_at is None
    if first:
        _respond_first(state, at, cohort_at, ledger)
    if state.turn_from is not None:
        contributions.response(where, (at, cohort_at), at - state.turn_from, ledger.post, first=first)
        state.turn_from = None
        clocks.fulfil(NEXT_RESPONSE, state, at, ledger)


def resolve(state: State, at: Millis, ledger: Ledger) -> None:
    """The cycle is resolved, once; what nobody has responded to needs no response any more."""
    state.turn_from = None
    if state.cycle_from is not None and not state.resolved and state.inbound is not False:
        _count_cycle(state, ledger)
        contributions.resolved(ledger.slice_of(state), at, state.cycle_from, ledger.post)
        clocks.fulfil(RESOLUTION, state, at, ledger)
    clocks.stop(state, at, ledger)
    state.resolved = True


def _respond_first(state: State, at: Millis, cohort_at: Millis, ledger: Ledger) -> None:
    cycle_from = state.cycle_from
    if cycle_from is None:
        return
    state.responded_at = at
    _count_cycle(state, ledger)
    where = ledger.slice_of(state)
    due_at = clocks.due_at(state, cycle_from, ledger)
    in_time = None if due_at is None else at <= due_at
    contributions.first_response(where, (at, cohort_at), at - cycle_from, ledger.post, in_time=in_time)
    if state.assigned_at is not None:
        contributions.first_response_of_agent(where, (at, cohort_at), at - state.assigned_at, ledger.post)
    clocks.fulfil(FIRST_RESPONSE, state, at, ledger)


def _begin(state: State, ledger: Ledger) -> None:
    """There is a queue in which the cycle and its clocks can be counted."""
    _count_cycle(state, ledger)
    clocks.start_cycle(state, ledger)


def _count_cycle(state: State, ledger: Ledger) -> None:
    """Count the cycle once there is a queue to count it in, at its start."""
    if state.cycle_counted or state.cycle_from is None or state.inbound is False:
        return
    state.cycle_counted = True
    contributions.cycle(ledger.slice_of(state), state.cycle_from, ledger.post, reopened=state.cycle_reopened)
