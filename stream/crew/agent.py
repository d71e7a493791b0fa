"""An agent is the fold of its own events: the state at an instant is that of the last event at or before it.

What an event leaves unsaid stays as it was. An agent of whom nothing is heard for the limit, and who is not offline,
vanishes at that instant: in a gap between two events as well as after the last.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from stream.codec import Wire, identity
from stream.crew.states import UNPAID, VANISHED
from stream.units import Millis

MAX_SLOTS = 100
"""More contacts than anybody handles at once; a greater number is taken for this one."""


class AgentEvent(msgspec.Struct, array_like=True, gc=False):
    """One event of one agent, normalised; None is what it does not say."""

    at: Millis
    identity: str
    state: str
    team: str | None = None
    site: str | None = None
    slots: int | None = None
    queues: tuple[str, ...] | None = None


class Standing(msgspec.Struct, array_like=True, frozen=True):
    """How an agent stands from `at` on, the time of the event that said so last."""

    at: Millis
    state: str
    team: str = ""
    site: str = ""
    slots: int = 1
    queues: tuple[str, ...] = ()


class Turn(NamedTuple):
    """An instant at which an agent begins to stand differently; None: it is not known before, or not any more."""

    at: Millis
    before: Standing | None
    after: Standing | None


class Agent(msgspec.Struct):
    """An agent as it is remembered. `vanished`: the log clock has passed the limit after its last event.

    `base` is how it stood after the events that are settled, the last of them at `settled_at`; `standing` after all of
    them; `due` when silence changes the agent next, or an instant before that.
    """

    id: str
    recent: list[AgentEvent] = []
    base: Standing | None = None
    settled_at: Millis | None = None
    settled: tuple[str, ...] = ()
    vanished: bool = False
    standing: Standing | None = None
    due: Millis = 1 << 62


def agent_event(wire: Wire) -> AgentEvent:
    """The event that an agent's record tells."""
    slots = wire.slots
    return AgentEvent(
        wire.at,
        identity(wire),
        str(wire.state),
        wire.team,
        wire.site,
        None if slots is None else min(max(slots, 0), MAX_SLOTS),
        None if wire.queues is None else tuple(wire.queues),
    )


def place(event: AgentEvent) -> tuple[Millis, str]:
    """Where an event stands among those of its agent: by time, then by identity."""
    return event.at, event.identity


def after(before: Standing | None, event: AgentEvent) -> Standing:
    """How an agent stands after an event."""
    if before is None:
        before = Standing(event.at, event.state)
    return Standing(
        event.at,
        event.state,
        before.team if event.team is None else event.team,
        before.site if event.site is None else event.site,
        before.slots if event.slots is None else event.slots,
        before.queues if event.queues is None else event.queues,
    )


def standing_after(agent: Agent, count: int) -> Standing | None:
    """How an agent stands after so many of its recent events: what the last one leaves unsaid was said before it."""
    if not count:
        return agent.base
    last = agent.recent[count - 1]
    team, site, slots, queues = last.team, last.site, last.slots, last.queues
    for number in range(count - 2, -1, -1):
        if team is not None and site is not None and slots is not None and queues is not None:
            break
        event = agent.recent[number]
        team = event.team if team is None else team
        site = event.site if site is None else site
        slots = event.slots if slots is None else slots
        queues = event.queues if queues is None else queues
    return after(agent.base, AgentEvent(last.at, last.identity, last.state, team, site, slots, queues))


def vanishing(standing: Standing, limit_ms: Millis) -> Turn | None:
    """What silence makes of an agent that stands like this; None: who is offline cannot vanish."""
    if standing.state in UNPAID:
        return None
    at = standing.at + limit_ms
    return Turn(at, standing, replace(standing, at=at, state=VANISHED))


def turns(base: Standing | None, events: Iterable[AgentEvent], limit_ms: Millis) -> Iterator[Turn]:
    """Every turn that sorted events make of an agent that stood like `base`; a heartbeat is a turn to the same."""
    standing = base
    for event in events:
        shown = standing
        if standing is not None:
            gone = vanishing(standing, limit_ms) if event.at - standing.at >= limit_ms else None
            if gone is not None:
                yield gone
                shown = gone.after
        standing = after(standing, event)
        yield Turn(event.at, shown, standing)


def history(agent: Agent, limit_ms: Millis) -> Iterator[Turn]:
    """The turns of an agent since what is settled; the last one may be that it has vanished."""
    yield from turns(agent.base, agent.recent, limit_ms)
    if agent.vanished and agent.standing is not None:
        gone = vanishing(agent.standing, limit_ms)
        if gone is not None:
            yield gone
