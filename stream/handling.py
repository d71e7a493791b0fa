"""Conversations: talk, hold, transfer, end and wrap-up of the entry that was answered last."""

from stream import contributions
from stream.contact import Entry, State
from stream.events import Event
from stream.ledger import Ledger
from stream.units import Millis


def held(state: State, event: Event, _ledger: Ledger) -> None:
    """The customer is put on hold."""
    entry = state.answered
    if entry is not None and entry.talking_from is not None and entry.hold_from is None:
        entry.hold_from = event.at


def resumed(state: State, event: Event, ledger: Ledger) -> None:
    """The hold is over; one that outlived its conversation was cut at its end, and is counted as impossible."""
    entry = state.answered
    if entry is None:
        return
    if entry.hold_from is not None:
        entry.hold_ms += event.at - entry.hold_from
        entry.hold_from = None
    elif entry.hold_cut:
        entry.hold_cut = False
        ledger.post(ledger.slice_of(state, entry.queue), event.at, contributions.HOLD_BEYOND_END, 1)


def transferred(state: State, event: Event, ledger: Ledger) -> None:
    """The conversation with this agent is over; to another agent it goes on as the same entry.

    Where that agent has joined already (attended), it goes on without a break.
    """
    entry = state.answered
    if entry is not None and entry.talking_from is not None:
        entry.transferred = True
        if event.agent is not None and event.queue is None and event.agent == state.talker and state.beside is not None:
            state.left_by, state.left_at, state.beside = state.beside, event.at, None
            return
        finish(state, event.at, ledger)
        state.handed_over = event.agent is not None and event.queue is None


def wrapped(state: State, event: Event, ledger: Ledger) -> None:
    """The work after the contact is over: what was handled moves here, with its wrap-up."""
    entry = state.answered
    if entry is None:
        return
    if entry.talking_from is not None:
        _wrapped_early(state, entry, event, ledger)
    elif entry.ended_at is not None and entry.wrapped_at is None:
        contributions.wrapped(entry, event.at, ledger.slice_of(state, entry.queue), ledger.post)


def finish(state: State, at: Millis, ledger: Ledger) -> None:
    """End the conversation that runs, with its hold; hold beyond the conversation is cut."""
    entry = state.answered
    if entry is None or entry.talking_from is None:
        return
    entry.span_ms += at - entry.talking_from
    entry.talking_from = None
    if entry.hold_from is not None:
        entry.hold_ms += max(0, at - entry.hold_from)
        entry.hold_from = None
        entry.hold_cut = True
    entry.ended_at = at
    entry.handled_in = ledger.slice_of(state, entry.queue)
    if entry.hold_ms > entry.span_ms:
        entry.hold_ms = entry.span_ms
        ledger.post(entry.handled_in, at, contributions.HOLD_BEYOND_END, 1)
    contributions.handled(entry, ledger.post, 1)
    if state.carrier is not None:
        contributions.handed_on(state.carrier, ledger.post)
        state.carrier = None
    state.left_by, state.left_at, state.talker = state.talker, at, None
    state.beside = None


def _wrapped_early(state: State, entry: Entry, event: Event, ledger: Ledger) -> None:
    """A wrap-up while a conversation runs: that of the leg before, or impossible."""
    if event.agent is not None and event.agent == state.left_by and event.agent != state.talker:
        entry.wrap_up_ms += event.at - state.left_at
        state.left_by = None
    else:
        ledger.post(ledger.slice_of(state, entry.queue), event.at, contributions.WRAP_UP_BEFORE_END, 1)
