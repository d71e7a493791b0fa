"""Entries: how they begin, and the three ways in which each of them ends."""

from typing import Final

from stream import clocks, contributions, responding
from stream.clock import ANSWER, VISIT, begun, paused
from stream.contact import Entry, State
from stream.events import Event
from stream.handling import MOST_LEAVERS, finish
from stream.ledger import Ledger
from stream.site import OTHER
from stream.units import Millis

_TURNED_AWAY: Final = frozenset({"full", "empty", "closed"})


def queued(state: State, event: Event, ledger: Ledger) -> None:
    """Begin an entry; one that waits in another queue (or under another id) is diverted to it."""
    waiting = state.waiting
    if waiting is not None:
        if event.queue == waiting.queue and (event.entry is None or waiting.source_id in {None, event.entry}):
            waiting.source_id = waiting.source_id or event.entry  # told once more, with its id
            return
        divert(state, event.at, "overflow", ledger)
    state.queue = event.queue
    state.left_queue = False
    entry = state.waiting = _entry(state, event, ledger)
    _first(state, entry, contributions.FIRST_OFFER)
    contributions.offered(entry, ledger.post, 1)
    state.ended = state.idle_closed = state.handed_over = False
    responding.start_cycle(state, event.at, ledger)
    responding.enter(state, event.at, ledger)


def answered(state: State, event: Event, ledger: Ledger) -> None:
    """Answer the entry that waits; without one it is another leg of a handed-over entry, or an entry of its own."""
    state.assigned_at = event.at
    if state.waiting is not None:
        answer(state, event.at, event.agent, ledger)
    elif state.talking:
        _joined(state, event.agent)
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
        divert(state, event.at, event.reason or "timeout", ledger)
        if event.reason != "overflow":
            clocks.stop(state, event.at, ledger)
    elif event.reason in _TURNED_AWAY and state.inbound is not False:
        state.queue = event.queue or state.queue
        first = not state.counted & contributions.FIRST_DIVERT
        state.counted |= contributions.FIRST_DIVERT
        contributions.turned_away(ledger.slice_of(state), event.at, event.reason or "full", ledger.post, first=first)


def offered(state: State, event: Event, ledger: Ledger) -> None:
    """It rings at an agent."""
    entry = state.waiting
    if entry is not None:
        state.offered += 1
        contributions.offer(entry, ledger.slice_of(state, entry.queue), event.at, ledger.post, missed=False)


def missed(state: State, event: Event, ledger: Ledger) -> None:
    """The agent did not take it."""
    entry = state.waiting
    if entry is not None and state.offered:
        state.offered -= 1
        contributions.offer(entry, ledger.slice_of(state, entry.queue), event.at, ledger.post, missed=True)


def answer(state: State, at: Millis, agent: str | None, ledger: Ledger) -> None:
    """End the wait of the entry that waits by an answer; a conversation that still runs ends with it."""
    entry = state.waiting
    if entry is None:
        return
    finish(state, at, ledger)
    state.waiting = None
    state.offered = 0
    state.handed_over = False
    state.talker = agent
    entry.answered_at = entry.talking_from = at
    entry.outcome_in = ledger.slice_of(state, entry.queue)
    _first(state, entry, contributions.FIRST_ANSWER)
    _take_over(state, entry)
    contributions.answered(entry, ledger.post, 1)
    if entry.clock is not None and not entry.clock.missed(at):
        entry.clock = None  # it is met and over: the entry knows all that there is to know
    if state.clocks:
        clocks.fulfil(VISIT, state, at, ledger)


def abandon(state: State, at: Millis, ledger: Ledger) -> None:
    """End the wait because the customer left; the cycle's clock ends too."""
    entry = _left(state, ledger, contributions.FIRST_ABANDON)
    if entry is not None:
        contributions.abandoned(entry, at, ledger.post)
    clocks.stop(state, at, ledger)


def divert(state: State, at: Millis, reason: str, ledger: Ledger) -> None:
    """End the wait neither answered nor abandoned; the cycle's clocks go on with the customer."""
    entry = _left(state, ledger, contributions.FIRST_DIVERT)
    if entry is not None:
        contributions.diverted(entry, at, reason, ledger.post)


def relabel(state: State, queue: str, ledger: Ledger) -> None:
    """Move the current entry as a whole to another queue: everything that it contributed moves with it.

    One that left its queue without an answer is current no more, nor is the one answered before it.
    """
    entry = None if state.left_queue else state.waiting or state.answered
    current = entry is not None and entry.queue == (
        state.queue or entry.queue
    )  # else it was never let into a later one
    state.queue = queue
    if entry is None or not current:
        return
    place = ledger.slice_of(state, queue)[: 1 if state.channel else 2]
    for sign in (-1, 1):
        contributions.offered(entry, ledger.post, sign)
        contributions.answered(entry, ledger.post, sign)
        contributions.handled(entry, ledger.post, sign)
        if sign < 0:
            entry.queue = queue
            entry.offered_in = (*place, *entry.offered_in[len(place) :])
            entry.outcome_in = (*place, *entry.outcome_in[len(place) :])
            entry.handled_in = (*place, *entry.handled_in[len(place) :])


def _entry(state: State, event: Event, ledger: Ledger, *, measured: bool = True) -> Entry:
    queue = state.queue or OTHER
    rules = ledger.version(queue, state.channel or ledger.channel_of(state), event.at)
    where = ledger.slice_of(state)
    terms = ledger.terms(ANSWER, state, event.at) if measured else None
    clock = None if terms is None else begun(ANSWER, event.at, terms, where if ledger.has_labels else ())
    if clock is not None and state.suspended:
        clock = paused(clock, event.at)
    return Entry(
        queue,
        event.at,
        where,
        rules.service_level_threshold_ms,
        rules.short_abandon_ms,
        clock,
        measured,
        state.inbound is not False,
        event.entry,
    )


def _first(state: State, entry: Entry, what: int) -> None:
    """Note whether the contact does this for the first time, with this entry."""
    if entry.counted and not state.counted & what:
        state.counted |= what
        entry.firsts |= what


def _take_over(state: State, entry: Entry) -> None:
    """From now on this is the entry answered last; the one before is handled until this one is."""
    before = state.answered
    if before is not None and before.ended_at is not None:
        state.carrier = before
    state.answered = entry


def _left(state: State, ledger: Ledger, first: int) -> Entry | None:
    entry = state.waiting
    if entry is not None:
        state.waiting = None
        state.offered = 0
        state.left_queue = True
        entry.outcome_in = ledger.slice_of(state, entry.queue)
        _first(state, entry, first)
    return entry


def _joined(state: State, agent: str | None) -> None:
    """Another agent goes on with a conversation that runs; who was not named before is the one who is named now."""
    entry = state.answered
    if state.talker is None:
        state.talker = agent
    elif entry is not None and agent is not None and agent != state.talker:
        entry.legs += 1
        others = tuple(who for who in (*state.beside, state.talker) if who != agent)
        state.talker, state.beside = agent, others[-MOST_LEAVERS:]


def _next_leg(state: State, entry: Entry, event: Event, ledger: Ledger) -> None:
    """Another agent goes on with an entry: it is handled when that conversation is over too."""
    contributions.handled(entry, ledger.post, -1)
    if state.carrier is not None and entry.ended_at is not None:
        contributions.carried(state.carrier, ledger.post, 1)
    entry.ended_at = entry.wrapped_at = None
    entry.talking_from = event.at
    entry.legs += 1
    state.handed_over = False
    state.talker = event.agent


def _answer_unqueued(state: State, event: Event, ledger: Ledger) -> None:
    """An answer of which no queueing is known; after the end of the contact there is no conversation to measure."""
    state.queue = event.queue or state.queue or OTHER
    entry = _entry(state, event, ledger, measured=False)
    entry.answered_at = event.at
    entry.outcome_in = entry.offered_in
    _first(state, entry, contributions.FIRST_OFFER)
    _first(state, entry, contributions.FIRST_ANSWER)
    _take_over(state, entry)
    state.left_queue = False
    contributions.offered(entry, ledger.post, 1)
    contributions.answered(entry, ledger.post, 1)
    if state.ended:
        ledger.post(entry.outcome_in, event.at, contributions.END_BEFORE_ANSWER, 1)
    else:
        entry.talking_from = event.at
        state.talker = event.agent
        state.idle_closed = False
    responding.enter(state, event.at, ledger)
    clocks.fulfil(VISIT, state, event.at, ledger)
