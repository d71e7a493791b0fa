"""The agents of one partition of their topic: records in, edges and agents kept, changed rows and their part out."""

from sys import intern
from typing import Final

import msgspec

from stream.codec import Wire
from stream.crew import rows
from stream.crew.agent import agent_event
from stream.crew.memory import CrewMemory
from stream.crew.presence import Presence
from stream.events import AGENT_TYPES, Outcome
from stream.intake import Intake
from stream.measures import Measures, Slice
from stream.overlay import SourceCounts
from stream.panes import LEVELS, PaneLevel
from stream.site import OTHER, Site
from stream.units import Millis
from stream.windows import Windows

MAX_GROUPS: Final = 200
"""How many teams, sites, and queues of agents a partition learns; any further one counts as `other`."""

_QUEUE: Final = "agent_queue"


class CrewPart(msgspec.Struct):
    """What one partition knows of its agents at `clock_ms`: time by window and (team, site), and states now.

    `now` is how many are in each state by slice, `queues` the same by the name of each queue that they list. Every
    agent is in one slice only, so slices may be summed; it may be in several queues, so those may not.
    """

    partition: int
    clock_ms: Millis
    totals: dict[str, dict[Slice, Measures]]
    now: dict[Slice, dict[str, int]]
    queues: dict[str, dict[str, int]]
    sources: dict[str, SourceCounts]
    slices: frozenset[Slice] = frozenset()
    dropped_deltas: int = 0
    agents: int = 0
    panes: int = 0
    windows: tuple[str, ...] = ()
    """As of a part of contacts."""


class CrewPartition(Intake):
    """Everything that is known of one partition's agents after `applied_offset`; a function of the log up to there."""

    def __init__(self, site: Site, number: int, levels: tuple[PaneLevel, ...] = LEVELS) -> None:
        """Begin before the first record."""
        super().__init__(site, number, levels)
        self.groups: dict[str, set[str]] = {"team": set(), "site": set(), _QUEUE: set()}
        self.memory = CrewMemory(site, self.panes.post)
        self._windows = Windows((site.day,), site.windows)

    def adopt(self, site: Site) -> None:
        """Go on by a site that differs at most in what shapes nothing, as its windows."""
        self.site = site
        self._windows.adopt(site.windows)

    @property
    def full(self) -> frozenset[str]:
        """As of every source partition; also `team`, `site` and `agent_queue`."""
        return super().full | {kind for kind, known in self.groups.items() if len(known) >= MAX_GROUPS}

    def pass_time(self, until_ms: Millis) -> None:
        """Let the log clock reach an instant without any event: what silence does by then is done."""
        self.log_clock_ms = max(self.log_clock_ms, until_ms)
        self.memory.pass_time(self.log_clock_ms)
        self._flush()

    @property
    def dirty_rows(self) -> int:
        """As of a partition of contacts."""
        return len(self.memory.changed) + len(self._panes.dirty())

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The rows that differ from those written last, the row about the partition last; None: the row is to go."""
        return rows.changes(self)

    def part(self, clock_ms: Millis) -> CrewPart:
        """What the partition shows at an instant (whole seconds); the windows never go back."""
        panes = self.panes
        windows = self._windows.look(panes, clock_ms)
        presence = Presence(self.site, clock_ms, [window.covers for window in windows])
        presence.of(self.memory.agents.values())
        return CrewPart(
            self.number,
            clock_ms,
            {w.name.partition("@")[0]: presence.spent(n, w.totals, w.first_ms) for n, w in enumerate(windows)},
            presence.states(),
            presence.queues,
            self.counted(),
            panes.slices() | presence.now.keys(),
            panes.dropped,
            len(self.memory.agents),
            len(panes),
            self.site.windows,
        )

    def _subject(self, wire: Wire) -> str | None:
        return wire.agent if wire.type in AGENT_TYPES else None

    def _apply(self, subject: str, wire: Wire) -> Outcome:
        event = agent_event(wire)
        event.team, event.site = self._placed("team", wire.team), self._placed("site", wire.site)
        if wire.queues is not None:
            event.queues = tuple(dict.fromkeys(self._placed(_QUEUE, queue) or queue for queue in wire.queues))
        outcome = self.memory.apply(subject, event, self.log_clock_ms)
        if outcome == "applied":
            self._learn("team", event.team)
            self._learn("site", event.site)
            for queue in event.queues or ():
                self._learn(_QUEUE, queue)
        return outcome

    def _pass_time(self, log_clock_ms: Millis) -> None:
        self.memory.pass_time(log_clock_ms)

    def _placed(self, kind: str, name: str | None) -> str | None:
        """The team, site or queue under which an event counts: its own while there is room for it."""
        known = self.groups[kind]
        if not name or name in known or len(known) < MAX_GROUPS or (kind == _QUEUE and self.site.knows(name)):
            return name and intern(name)
        return OTHER

    def _learn(self, kind: str, name: str | None) -> None:
        if name and name != OTHER:
            self.groups[kind].add(name)
