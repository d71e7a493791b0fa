"""Conversations: talk, hold, transfer, end and wrap-up of the entry that was answered last."""

from typing import Final

from stream import contributions
from stream.contact import Entry, State
from stream.events import Event
from stream.ledger import Ledger
from stream.units import Millis

MOST_LEAVERS: Final = 8
"""How many agents may be at work after their conversations with one contact."""


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
        agent = event.agent
        if agent is not None and event.queue is None and state.beside and agent in {state.talker, *state.beside}:
            _goes_on(state, agent, event.at)
            return
        finish(state, event.at, ledger)
        state.handed_over = agent is not None and event.queue is None


def wrapped(state: State, event: Event, ledger: Ledger) -> None:
    """An agent is done with the work after a conversation: it is the entry's, and what was handled moves here.

    While another conversation runs it is the work after one before, or impossible.
    """
    entry = state.answered
    if entry is None:
        return
    left_at = _left_at(state, entry, event.agent)
    if entry.talking_from is None:
        if left_at is not None and entry.ended_at is not None:
            contributions.wrapped(entry, event.at, event.at - left_at, ledger.slice_of(state, entry.queue), ledger.post)
    elif left_at is not None:
        entry.wrap_up_ms += event.at - left_at
        entry.wrapped_at = event.at  # in case that silence ends the conversation before this
    else:
        ledger.post(ledger.slice_of(state, entry.queue), event.at, contributions.WRAP_UP_BEFORE_END, 1)


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
    if entry.wrapped_at is not None and entry.wrapped_at <= at:
        entry.wrapped_at = None
    entry.handled_in = ledger.slice_of(state, entry.queue)
    if entry.hold_ms > entry.span_ms:
        entry.hold_ms = entry.span_ms
        ledger.post(entry.handled_in, at, contributions.HOLD_BEYOND_END, 1)
    entry.hold_by_message_ms = entry.hold_ms  # silence after a later leg takes nothing from this one
    contributions.handled(entry, ledger.post, 1)
    if state.carrier is not None:
        contributions.carried(state.carrier, ledger.post, -1)
    if state.beside:  # in a conference all have work of their own after it
        _others_leave(state, at)
    _leave(state, state.talker, at)
    state.talker = None


def cut_silence(entry: Entry) -> None:
    """Forget the hold after the last message: silence ends a conversation there."""
    entry.hold_ms, entry.hold_from = entry.hold_by_message_ms, None


def _leave(state: State, agent: str | None, at: Millis) -> None:
    """An agent has left a conversation; the work after it begins."""
    state.leavers = (*state.leavers, (agent, at))[-MOST_LEAVERS:]


def _others_leave(state: State, at: Millis) -> None:
    """Of a conference the talker alone goes on, or nobody."""
    for agent in state.beside:
        _leave(state, agent, at)
    state.beside = ()


def _goes_on(state: State, agent: str, at: Millis) -> None:
    """Of a conference this agent alone goes on, be it the one who joined last or one who was there before."""
    state.beside = tuple(who for who in (*state.beside, state.talker) if who is not None and who != agent)
    state.talker = agent
    _others_leave(state, at)


def _left_at(state: State, entry: Entry, agent: str | None) -> Millis | None:
    """When the agent who is done had left; if nobody knows him, and no conversation runs, when the last one had."""
    talks = entry.talking_from is not None
    if not talks and len(state.leavers) == 1:  # nearly always
        (_, left_at), state.leavers = state.leavers[0], ()
        return left_at
    if talks and agent == state.talker:
        return None
    legs = state.leavers
    of_agent = [place for place, (who, _) in enumerate(legs) if who == agent and agent is not None]
    if not legs or (talks and not of_agent):
        return None
    place = of_agent[-1] if of_agent else len(legs) - 1
    state.leavers = (*legs[:place], *legs[place + 1 :])
    return legs[place][1]
