"""The agents of one partition of their topic: records in, edges and agents kept, changed rows and their part out."""

from collections.abc import Sequence
from sys import intern
from typing import Final

import msgspec
from msgspec.structs import replace

from stream.codec import decode
from stream.crew import rows
from stream.crew.agent import agent_event
from stream.crew.memory import CrewMemory
from stream.crew.presence import Presence
from stream.events import AGENT_TYPES, Rejected
from stream.measures import Measures, Slice
from stream.overlay import SourceCounts
from stream.panes import LEVELS, PaneLevel, Panes
from stream.partition import MAX_SOURCES, Record, Refused
from stream.site import OTHER, Site
from stream.units import Millis
from stream.windows import standard_windows

MAX_GROUPS: Final = 200
"""How many teams, and how many sites, a partition learns; any further one counts as `other`."""


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


class CrewPartition:
    """Everything that is known of one partition's agents after `applied_offset`; a function of the log up to there."""

    def __init__(self, site: Site, number: int, levels: tuple[PaneLevel, ...] = LEVELS) -> None:
        """Begin before the first record."""
        self.site = site
        self.number = number
        self.applied_offset = -1
        self.log_clock_ms: Millis = 0
        self.newest_event_ms: Millis = 0
        self.generation = 0
        self.topic_id = ""
        self.partitions = 0
        self.groups: dict[str, set[str]] = {"team": set(), "site": set()}
        self.sources: dict[str, SourceCounts] = {}
        self.panes = Panes(levels)
        self.memory = CrewMemory(site, self.panes.post)
        self._windows = standard_windows((site.day,))
        self._followed = False

    def fold(self, records: Sequence[Record]) -> list[Refused]:
        """Fold the records that follow `applied_offset`, in order; the late and the rejected come back."""
        refused: list[Refused] = []
        for record in records:
            if record.offset <= self.applied_offset:
                continue
            self.applied_offset = record.offset
            refusal = self._take(record)
            if refusal is not None:
                refused.append(refusal)
        self.panes.flush(self.log_clock_ms)
        return refused

    def pass_time(self, until_ms: Millis) -> None:
        """Let the log clock reach an instant without any event: what silence does by then is done."""
        self.log_clock_ms = max(self.log_clock_ms, until_ms)
        self.memory.pass_time(self.log_clock_ms)
        self.panes.flush(self.log_clock_ms)

    @property
    def dirty_rows(self) -> int:
        """How many rows a checkpoint would write."""
        return len(self.memory.changed) + len(self.panes.dirty())

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The rows that differ from those written last, the row about the partition last; None: the row is to go."""
        return rows.changes(self)

    def part(self, clock_ms: Millis) -> CrewPart:
        """What the partition shows at an instant (whole seconds); the windows never go back."""
        if not self._followed:
            self._followed = True
            for window in self._windows:
                self.panes.attach(window)
        for window in self._windows:
            window.advance(clock_ms)
        presence = Presence(self.site, clock_ms, [window.covers for window in self._windows])
        presence.of(self.memory.agents.values())
        return CrewPart(
            self.number,
            clock_ms,
            {w.name.partition("@")[0]: presence.spent(n, w.totals, w.first_ms) for n, w in enumerate(self._windows)},
            presence.states(),
            presence.queues,
            {name: replace(counts, rejected=dict(counts.rejected)) for name, counts in self.sources.items()},
            self.panes.slices() | presence.now.keys(),
            self.panes.dropped,
            len(self.memory.agents),
            len(self.panes),
        )

    def _take(self, record: Record) -> Refused | None:
        wire = decode(record.value)
        if isinstance(wire, Rejected):
            return self._reject(record, wire.reason, wire.source)
        source, at_ms = wire.source or "", wire.at
        ahead_ms = at_ms - record.timestamp
        if ahead_ms > self.site.allowed_skew_ms:
            return self._reject(record, "time_too_far_ahead", source)
        agent_id = wire.agent
        if agent_id is None or wire.type not in AGENT_TYPES or record.key != agent_id.encode():
            return self._reject(record, "key_mismatch", source)
        counts = self._counts(source)
        counts.skew_ms = max(counts.skew_ms, ahead_ms)
        self.newest_event_ms = max(self.newest_event_ms, at_ms)
        seen_ms = min(at_ms, record.timestamp)
        if seen_ms > self.log_clock_ms:
            self.log_clock_ms = seen_ms
            self.memory.pass_time(seen_ms)
        event = agent_event(wire)
        event.team, event.site = self._placed("team", wire.team), self._placed("site", wire.site)
        outcome = self.memory.apply(agent_id, event, self.log_clock_ms)
        if outcome == "applied":
            counts.applied += 1
            self._learn("team", event.team)
            self._learn("site", event.site)
        elif outcome == "duplicate":
            counts.duplicates += 1
        else:
            counts.late += 1
            return Refused(record.offset, "late", source)
        return None

    def _placed(self, kind: str, name: str | None) -> str | None:
        """The team or site under which an event counts: its own while there is room for it."""
        known = self.groups[kind]
        if not name or name in known or len(known) < MAX_GROUPS:
            return name and intern(name)
        return OTHER

    def _learn(self, kind: str, name: str | None) -> None:
        if name and name != OTHER:
            self.groups[kind].add(name)

    def _counts(self, source: str) -> SourceCounts:
        counts = self.sources.get(source)
        if counts is None:
            name = source if len(self.sources) < MAX_SOURCES else OTHER
            counts = self.sources.setdefault(name, SourceCounts())
        return counts

    def _reject(self, record: Record, reason: str, source: str) -> Refused:
        counts = self._counts(source)
        counts.rejected[reason] = counts.rejected.get(reason, 0) + 1
        return Refused(record.offset, reason, source)
