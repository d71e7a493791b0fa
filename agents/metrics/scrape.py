"""One scrape: everything that the metrics read, as it stood at one instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from agents.metrics.cumulative import QueueFigure, SourceFigure
from agents.metrics.facts import WorkerFacts

Sample: TypeAlias = tuple[tuple[str, ...], float | None]
"""Label values in the order of the family's labels, and the value; None is not known and not exported."""

WINDOWS: Final = ("5m", "15m", "30m", "1h", "today")


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the floor document."""

    queue: str
    channel: str
    part: Mapping[str, Any]

    @property
    def labels(self) -> tuple[str, str]:
        """The values of the labels `queue` and `channel`."""
        return self.queue, self.channel

    @property
    def live(self) -> Mapping[str, Any]:
        """How the queue stands now."""
        return self._member("live")

    @property
    def target(self) -> Mapping[str, Any]:
        """What the queue promises."""
        return self._member("target")

    @property
    def quality(self) -> Mapping[str, Any]:
        """How good today's events of the queue are."""
        return self._member("quality")

    def kpi(self, name: str, window: str) -> Mapping[str, Any]:
        """The value of a KPI with its numerator and denominator; empty when the floor has none."""
        return self.by_label(name).get(window) or {}

    def by_label(self, name: str) -> Mapping[str, Any]:
        """A KPI's values by window; of a KPI with a label, by that label."""
        return self._member("kpis").get(name) or {}

    def of_label(self, name: str, label: str, window: str) -> Mapping[str, Any]:
        """The value of a KPI with a label."""
        return (self.by_label(name).get(label) or {}).get(window) or {}

    def _member(self, name: str) -> Mapping[str, Any]:
        member: Mapping[str, Any] = self.part.get(name) or {}
        return member


@dataclass(frozen=True, slots=True)
class Scrape:
    """What the table of metrics is filled from. `document` is None while no floor is known."""

    facts: WorkerFacts
    document: Mapping[str, Any] | None
    published_at: int | None
    sources: tuple[str, ...]
    events: Mapping[SourceFigure, int]
    outcomes: Mapping[QueueFigure, int]
    corrections: Mapping[QueueFigure, int]
    dropped_deltas: int

    def queues(self) -> Iterator[Queue]:
        """The slices that are one queue on one channel: each contact is in exactly one of them."""
        for part in (self.document or {}).get("slices", ()):
            labels = part["slice"]
            if set(labels) == {"queue", "channel"}:
                yield Queue(labels["queue"], labels["channel"], part)
