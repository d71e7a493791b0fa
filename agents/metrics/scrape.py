"""One scrape: everything that the metrics read, as it stood at one instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from agents.metrics.cumulative import Counts, SourceFigure
from agents.metrics.distributions import Spreads
from agents.metrics.facts import WorkerFacts
from stream import calendar
from stream.floor import Floor, SliceFigures
from stream.kpi import Figures, KpiValue
from stream.measures import CLOCKS, MEASURES, Measures, coordinate
from stream.objectives import objectives
from stream.overlay import Live
from stream.site import QueueVersion

Sample: TypeAlias = tuple[tuple[str, ...], float | None]
"""Label values in the order of the family's labels, and the value; None is not known and not exported."""

SPOKEN: Final = ("voice", "video")
"""Channels on which nobody writes: they have responses only where a contact has messages all the same."""

_RESPONSES: Final = ("first_response", "next_response", "response")
RESPONSE_PLACES: Final = frozenset(
    coordinate(measure.name)
    for measure in MEASURES
    if measure.kind in {"count", "sum_ms"} and measure.name.startswith(_RESPONSES)
)
"""The measures that count responses or sum them up."""
_CLOCK_PLACES: Final = {
    clock: (coordinate(f"sla_met.{clock}"), coordinate(f"sla_breached.{clock}")) for clock in CLOCKS
}


@dataclass(frozen=True)
class Queue:
    """One queue on one channel, as the floor shows it."""

    labels: tuple[str, str]
    figures: SliceFigures
    measures: Mapping[str, Measures]
    """By window."""
    version: QueueVersion
    """What it promises at the instant shown."""
    objectives: Mapping[str, float]
    """The share that should be met of every clock that can start now."""
    is_open: bool

    @cached_property
    def windows(self) -> tuple[tuple[tuple[str, ...], Measures], ...]:
        """The values of queue, channel and window, each with what the window is made of."""
        return tuple(((*self.labels, window), measures) for window, measures in self.measures.items())

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """The clocks that it can have, and those that it still has of an earlier configuration."""
        live = self.live
        known = {*self.objectives, *live.overdue, *live.at_risk}
        return tuple(clock for clock in CLOCKS if clock in known or self._has(*_CLOCK_PLACES[clock]))

    @cached_property
    def responds(self) -> bool:
        """Whether it can have responses, or has some."""
        return self.labels[1] not in SPOKEN or self._has(*RESPONSE_PLACES)

    @property
    def live(self) -> Live:
        """How it stands now."""
        return self.figures.live

    def kpi(self, name: str, window: str) -> KpiValue | None:
        """The value of a KPI without a label; None where the floor has none."""
        of_windows: Figures | Mapping[str, Figures] = self.figures.kpis.get(name, {})
        found = of_windows.get(window)
        return found if isinstance(found, KpiValue) else None

    def _has(self, *places: int) -> bool:
        return any(not measures.keys().isdisjoint(places) for measures in self.measures.values())


@dataclass(frozen=True, slots=True)
class Scrape:
    """What the table of metrics is filled from. `floor` is None while none is known."""

    facts: WorkerFacts
    floor: Floor | None
    queues: tuple[Queue, ...]
    published_at: int | None
    sources: tuple[str, ...]
    events: Mapping[SourceFigure, int]
    counts: Counts
    spreads: Spreads
    dropped_deltas: int
    label_overflow: int


def queues_of(floor: Floor) -> Iterator[Queue]:
    """Every queue of a floor: each contact is in exactly one of them at a time."""
    site, at_ms = floor.site, floor.as_of_ms
    for figures in floor.slices:
        labels = figures.slice
        if labels.keys() == {"queue", "channel"}:
            queue, channel = labels["queue"], labels["channel"]
            version = site.queue(queue, channel).at(at_ms)
            is_open = calendar.is_open(site.calendar(version.calendar), at_ms)
            promised = objectives(site, queue, channel, at_ms)
            yield Queue((queue, channel), figures, floor.measures[queue, channel], version, promised, is_open)
