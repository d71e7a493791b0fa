"""Makers of readers: from a window of a KPI, from a queue as it stands, from a counter, from the worker's facts."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, Final, TypeAlias

from agents.metrics.cumulative import QueueFigure
from agents.metrics.facts import PartitionFacts, WorkerFacts
from agents.metrics.scrape import WINDOWS, Queue, Sample, Scrape
from stream.measures import CLOCKS
from stream.units import SECOND

Reader: TypeAlias = Callable[[Scrape], Iterator[Sample]]
Figures: TypeAlias = Callable[[Queue, str], float | None]

CLOCK_ENDS: Final = {"met": "sla_met", "breached": "sla_breached"}
SLA_LABELS: Final = tuple(("sla", clock, outcome) for clock, outcome in product(CLOCKS, CLOCK_ENDS))


def seconds(duration_ms: float | None) -> float | None:
    """Seconds of milliseconds; what is not known stays so."""
    return None if duration_ms is None else duration_ms / SECOND


def in_windows(kpi: str, member: str, scale: int = 1) -> Reader:
    """One member of a KPI's value (value, numerator, denominator, numerator_ms) per queue and window."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues():
            for window in WINDOWS:
                figure = queue.kpi(kpi, window).get(member)
                yield (*queue.labels, window), None if figure is None else figure / scale

    return read


def by_outcome(outcomes: Mapping[str, Figures]) -> Reader:
    """One figure per queue, window and outcome."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues():
            for window, (outcome, figure) in product(WINDOWS, outcomes.items()):
                yield (*queue.labels, window, outcome), figure(queue, window)

    return read


def clock_ends(scrape: Scrape) -> Iterator[Sample]:
    """SLA clocks per queue, window, clock and how they ended."""
    for queue in scrape.queues():
        for outcome, kpi in CLOCK_ENDS.items():
            for clock, window in product(queue.by_label(kpi), WINDOWS):
                yield (*queue.labels, window, clock, outcome), queue.of_label(kpi, clock, window).get("value")


def per_queue(figure: Callable[[Queue], float | None]) -> Reader:
    """One figure of each queue."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues():
            yield queue.labels, figure(queue)

    return read


def live(member: str) -> Reader:
    """A figure of each queue as it stands."""
    return per_queue(lambda queue: queue.live.get(member))


def live_by_clock(member: str) -> Reader:
    """A figure of each queue as it stands, by clock; every clock that the queue has from the start."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues():
            now: Mapping[str, Any] = queue.live.get(member) or {}
            for clock in sorted({*queue.by_label("sla_met"), *now}):
                yield (*queue.labels, clock), now.get(clock, 0)

    return read


def target(member: str, scale: int = 1) -> Reader:
    """What each queue promises; absent where it promises nothing of the kind."""

    def figure(queue: Queue) -> float | None:
        promised = queue.target.get(member)
        return None if promised is None else promised / scale

    return per_queue(figure)


def quality_today(member: str) -> Reader:
    """A figure of each queue's data quality today."""
    return per_queue(lambda queue: queue.quality.get(member))


def counted(figures: tuple[tuple[str, ...], ...], *, corrected: bool = False, scale: int = 1) -> Reader:
    """A counter per queue and the further labels that make up a figure's name after its first word."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        counts = scrape.corrections if corrected else scrape.outcomes
        for labels, figure in product(_known_queues(scrape), figures):
            yield (*labels, *figure[1:]), counts.get(QueueFigure(*labels, figure), 0) / scale

    return read


def per_source(end: str) -> Reader:
    """A counter of events per source that came to this end."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for name in scrape.sources:
            yield (name,), sum(n for figure, n in scrape.events.items() if (figure.source, figure.end) == (name, end))

    return read


def of_worker(figure: Callable[[WorkerFacts], float | None]) -> Reader:
    """One figure of the worker."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        yield (), figure(scrape.facts)

    return read


def per_partition(figure: Callable[[PartitionFacts], float | None]) -> Reader:
    """One figure of each owned partition."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for partition in scrape.facts.partitions:
            yield (str(partition.number),), figure(partition)

    return read


def _known_queues(scrape: Scrape) -> list[tuple[str, str]]:
    counted_queues = {(figure.queue, figure.channel) for figure in scrape.outcomes}
    return sorted(counted_queues | {queue.labels for queue in scrape.queues()})
