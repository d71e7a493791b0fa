"""The counters of this process: what became of events and of contacts, fed with each partition's part of the floor."""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from agents.metrics.distributions import Mark, Scale, Spreads, scales
from agents.metrics.figures import SUMS, WITHIN, Figure, Reckoner, segments
from agents.metrics.growth import Growth
from stream.crew.partition import CrewPart
from stream.overlay import Part, SourceCounts
from stream.site import Site
from stream.units import Millis

CONTACTS: Final = "contacts"
AGENTS: Final = "agents"
Owner: TypeAlias = tuple[str, int]
"""Whose partition it is, and which."""
Place: TypeAlias = tuple[str, str]
"""A queue and a channel."""

SOURCES_LIMIT: Final = 100
OTHER: Final = "other"


class QueueFigure(NamedTuple):
    """One figure of one queue."""

    queue: str
    channel: str
    figure: Figure


class SourceFigure(NamedTuple):
    """How many events of one source came to one end: applied, late, duplicate or rejected with a reason."""

    source: str
    end: str
    reason: str = ""


class Cumulative:
    """Adds up what the partitions of this worker have done since it has them.

    A partition is observed once when its state has been restored and then with every floor. Where its memory is dropped
    and restored (`restart`), events that are folded a second time count once; outcomes of that short stretch count
    twice, which in the windows they never do. The bounds of the histograms are those that `site` had at the start: what
    a new configuration promises gets buckets of its own when the process starts again.
    """

    def __init__(self, site: Site | None = None) -> None:
        self.events: Growth[SourceFigure] = Growth()
        self.outcomes: Growth[QueueFigure] = Growth()
        self.dropped_deltas: Growth[None] = Growth()
        self.sources: set[str] = set()
        self._parts: dict[Owner, Part | CrewPart] = {}
        self._scales: Mapping[str, Scale] = scales(site or Site())
        self._reckoner = Reckoner(self._scales)
        self._rows: dict[tuple[Owner, Place], list[int]] = {}
        self._marks: dict[str, dict[Place, Mark]] = {histogram: {} for histogram in self._scales}

    def observe(self, part: Part | CrewPart) -> None:
        """Keep the newest part of a partition; its figures are read when they are asked for."""
        owner = AGENTS if isinstance(part, CrewPart) else CONTACTS, part.partition
        if not self.events.knows(owner):
            self.events.start(owner, self._source_figures(part.sources))
        if not self.outcomes.knows(owner):
            self.outcomes.start(owner, {})
            self.dropped_deltas.start(owner, {})
        self._parts[owner] = part

    def settle(self) -> None:
        """Bring the counters up to the newest parts."""
        for owner, part in self._parts.items():
            self.events.follow_up(owner, self._source_figures(part.sources))
            if isinstance(part, Part):
                self.outcomes.follow(owner, self._changed(owner, part))
            self.dropped_deltas.follow(owner, {None: part.dropped_deltas})

    def drop(self, of: str, partition: int, owned: bool) -> None:  # noqa: FBT001 - as the tick tells it
        """A partition's memory is gone: it will be restored here, or is no longer ours."""
        (self.restart if owned else self.forget)(partition, of)

    def restart(self, partition: int, of: str = CONTACTS) -> None:
        """The partition's memory is dropped and will be restored here: what it counts in memory begins at nought."""
        self.settle()
        owner = of, partition
        self._parts.pop(owner, None)
        self._rows = {key: row for key, row in self._rows.items() if key[0] != owner}
        self.outcomes.forget(owner)
        self.dropped_deltas.forget(owner)

    def forget(self, partition: int, of: str = CONTACTS) -> None:
        """The partition was handed over; what was counted stays counted."""
        self.restart(partition, of)
        self.events.forget((of, partition))

    def spreads(self, promises: Mapping[Place, Mapping[str, Millis | None]]) -> Spreads:
        """The histograms of these queues, each with the threshold or target that it has by histogram (None: none)."""
        for histogram, marks in self._marks.items():
            for place, promised in promises.items():
                mark = self._mark(histogram, place, promised.get(histogram))
                before = marks.get(place)
                marks[place] = mark if before is None else before.raised(mark)
        return {histogram: dict(marks) for histogram, marks in self._marks.items()}

    def _mark(self, histogram: str, place: Place, promised_ms: Millis | None) -> Mark:
        scale = self._scales[histogram]
        counted = [self._truth(place, figure) for figure in segments(histogram, scale)]
        within = None if promised_ms is None else (promised_ms, self._truth(place, WITHIN[histogram]))
        return scale.mark(counted, self._truth(place, SUMS[histogram]), within)

    def _truth(self, place: Place, figure: Figure) -> int:
        """What was counted less what was taken back."""
        key = QueueFigure(*place, figure)
        return self.outcomes.grown[key] - self.outcomes.fallen[key]

    def _changed(self, owner: Owner, part: Part) -> dict[QueueFigure, int]:
        """The figures of those queues of which any is another one than at the last look."""
        figures: dict[QueueFigure, int] = {}
        for place, row in self._reckoned(part).items():
            if self._rows.get((owner, place)) != row:
                self._rows[owner, place] = row
                named = zip(self._reckoner.figures, row, strict=True)
                figures |= {QueueFigure(*place, figure): number for figure, number in named}
        return figures

    def _reckoned(self, part: Part) -> dict[Place, list[int]]:
        """The figures of every queue, all its slices together."""
        rows: dict[Place, list[int]] = {}
        width = len(self._reckoner.figures)
        for sign, family in ((1, part.net), (-1, part.corrections)):
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
