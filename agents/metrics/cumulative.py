"""The counters of this process: what became of events and of contacts, fed with each partition's part of the floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from agents.metrics.distributions import Mark, Scale, Spreads, scales
from agents.metrics.figures import SUMS, WITHIN, Figure, Reckoner
from agents.metrics.growth import Growth, RowGrowth
from stream.crew.partition import CrewPart, CrewPartition
from stream.measures import Measures, Slice
from stream.overlay import Part, SourceCounts
from stream.partition import Partition
from stream.site import Site
from stream.units import Millis

CONTACTS: Final = "contacts"
AGENTS: Final = "agents"
Owner: TypeAlias = tuple[str, int]
"""Whose partition it is, and which."""
Place: TypeAlias = tuple[str, str]
"""A queue and a channel."""
Memory: TypeAlias = Partition | CrewPartition
Family: TypeAlias = Mapping[Slice, Measures]
"""What each slice counts."""

SOURCES_LIMIT: Final = 100
OTHER: Final = "other"


class SourceFigure(NamedTuple):
    """How many events of one source came to one end: applied, late, duplicate or rejected with a reason."""

    source: str
    end: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of queues: what they grew by, and what of it was taken back."""

    figures: Mapping[Figure, int]
    grown: Mapping[Place, Sequence[int]]
    fallen: Mapping[Place, Sequence[int]]

    def row(self, place: Place, *, corrected: bool = False) -> Sequence[int] | None:
        """How far each figure of a queue has grown, or fallen; None where nothing has been counted of it yet."""
        return (self.fallen if corrected else self.grown).get(place)

    def of(self, place: Place, figure: Figure, *, corrected: bool = False) -> int:
        """How far a figure of a queue has grown, or fallen."""
        row = self.row(place, corrected=corrected)
        return 0 if row is None else row[self.figures[figure]]

    def truths(self, place: Place, of: slice) -> Sequence[int]:
        """What has grown less what has fallen, of figures that stand beside each other."""
        grown, fallen = self.row(place), self.row(place, corrected=True)
        if grown is None or fallen is None:
            return [0] * (of.stop - of.start)
        return [up - down for up, down in zip(grown[of], fallen[of], strict=True)]

    def truth(self, place: Place, figure: Figure) -> int:
        """What has grown less what has fallen."""
        return self.of(place, figure) - self.of(place, figure, corrected=True)


class Cumulative:
    """Adds up what the partitions of this worker have done since it has them.

    A partition begins when its state has been restored, and is observed with every floor. Where its memory is dropped
    and restored (`restart`), events that are folded a second time count once; outcomes of that short stretch count
    twice, which in the windows they never do. The bounds of the histograms are those that `site` had at the start: what
    a new configuration promises gets buckets of its own when the process starts again.
    """

    def __init__(self, site: Site | None = None) -> None:
        self.events: Growth[SourceFigure] = Growth()
        self.outcomes: RowGrowth[Place] = RowGrowth()
        self.dropped_deltas: Growth[None] = Growth()
        self.label_overflow: Growth[None] = Growth()
        self.sources: set[str] = set()
        self._parts: dict[Owner, Part | CrewPart] = {}
        self._scales: Mapping[str, Scale] = scales(site or Site())
        self._reckoner = Reckoner(self._scales)
        self._marks: dict[str, dict[Place, Mark]] = {histogram: {} for histogram in self._scales}

    def observe(self, part: Part | CrewPart) -> None:
        """Keep the newest part of a partition; its figures are read when they are asked for."""
        owner = AGENTS if isinstance(part, CrewPart) else CONTACTS, part.partition
        self._start(owner, part.sources)
        self._parts[owner] = part

    def begin(self, of: str, partition: int, memory: Memory) -> None:
        """A partition's memory is there: what it has done since it was restored counts, seen in a part or not."""
        self._start((of, partition), memory.came_with)

    @property
    def owners(self) -> tuple[Owner, ...]:
        """The partitions that have been observed."""
        return tuple(self._parts)

    def settle(self) -> None:
        """Bring the counters up to the newest parts."""
        for owner in self.owners:
            self.settle_of(owner)

    def settle_of(self, owner: Owner) -> None:
        """Bring the counters up to the newest part of one partition; one that is gone has been settled."""
        part = self._parts.get(owner)
        if part is not None:
            self._count(owner, part.sources, part.dropped_deltas)
            if isinstance(part, Part):
                self._count_outcomes(owner, part.net, part.corrections)
                self.label_overflow.follow(owner, {None: part.overflowed})

    def drop(self, of: str, partition: int, owned: bool, last: Memory | None = None) -> None:  # noqa: FBT001 - as the tick tells it
        """A partition's memory is gone: it will be restored here, or is no longer ours.

        Of `last` all is kept, and nobody will fold again what it has folded since its part was taken.
        """
        if last is not None:
            owner = of, partition
            self._parts.pop(owner, None)
            self._count(owner, last.counted(), last.panes.dropped)
            if isinstance(last, Partition):
                self._count_outcomes(owner, last.panes.net, last.panes.corrections)
                self.label_overflow.follow(owner, {None: last.overflowed})
        (self.restart if owned else self.forget)(partition, of)

    def restart(self, partition: int, of: str = CONTACTS) -> None:
        """The partition's memory is dropped and will be restored here: what it counts in memory begins at nought."""
        owner = of, partition
        self.settle_of(owner)
        self._parts.pop(owner, None)
        self.outcomes.forget(owner)
        self.dropped_deltas.forget(owner)
        self.label_overflow.forget(owner)

    def forget(self, partition: int, of: str = CONTACTS) -> None:
        """The partition was handed over; what was counted stays counted."""
        self.restart(partition, of)
        self.events.forget((of, partition))

    def counts(self) -> Counts:
        """What every queue has counted, as it stands."""
        grown, fallen = (
            {of: tuple(row) for of, row in rows.items()} for rows in (self.outcomes.grown, self.outcomes.fallen)
        )
        return Counts(self._reckoner.figures, grown, fallen)

    def spreads(self, counts: Counts, promises: Mapping[Place, Mapping[str, Millis | None]]) -> Spreads:
        """The histograms of these queues, each with the threshold or target that it has by histogram (None: none)."""
        for histogram, marks in self._marks.items():
            for place, promised in promises.items():
                mark = self._mark(histogram, place, counts, promised.get(histogram))
                before = marks.get(place)
                marks[place] = mark if before is None else before.raised(mark)
        return {histogram: dict(marks) for histogram, marks in self._marks.items()}

    def _mark(self, histogram: str, place: Place, counts: Counts, promised_ms: Millis | None) -> Mark:
        scale = self._scales[histogram]
        counted = counts.truths(place, self._reckoner.segments[histogram])
        within = None if promised_ms is None else (promised_ms, counts.truth(place, WITHIN[histogram]))
        return scale.mark(counted, counts.truth(place, SUMS[histogram]), within)

    def _start(self, owner: Owner, sources: Mapping[str, SourceCounts]) -> None:
        if not self.events.knows(owner):
            self.events.start(owner, self._source_figures(sources))
        if not self.dropped_deltas.knows(owner):
            self.dropped_deltas.start(owner, {})
            self.label_overflow.start(owner, {})

    def _count(self, owner: Owner, sources: Mapping[str, SourceCounts], dropped_deltas: int) -> None:
        self.events.follow_up(owner, self._source_figures(sources))
        self.dropped_deltas.follow(owner, {None: dropped_deltas})

    def _count_outcomes(self, owner: Owner, net: Family, corrections: Family) -> None:
        for place, row in self._rows_of(net, corrections).items():
            self.outcomes.follow(owner, place, self._reckoner.reckoned(row))

    def _rows_of(self, net: Family, corrections: Family) -> dict[Place, list[int]]:
        """What every queue counts, all its slices together."""
        rows: dict[Place, list[int]] = {}
        width = self._reckoner.width
        for sign, family in ((1, net), (-1, corrections)):
            for (queue, channel, *_), measures in family.items():
                row = rows.setdefault((queue, channel), [0] * width)
                self._reckoner.add(row, measures, sign)
        return rows

    def _source_figures(self, sources: Mapping[str, SourceCounts]) -> dict[SourceFigure, int]:
        figures: dict[SourceFigure, int] = {}
        for source, counts in sorted(sources.items()):
            name = self._label(source)
            ends = {SourceFigure(name, "rejected", reason): n for reason, n in counts.rejected.items()}
            ends[SourceFigure(name, "applied")] = counts.applied
            ends[SourceFigure(name, "late")] = counts.late
            ends[SourceFigure(name, "duplicate")] = counts.duplicates
            for figure, n in ends.items():
                figures[figure] = figures.get(figure, 0) + n
        return figures

    def _label(self, source: str) -> str:
        # A source is named by its events: without a limit a broken one could make any number of series.
        name = source if source in self.sources or len(self.sources) < SOURCES_LIMIT else OTHER
        self.sources.add(name)
        return name
