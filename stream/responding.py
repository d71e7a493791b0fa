"""Cycles: their start, their first response by a human, and the clock that runs in between."""

from stream import contributions
from stream.contact import State
from stream.ledger import Ledger
from stream.site import OTHER
from stream.units import Millis


def start_cycle(state: State, at: Millis, ledger: Ledger) -> None:
    """Start the contact's first cycle, at whichever comes first: started, queued, a message of the customer."""
    if state.cycle_from is not None:
        return
    state.cycle_from = at
    if state.early_response and state.inbound is not False:
        ledger.post(ledger.slice_of(state), at, contributions.RESPONSE_BEFORE_START, 1)


def restart_cycle(state: State, at: Millis, ledger: Ledger) -> None:
    """Start a new cycle with a clock of its own, in the queue that the contact was in."""
    stop_clock(state, at, ledger)
    state.cycle_from = at
    state.cycle_entry_at = state.responded_at = state.cycle_target_ms = None
    state.clock_done = False
    _start_clock(state, ledger)


def enter(state: State, at: Millis, ledger: Ledger) -> None:
    """An entry began: the first of a cycle is the one whose queue the clock counts in."""
    if state.cycle_entry_at is None and state.cycle_from is not None:
        state.cycle_entry_at = at
        _start_clock(state, ledger)


def respond(state: State, at: Millis, ledger: Ledger) -> None:
    """A human agent spoke in public: the first time in a cycle it is the first response."""
    if state.inbound is False or state.responded_at is not None:
        return
    if state.cycle_from is None:
        state.early_response = True
        return
    state.responded_at = at
    target = state.cycle_target_ms
    if target is None:
        rules = ledger.version(state.queue or OTHER, ledger.channel_of(state), state.cycle_from)
        target = rules.first_response_target_ms
    cohort_at = state.cycle_from if state.cycle_entry_at is None else state.cycle_entry_at
    took_ms = at - state.cycle_from
    contributions.first_response(ledger.slice_of(state), at, cohort_at, (took_ms, target), ledger.post)
    if state.clock_deadline is not None and at <= state.clock_deadline:
        contributions.response_met(state.clock_in, at, ledger.post)
        state.clock_deadline = None
        state.clock_done = True
    else:
        stop_clock(state, at, ledger)


def stop_clock(state: State, at: Millis, ledger: Ledger) -> None:
    """The clock ends without a response: after its deadline a breach, before it nothing."""
    if state.clock_deadline is None:
        return
    if at > state.clock_deadline:
        contributions.response_breached(state.clock_in, state.clock_deadline, ledger.post)
    state.clock_deadline = None
    state.clock_done = True


def _start_clock(state: State, ledger: Ledger) -> None:
    if state.queue is None or state.cycle_from is None or state.inbound is False:
        return
    if state.clock_done or state.clock_deadline is not None or state.responded_at is not None:
        return
    rules = ledger.version(state.queue, ledger.channel_of(state), state.cycle_from)
    target = rules.first_response_target_ms
    if target is not None:
        state.cycle_target_ms = target
        state.clock_deadline = state.cycle_from + target
        state.clock_in = ledger.slice_of(state)
        state.clock_warn_ms = round(target * rules.warn_before_share)
