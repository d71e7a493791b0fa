"""Records in, one outcome each: what every source partition does with a record before its own fold sees the event."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from stream.codec import Wire, decode
from stream.events import Outcome, Rejected
from stream.overlay import SourceCounts
from stream.panes import PaneLevel, Panes
from stream.site import OTHER, Site
from stream.units import MINUTE, Millis

MOST_WAITING: Final = 4_000
"""After so many records the panes take up what was posted, though nobody reads them."""
LONGEST_WAITING_MS: Final = 10 * MINUTE
"""After so much of the log clock too: what a pane has not taken up when it is retired counts as dropped."""
MAX_SOURCES: Final = 100
"""How many sources a partition counts apart; what further ones send counts under `other`."""


class Record(Protocol):
    """A record of the source topic: `timestamp` in ms since 1970 as the broker knows it."""

    @property
    def offset(self) -> int:
        """Its place in the partition."""

    @property
    def timestamp(self) -> int:
        """The record's timestamp, in ms."""

    @property
    def key(self) -> bytes | None:
        """The id of what the event is about."""

    @property
    def value(self) -> bytes | None:
        """The event."""


class Refused(msgspec.Struct, frozen=True):
    """A record that changed nothing and must be kept aside: late, or rejected with its reason."""

    offset: int
    reason: str
    source: str


class Intake(ABC):
    """One source partition after `applied_offset`, a function of the log up to there: its clocks, counts and panes."""

    def __init__(self, site: Site, number: int, levels: tuple[PaneLevel, ...]) -> None:
        self.site = site
        self.number = number
        self.applied_offset = -1
        self.log_clock_ms: Millis = 0
        self.newest_event_ms: Millis = 0
        self.generation = 0
        self.topic_id = ""
        self.partitions = 0
        self.sources: dict[str, SourceCounts] = {}
        self.came_with: dict[str, SourceCounts] = {}
        """What `counted` said when this memory was restored; nothing where it began with the first record."""
        self._panes = Panes(levels)
        self._waiting = 0
        self._flushed_ms: Millis = 0
        self._allowed_skew_ms = site.allowed_skew_ms

    def fold(self, records: Sequence[Record]) -> list[Refused]:
        """Fold the records that follow `applied_offset`, in order; the late and the rejected come back."""
        refused: list[Refused] = []
        take = self._take
        for record in records:
            offset = record.offset
            if offset <= self.applied_offset:
                continue
            self.applied_offset = offset
            refusal = take(record)
            if refusal is not None:
                refused.append(refusal)
        self._waiting += len(records)
        if self._waiting >= MOST_WAITING or self.log_clock_ms - self._flushed_ms >= LONGEST_WAITING_MS:
            self._flush()
        return refused

    @property
    def panes(self) -> Panes:
        """The panes, with all in them that was folded: to take it up is much of the work, unless it is done seldom."""
        if self._waiting:
            self._flush()
        return self._panes

    @property
    def full(self) -> frozenset[str]:
        """The kinds of names of which no further one is kept apart: it counts as `other`."""
        return frozenset({"source"}) if len(self.sources) >= MAX_SOURCES else frozenset()

    def refuse(self, record: Record, reason: str) -> Refused | None:
        """Pass a record over, unread, and count it under this reason; None where it is folded already."""
        if record.offset <= self.applied_offset:
            return None
        self.applied_offset = record.offset
        return self._reject(record, reason, "")

    def counted(self) -> dict[str, SourceCounts]:
        """What became of the records of each source so far, as values of their own."""
        return {name: replace(counts, rejected=dict(counts.rejected)) for name, counts in self.sources.items()}

    @abstractmethod
    def _subject(self, wire: Wire) -> str | None:
        """The id of what the event is about; None: nothing that belongs here."""

    @abstractmethod
    def _apply(self, subject: str, wire: Wire) -> Outcome:
        """Fold one event; the log clock has moved already."""

    @abstractmethod
    def _pass_time(self, log_clock_ms: Millis) -> None:
        """Do what silence has done by now."""

    def _flush(self) -> None:
        self._waiting, self._flushed_ms = 0, self.log_clock_ms
        self._panes.flush(self.log_clock_ms)

    def _take(self, record: Record) -> Refused | None:
        wire = decode(record.value)
        if isinstance(wire, Rejected):
            return self._reject(record, wire.reason, wire.source)
        source = wire.source or ""
        at_ms: Millis = wire.time  # type: ignore[assignment]  # whole after `decode`
        ahead_ms = at_ms - record.timestamp
        if ahead_ms > self._allowed_skew_ms:
            return self._reject(record, "time_too_far_ahead", source)
        subject = self._subject(wire)
        if subject is None or record.key != subject.encode():
            return self._reject(record, "key_mismatch", source)
        counts = self.sources.get(source) or self._counts(source)
        # Comparisons, where `max` would read better: a call costs as much as the rest of the line, for every record.
        if ahead_ms > counts.skew_ms:  # noqa: PLR1730
            counts.skew_ms = ahead_ms
        if at_ms > self.newest_event_ms:  # noqa: PLR1730
            self.newest_event_ms = at_ms
        # The log clock moves before an event is judged, and whatever it passes is closed or forgotten first.
        seen_ms = at_ms if ahead_ms < 0 else record.timestamp
        if seen_ms > self.log_clock_ms:
            self.log_clock_ms = seen_ms
            self._pass_time(seen_ms)
        outcome = self._apply(subject, wire)
        if outcome == "applied":
            counts.applied += 1
        elif outcome == "duplicate":
            counts.duplicates += 1
        else:
            counts.late += 1
            return Refused(record.offset, "late", source)
        return None

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
