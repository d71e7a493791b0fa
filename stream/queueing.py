"""Entries: how they begin, and the three ways in which each of them ends."""

from typing import Final

from stream import contributions, responding
from stream.contact import Entry, State
from stream.events import Event
from stream.handling import finish
from stream.ledger import Ledger
from stream.site import OTHER
from stream.units import Millis

_TURNED_AWAY: Final = frozenset({"full", "empty", "closed"})


def queued(state: State, event: Event, ledger: Ledger) -> None:
    """Begin an entry; one that waits in another queue (or under another id) is diverted to it."""
    waiting = state.waiting
    if waiting is not None:
        if event.queue == waiting.queue and event.entry in {None, waiting.source_id}:
            return
        divert(state, event.at, ledger)
    state.queue = event.queue
    state.waiting = _entry(state, event, ledger)
    contributions.offered(state.waiting, ledger.post, 1)
    state.ended = state.idle_closed = state.handed_over = False
    responding.start_cycle(state, event.at, ledger)
    responding.enter(state, event.at, ledger)


def answered(state: State, event: Event, ledger: Ledger) -> None:
    """Answer the entry that waits; without one it is another leg of a handed-over entry, or an entry of its own."""
    if state.waiting is not None:
        answer(state, event.at, event.agent, ledger)
    elif state.talking:
        state.talker = event.agent or state.talker
    elif state.handed_over and state.answered is not None:
        _next_leg(state, state.answered, event, ledger)
    else:
        _answer_unqueued(state, event, ledger)


def abandoned(state: State, event: Event, ledger: Ledger) -> None:
    """The customer left the queue; told twice, or of a contact that waits nowhere, it is nothing new."""
    if state.waiting is not None:
        abandon(state, event.at, ledger)


def diverted(state: State, event: Event, ledger: Ledger) -> None:
    """The contact left its queue for somewhere else, or was never let in."""
    if state.waiting is not None:
        divert(state, event.at, ledger)
        if event.reason != "overflow":
            responding.stop_clock(state, event.at, ledger)
    elif event.reason in _TURNED_AWAY and state.inbound is not False:
        state.queue = event.queue or state.queue
        contributions.turned_away(ledger.slice_of(state), event.at, ledger.post)


def offered(state: State, _event: Event, _ledger: Ledger) -> None:
    """It rings at an agent."""
    state.offered = state.waiting is not None


def missed(state: State, _event: Event, _ledger: Ledger) -> None:
    """The agent did not take it."""
    state.offered = False


def answer(state: State, at: Millis, agent: str | None, ledger: Ledger) -> None:
    """End the wait of the entry that waits by an answer; a conversation that still runs ends with it."""
    entry = state.waiting
    if entry is None:
        return
    if state.talking:
        finish(state, at, ledger)
    state.waiting = None
    state.offered = state.handed_over = state.ended = False
    state.talker = agent
    entry.answered_at = entry.talking_from = at
    entry.outcome_in = ledger.slice_of(state, entry.queue)
    state.answered = entry
    contributions.answered(entry, ledger.post, 1)


def abandon(state: State, at: Millis, ledger: Ledger) -> None:
    """End the wait because the customer left; the cycle's clock ends too."""
    entry = _left(state, ledger)
    if entry is not None:
        contributions.abandoned(entry, at, ledger.post)
    responding.stop_clock(state, at, ledger)


def divert(state: State, at: Millis, ledger: Ledger) -> None:
    """End the wait neither answered nor abandoned; the cycle's clock goes on with the customer."""
    entry = _left(state, ledger)
    if entry is not None:
        contributions.diverted(entry, at, ledger.post)


def relabel(state: State, queue: str, ledger: Ledger) -> None:
    """Move the current entry as a whole to another queue: everything that it contributed moves with it."""
    entry = state.waiting or state.answered
    current = entry is not None and entry.queue == (state.queue or entry.queue)  # else it left a later queue already
    state.queue = queue
    if entry is None or not current:
        return
    for sign in (-1, 1):
        contributions.offered(entry, ledger.post, sign)
        contributions.answered(entry, ledger.post, sign)
        contributions.handled(entry, ledger.post, sign)
        if sign < 0:
            entry.queue = queue
            entry.offered_in = (queue, *entry.offered_in[1:])
            entry.outcome_in = (queue, *entry.outcome_in[1:])
            entry.handled_in = (queue, *entry.handled_in[1:])


def _entry(state: State, event: Event, ledger: Ledger, *, measured: bool = True) -> Entry:
    queue = state.queue or OTHER
    rules = ledger.version(queue, ledger.channel_of(state), event.at)
    return Entry(
        queue,
        event.at,
        ledger.slice_of(state),
        rules.service_level_threshold_ms,
        rules.short_abandon_ms,
        rules.answer_target_ms,
        round(rules.answer_target_ms * rules.warn_before_share),
        measured,
        state.inbound is not False,
        event.entry,
    )


def _left(state: State, ledger: Ledger) -> Entry | None:
    entry = state.waiting
    if entry is not None:
        state.waiting = None
        state.offered = False
        entry.outcome_in = ledger.slice_of(state, entry.queue)
    return entry


def _next_leg(state: State, entry: Entry, event: Event, ledger: Ledger) -> None:
    """Another agent goes on with an entry: it is handled when that conversation is over too."""
    contributions.handled(entry, ledger.post, -1)
    entry.ended_at = entry.wrapped_at = None
    entry.talking_from = event.at
    state.handed_over = False
    state.talker = event.agent


def _answer_unqueued(state: State, event: Event, ledger: Ledger) -> None:
    """An answer of which no queueing is known; after the end of the contact there is no conversation to measure."""
    state.queue = event.queue or state.queue or OTHER
    entry = state.answered = _entry(state, event, ledger, measured=False)
    entry.answered_at = event.at
    entry.outcome_in = entry.offered_in
    contributions.offered(entry, ledger.post, 1)
    contributions.answered(entry, ledger.post, 1)
    if state.ended:
        ledger.post(entry.outcome_in, event.at, contributions.END_BEFORE_ANSWER, 1)
    else:
        entry.talking_from = event.at
        state.talker = event.agent
        state.idle_closed = False
    responding.enter(state, event.at, ledger)
