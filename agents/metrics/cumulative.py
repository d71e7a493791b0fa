"""The counters of this process: what became of events and of contacts, fed with each partition's part of the floor."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from agents.metrics.growth import Growth
from stream.crew.partition import CrewPart
from stream.measures import CLOCKS, Measures, coordinate
from stream.overlay import Part, SourceCounts

OUTCOMES: Final = {
    "answered_in_target": ("answered_within",),
    "answered_late": ("waited", "-answered_within"),
    "answered_unmeasured": ("answered", "-waited"),
    "abandoned": ("abandoned", "-short_abandoned"),
    "abandoned_short": ("short_abandoned",),
    "diverted": ("diverted",),
}
"""How a contact left the queue, each once, as signed measures."""

CONTACTS: Final = "contacts"
AGENTS: Final = "agents"
Owner: TypeAlias = tuple[str, int]
"""Whose partition it is, and which."""

SOURCES_LIMIT: Final = 100
OTHER: Final = "other"

_FIGURES: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("offered",): ("offered",),
    ("handled",): ("handled",),
    ("wait_ms",): ("wait_ms",),
    ("handle_ms",): ("talk_ms", "hold_ms", "wrap_up_ms"),
    ("first_response", "in_target"): ("first_responses_within",),
    ("first_response", "late"): ("first_responses_targeted", "-first_responses_within"),
    **{("outcome", outcome): measures for outcome, measures in OUTCOMES.items()},
    **{("sla", clock, "met"): (f"sla_met.{clock}",) for clock in CLOCKS},
    **{("sla", clock, "breached"): (f"sla_breached.{clock}",) for clock in CLOCKS},
}
_TERMS: Final = {
    figure: tuple((coordinate(name.removeprefix("-")), -1 if name.startswith("-") else 1) for name in names)
    for figure, names in _FIGURES.items()
}


class QueueFigure(NamedTuple):
    """One figure of one queue."""

    queue: str
    channel: str
    figure: tuple[str, ...]


class SourceFigure(NamedTuple):
    """How many events of one source came to one end: applied, late, duplicate or rejected with a reason."""

    source: str
    end: str
    reason: str = ""


class Cumulative:
    """Adds up what the partitions of this worker have done since it has them.

    A partition is observed once when its state has been restored and then with every floor. Where its memory is dropped
    and restored (`restart`), events that are folded a second time count once; outcomes of that short stretch count
    twice, which in the windows they never do.
    """

    def __init__(self) -> None:
        self.events: Growth[SourceFigure] = Growth()
        self.outcomes: Growth[QueueFigure] = Growth()
        self.dropped_deltas: Growth[None] = Growth()
        self._parts: dict[Owner, Part | CrewPart] = {}
        self.sources: set[str] = set()

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
                self.outcomes.follow(owner, _queue_figures(part))
            self.dropped_deltas.follow(owner, {None: part.dropped_deltas})

    def drop(self, of: str, partition: int, owned: bool) -> None:  # noqa: FBT001 - as the tick tells it
        """A partition's memory is gone: it will be restored here, or is no longer ours."""
        (self.restart if owned else self.forget)(partition, of)

    def restart(self, partition: int, of: str = CONTACTS) -> None:
        """The partition's memory is dropped and will be restored here: what it counts in memory begins at nought."""
        self.settle()
        self._parts.pop((of, partition), None)
        self.outcomes.forget((of, partition))
        self.dropped_deltas.forget((of, partition))

    def forget(self, partition: int, of: str = CONTACTS) -> None:
        """The partition was handed over; what was counted stays counted."""
        self.restart(partition, of)
        self.events.forget((of, partition))

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


def _queue_figures(part: Part) -> dict[QueueFigure, int]:
    figures: dict[QueueFigure, int] = {}
    for sign, family in ((1, part.net), (-1, part.corrections)):
        for (queue, channel, *_), measures in family.items():
            for figure, terms in _TERMS.items():
                key = QueueFigure(queue, channel, figure)
                figures[key] = figures.get(key, 0) + sign * _sum(measures, terms)
    return figures


def _sum(measures: Measures, terms: Iterable[tuple[int, int]]) -> int:
    return sum(sign * measures.get(place, 0) for place, sign in terms)
