"""The state of one source partition: records in, panes and contacts kept, changed rows and the part of a floor out."""

from collections.abc import Iterator
from typing import Final

from stream.codec import MAX_ID, Wire, event_of
from stream.events import Event, Outcome
from stream.intake import Intake
from stream.live import Overlay
from stream.measures import Measures, Slice
from stream.memory import Memory
from stream.overlay import Part
from stream.panes import LEVELS, PaneLevel
from stream.rows import Changes
from stream.site import OTHER, Site
from stream.units import Millis
from stream.windows import Window, Windows, day_name

MAX_LABELS: Final = 100
"""How many values of each further label of slices a partition learns, besides those that policies name."""


class Partition(Intake):
    """Everything that is known of one partition after `applied_offset`; a function of the log up to there."""

    def __init__(self, site: Site, number: int, levels: tuple[PaneLevel, ...] = LEVELS) -> None:
        """Begin before the first record."""
        super().__init__(site, number, levels)
        self.queues: set[str] = {rules.name for rules in site.queues}
        self.overflowed = 0
        """How many events named a queue that counts as `other`, since this memory was begun or restored."""
        self.labels: dict[str, set[str]] = {label: set() for label in site.labels[2:]}
        self._windows = Windows(site.days(), site.windows)
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
        self._windows.adopt(site.windows)

    @property
    def windows(self) -> tuple[Window, ...]:
        """Those of every floor, then the site's own, then one for each start of a day."""
        return self._windows.all

    @property
    def queues_full(self) -> bool:
        """Whether queues were learned up to the limit: any further one counts as `other`."""
        return not self.site.queues and len(self.queues) >= self.site.max_queues

    @property
    def full(self) -> frozenset[str]:
        """As of every source partition; also `queue`, and each label of slices."""
        labels = {label for label, known in self.labels.items() if len(known) >= MAX_LABELS}
        return super().full | labels | ({"queue"} if self.queues_full else set())

    @property
    def dirty_rows(self) -> int:
        """How many rows a checkpoint would write; of panes those that have taken up what was posted to them."""
        return len(self.memory.changed) + len(self._panes.dirty())

    def changes(self) -> Changes:
        """The rows that differ from those written last, the row about the partition last; None: the row is to go.

        They count as written, and are to be read before they are asked for again.
        """
        return Changes(self)

    def part(self, clock_ms: Millis, known_ms: Millis | None = None) -> Part:
        """What the partition shows at an instant (whole seconds), taken in one go."""
        return next(part for part in self.taking(clock_ms, known_ms) if part is not None)

    def taking(self, clock_ms: Millis, known_ms: Millis | None = None) -> Iterator[Part | None]:
        """The part at an instant at last, None at each pause before: nothing may be folded until it is there.

        What time alone decides, it decides by `known_ms` where its events are known no further: who waits then may have
        been answered since, and the breach of a promise that was kept would be shown until the answer is read.
        The windows never go back, and follow the panes from the first call on: who only restores or reports does not
        pay for them.
        """
        windows = self._windows.look(self.panes, clock_ms)
        decided_ms = clock_ms if known_ms is None else min(clock_ms, known_ms)
        overlay = Overlay(self.site, decided_ms, [window.covers for window in windows])
        yield from overlay.looking(self.memory.live.values())
        totals = {}
        for number, window in enumerate(windows):
            totals[window.name] = overlay.over(number, window.totals.items())
            yield None
        yield self._part(clock_ms, overlay, totals)

    def _part(self, clock_ms: Millis, overlay: Overlay, totals: dict[str, dict[Slice, Measures]]) -> Part:
        panes = self.panes
        return Part(
            partition=self.number,
            clock_ms=clock_ms,
            totals=self._named(totals),
            live=overlay.live,
            sources=self.counted(),
            slices=panes.slices(),
            queues_full=self.queues_full,
            net=panes.net,
            corrections=panes.corrections,
            dropped_deltas=panes.dropped,
            contacts=len(self.memory.contacts),
            open_contacts=sum(live.open for live in overlay.live.values()),
            panes=len(panes),
            windows=self.site.windows,
            overflowed=self.overflowed,
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

    def _subject(self, wire: Wire) -> str | None:
        return wire.contact  # of an event about an agent there is none

    def _apply(self, subject: str, wire: Wire) -> Outcome:
        event = event_of(wire)
        for label, known in self.labels.items():
            value = getattr(event, label)
            if value and value not in known:
                return self._apply_labelled(subject, event)
        return self._apply_placed(subject, event)

    def _apply_labelled(self, subject: str, event: Event) -> Outcome:
        """Apply an event with a value of a further label that is not known yet: it is, while there is room for it."""
        for label, known in self.labels.items():
            value = getattr(event, label)
            if value and value not in known and not self._takes(label, value):
                setattr(event, label, OTHER)
        outcome = self._apply_placed(subject, event)
        if outcome == "applied":
            for label, known in self.labels.items():
                value = getattr(event, label)
                if value and value != OTHER and not self._names(label, value):
                    known.add(value)
        return outcome

    def _takes(self, label: str, value: str) -> bool:
        """Whether a value that is not known yet may stand for itself."""
        return self._names(label, value) or (len(self.labels[label]) < MAX_LABELS and len(value) <= MAX_ID)

    def _names(self, label: str, value: str) -> bool:
        """Whether policies name a value; versions that have not begun shape nothing, as in the fingerprint."""
        return self.site.policies.names(label, value, self.log_clock_ms + self.site.allowed_skew_ms)

    def _apply_placed(self, subject: str, event: Event) -> Outcome:
        queue = event.queue
        if queue is None or queue in self.queues:
            return self.memory.apply(subject, event, self.log_clock_ms)
        event.queue = self._placed(queue)
        outcome = self.memory.apply(subject, event, self.log_clock_ms)
        if outcome == "applied":
            self._learn(event.queue)
            self.overflowed += queue != event.queue
        return outcome

    def _pass_time(self, log_clock_ms: Millis) -> None:
        self.memory.pass_time(log_clock_ms)

    def _placed(self, queue: str) -> str:
        """The queue under which an event counts: its own while there is room for it."""
        if self.site.queues or len(self.queues) >= self.site.max_queues:
            return OTHER
        return queue

    def _learn(self, queue: str) -> None:
        if queue != OTHER and not self.site.queues:
            self.queues.add(queue)
