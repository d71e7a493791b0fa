"""A contact is the fold of its own events: the order in which they count, and what each of them does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from stream import clocks, contributions, events, handling, queueing, responding
from stream.contact import State
from stream.events import Event
from stream.ledger import Ledger
from stream.units import Millis

_Handler: TypeAlias = Callable[[State, Event, Ledger], None]

_MESSAGE_CHANNELS: Final = frozenset({"chat", "email", "social", "sms", "video"})


def place(event: Event) -> tuple[Millis, int, str]:
    """Where an event stands among those of its contact, as far as the state does not decide."""
    return event.at, event.kind, event.identity


def advance(state: State, event: Event, ledger: Ledger) -> None:
    """Fold one event that is not older than those before it; a silence that was too long closes the contact first."""
    if event.at - state.last_at > ledger.shortest_limit_ms and state.last_at and state.busy:
        _pass_silence(state, event.at, ledger)
    if event.channel is not None and state.channel is None:
        state.channel = event.channel
    if event.direction is not None and state.inbound is None:
        state.inbound = event.direction == "inbound"
        if not state.inbound:
            clocks.stop(state, event.at, ledger)  # nobody waits for a response to our own call
    priority = event.priority
    if (priority is not None and priority != state.priority) or event.tier is not None or event.topic is not None:
        _label(state, event, ledger)
    _HANDLERS[event.kind](state, event, ledger)
    state.last_at = event.at


def fold(state: State, recent: Iterable[Event], ledger: Ledger) -> None:
    """Fold events that are sorted by `place`; of those of one instant the state reached decides which is next."""
    for _ in steps(state, recent, ledger):
        pass


def steps(state: State, recent: Iterable[Event], ledger: Ledger) -> Iterator[Event]:
    """As `fold`, one event at a time: each is named once it is folded."""
    for at, instant in groupby(recent, key=_instant):
        together = list(instant)
        if len(together) > 1 and state.last_at and state.busy:
            _pass_silence(state, at, ledger)  # before the choice: what is possible may be another thing now
        while together:
            event = together[0] if len(together) == 1 else _next(state, together)
            together.remove(event)
            advance(state, event, ledger)
            yield event


def close_idle(state: State, at: Millis, ledger: Ledger) -> None:
    """Close a contact that was silent for longer than its limit: no resolution, and no new cycle if it comes back."""
    ledger.post(ledger.slice_of(state), at, contributions.CLOSED_IDLE, 1)
    entry = state.answered
    if entry is not None and entry.talking_from is not None:
        last = state.last_at
        if state.last_message_at is not None:
            last = state.last_message_at
            handling.cut_silence(entry)
        handling.finish(state, max(entry.talking_from, last), ledger)
    queueing.divert(state, at, "timeout", ledger)
    clocks.stop(state, at, ledger)
    state.idle_closed = True
    state.handed_over = False


def _label(state: State, event: Event, ledger: Ledger) -> None:
    """Take the labels that an event names: clocks that run go by what matches now, and will count under these."""
    if event.tier is not None:
        state.tier = event.tier
    if event.topic is not None:
        state.topic = event.topic
    if event.priority is not None and event.priority != state.priority:
        first = state.priority is None
        state.priority = event.priority
        if ledger.reconsiders:
            if event.kind == events.UPDATED:
                _updated(state, event, ledger)  # a policy is looked up by the queue too
            clocks.reconsider(state, event.at, ledger, first=first)
    if ledger.has_labels:
        clocks.relabel(state, event.at, ledger)


def possible(state: State, kind: int) -> bool:
    """Whether an event of this kind can happen in this state; it decides only among events of one instant."""
    holds = _POSSIBLE.get(kind)
    return holds is None or holds(state)


def _pass_silence(state: State, until: Millis, ledger: Ledger) -> None:
    limit = ledger.idle_limit(state)
    if limit is not None and until - state.last_at > limit:
        close_idle(state, state.last_at + limit, ledger)


def _waits(state: State) -> bool:
    return state.waiting is not None


def _talks(state: State) -> bool:
    return state.talking


def _is_on_hold(state: State) -> bool:
    return state.answered is not None and state.answered.hold_from is not None


def _can_be_wrapped(state: State) -> bool:
    return bool(state.leavers)  # also of a conversation before the one that runs


def _can_be_reopened(state: State) -> bool:
    return state.resolved or state.ended or state.idle_closed


_POSSIBLE: Final[dict[int, Callable[[State], bool]]] = {
    events.REOPENED: _can_be_reopened,
    events.CONTINUED: lambda state: state.suspended,
    events.RESUMED: _is_on_hold,
    events.TRANSFERRED: _talks,
    events.MISSED: lambda state: state.offered > 0,
    events.ABANDONED: _waits,
    events.DIVERTED: _waits,
    events.QUEUED: lambda state: state.waiting is None,
    events.OFFERED: _waits,
    events.ANSWERED: _waits,
    events.HELD: _talks,
    events.ENDED: _talks,
    events.WRAPPED: _can_be_wrapped,
}
"""What must hold for an event of a kind; a kind that is not here is always possible."""


def _instant(event: Event) -> Millis:
    return event.at


def _next(state: State, together: Sequence[Event]) -> Event:
    return next((event for event in together if possible(state, event.kind)), together[0])


def _started(state: State, event: Event, ledger: Ledger) -> None:
    responding.start_cycle(state, event.at, ledger)


def _reopened(state: State, event: Event, ledger: Ledger) -> None:
    if _can_be_reopened(state):
        state.resolved = state.ended = state.idle_closed = False
        responding.restart_cycle(state, event.at, ledger)
    else:  # of a contact that is known no more
        responding.start_cycle(state, event.at, ledger, reopened=True)


def _updated(state: State, event: Event, ledger: Ledger) -> None:
    if event.queue is not None:
        queueing.relabel(state, event.queue, ledger)


def _message(state: State, event: Event, ledger: Ledger) -> None:
    if event.sender == "agent" and event.public:
        if state.waiting is not None and ledger.channel_of(state) in _MESSAGE_CHANNELS:
            queueing.answer(state, event.at, event.agent, ledger)
            ledger.post(ledger.slice_of(state), event.at, contributions.IMPLIED_ANSWER, 1)
        responding.respond(state, event.at, ledger)
    elif event.sender == "customer":
        responding.ask(state, event.at, ledger)
    state.last_message_at = event.at
    entry = state.answered
    if entry is not None and entry.talking_from is not None:
        entry.hold_by_message_ms = entry.hold_ms + (0 if entry.hold_from is None else event.at - entry.hold_from)


def _suspended(state: State, event: Event, ledger: Ledger) -> None:
    clocks.pause(state, event.at, ledger)
    state.suspended = True


def _continued(state: State, event: Event, ledger: Ledger) -> None:
    clocks.go_on(state, event.at, ledger)
    state.suspended = False


def _ended(state: State, event: Event, ledger: Ledger) -> None:
    handling.finish(state, event.at, ledger)
    if state.waiting is not None:
        if event.by in {None, "customer"}:
            queueing.abandon(state, event.at, ledger)
        else:
            queueing.divert(state, event.at, "timeout", ledger)
    clocks.stop(state, event.at, ledger)
    state.ended = True
    state.handed_over = False


def _resolved(state: State, event: Event, ledger: Ledger) -> None:
    """What still waits or runs ends with the cycle, else a mail would stay open for ever."""
    handling.finish(state, event.at, ledger)
    queueing.divert(state, event.at, "timeout", ledger)
    responding.resolve(state, event.at, ledger)
    state.handed_over = False


_HANDLERS: Final[tuple[_Handler, ...]] = (
    _started,
    _reopened,
    _updated,
    _continued,
    handling.resumed,
    handling.transferred,
    queueing.missed,
    queueing.abandoned,
    queueing.diverted,
    queueing.queued,
    queueing.offered,
    queueing.answered,
    _message,
    handling.held,
    _suspended,
    _ended,
    handling.wrapped,
    _resolved,
)
"""What each kind of event does, in the order of the kinds."""
