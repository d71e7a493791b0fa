"""The state of one source partition: records in, panes and contacts kept, changed rows and the part of a floor out."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from stream import rows
from stream.codec import decode, event_of
from stream.events import Rejected
from stream.live import Overlay
from stream.measures import Measures, Slice
from stream.memory import Memory
from stream.overlay import Part, SourceCounts
from stream.panes import LEVELS, PaneLevel, Panes
from stream.site import OTHER, Site
from stream.units import Millis
from stream.windows import day_name, standard_windows

MAX_SOURCES: Final = 100


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
        """The id of the contact."""

    @property
    def value(self) -> bytes | None:
        """The event."""


class Refused(msgspec.Struct, frozen=True):
    """A record that changed nothing and must be kept aside: late, or rejected with its reason."""

    offset: int
    reason: str
    source: str


class Partition:
    """Everything that is known of one partition after `applied_offset`; a function of the log up to there."""

    def __init__(self, site: Site, number: int, levels: tuple[PaneLevel, ...] = LEVELS) -> None:
        """Begin before the first record."""
        self.site = site
        self._allowed_skew_ms = site.allowed_skew_ms
        self.number = number
        self.applied_offset = -1
        self.log_clock_ms: Millis = 0
        self.newest_event_ms: Millis = 0
        self.generation = 0
        self.topic_id = ""
        self.partitions = 0
        self.queues: set[str] = {rules.name for rules in site.queues}
        self.sources: dict[str, SourceCounts] = {}
        self.panes = Panes(levels)
        self.windows = standard_windows(site.days())
        self._followed = False
        self.memory = Memory(site, self.panes.post)

    def fits(self, site: Site) -> bool:
        """Whether a site differs at most in what nothing that was folded can have been shaped by.

        Events are never further ahead of the log clock than the allowed skew, and versions that have not begun by then
        are all that a fingerprint leaves out, but for names. The zones of days are part of it, and so of all windows.
        """
        return site.fingerprint(self.log_clock_ms) == self.site.fingerprint(self.log_clock_ms)

    def adopt(self, site: Site) -> None:
        """Go on as if this site had been there from the start; a ValueError where it does not fit."""
        if not self.fits(site):
            raise ValueError(f"partition {self.number} has been folded by other rules")
        self.site = site
        self.memory.adopt(site)

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

    @property
    def queues_full(self) -> bool:
        """Whether queues were learned up to the limit: any further one counts as `other`."""
        return not self.site.queues and len(self.queues) >= self.site.max_queues

    @property
    def dirty_rows(self) -> int:
        """How many rows a checkpoint would write."""
        return len(self.memory.changed) + len(self.panes.dirty())

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The rows that differ from those written last, the row about the partition last; None: the row is to go."""
        return rows.changes(self)

    def part(self, clock_ms: Millis) -> Part:
        """What the partition shows at an instant (whole seconds); the windows never go back.

        The windows follow the panes from the first call on: who only restores or reports does not pay for them.
        """
        if not self._followed:
            self._followed = True
            for window in self.windows:
                self.panes.attach(window)
        for window in self.windows:
            window.advance(clock_ms)
        overlay = Overlay(self.site, clock_ms, [window.covers for window in self.windows])
        overlay.of(self.memory.live.values())
        totals = {w.name: overlay.over(n, w.totals.items()) for n, w in enumerate(self.windows)}
        return Part(
            partition=self.number,
            clock_ms=clock_ms,
            totals=self._named(totals),
            live=overlay.live,
            sources={name: replace(counts, rejected=dict(counts.rejected)) for name, counts in self.sources.items()},
            slices=self.panes.slices(),
            queues_full=self.queues_full,
            net=self.panes.net,
            corrections=self.panes.corrections,
            dropped_deltas=self.panes.dropped,
            contacts=len(self.memory.contacts),
            open_contacts=sum(live.open for live in overlay.live.values()),
            panes=len(self.panes),
        )

    def _named(self, totals: dict[str, dict[Slice, Measures]]) -> dict[str, dict[Slice, Measures]]:
        """The day windows under the names that a floor reads: each queue's own day, and the floor's."""
        days = self.site.days()
        floors = totals[day_name(*days[0])]
        named = {name: slices for name, slices in totals.items() if not name.startswith("today@")}
        named["today@floor"] = named["today"] = floors
        if len(days) > 1:
            named["today"] = {}
            for day in days:
                for where, measures in totals[day_name(*day)].items():
                    if self.site.queue(where[0], where[1]).day == day:
                        named["today"][where] = measures
        return named

    def _take(self, record: Record) -> Refused | None:
        wire = decode(record.value)
        if isinstance(wire, Rejected):
            return self._reject(record, wire.reason, wire.source)
        source, at_ms = wire.source or "", wire.at
        ahead_ms = at_ms - record.timestamp
        if ahead_ms > self._allowed_skew_ms:
            return self._reject(record, "time_too_far_ahead", source)
        contact_id = wire.contact
        if contact_id is None or record.key != contact_id.encode():
            return self._reject(record, "key_mismatch", source)
        counts = self.sources.get(source) or self._counts(source)
        counts.skew_ms = max(counts.skew_ms, ahead_ms)
        self.newest_event_ms = max(self.newest_event_ms, at_ms)
        # The log clock moves before an event is judged, and whatever it passes is closed or forgotten first.
        seen_ms = at_ms if ahead_ms < 0 else record.timestamp
        if seen_ms > self.log_clock_ms:
            self.log_clock_ms = seen_ms
            self.memory.pass_time(seen_ms)
        event = event_of(wire)
        queue = event.queue
        if queue is not None and queue not in self.queues:
            event.queue = self._placed(queue)
        outcome = self.memory.apply(contact_id, event, self.log_clock_ms)
        if outcome == "applied":
            counts.applied += 1
            if event.queue is not None and event.queue not in self.queues:
                self._learn(event.queue)
        elif outcome == "duplicate":
            counts.duplicates += 1
        else:
            counts.late += 1
            return Refused(record.offset, "late", source)
        return None

    def _placed(self, queue: str) -> str:
        """The queue under which an event counts: its own while there is room for it."""
        if self.site.queues or len(self.queues) >= self.site.max_queues:
            return OTHER
        return queue

    def _learn(self, queue: str) -> None:
        if queue != OTHER and not self.site.queues:
            self.queues.add(queue)

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
