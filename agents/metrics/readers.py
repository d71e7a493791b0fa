"""Makers of readers: from a queue as it stands, from a counter, from the worker's facts."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from agents.metrics.facts import PartitionFacts, WorkerFacts
from agents.metrics.family import Reader, Spread
from agents.metrics.figures import Figure
from agents.metrics.scrape import Queue, Sample, Scrape
from stream.overlay import Live
from stream.units import SECOND, Millis

Allowed: TypeAlias = Callable[[Queue, Figure], bool]


def seconds(duration_ms: float | None) -> float | None:
    """Seconds of milliseconds; what is not known stays so."""
    return None if duration_ms is None else duration_ms / SECOND


def per_queue(figure: Callable[[Queue], float | None]) -> Reader:
    """One figure of each queue."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues:
            yield queue.labels, figure(queue)

    return read


def live(figure: Callable[[Live], float | None]) -> Reader:
    """A figure of each queue as it stands."""
    return per_queue(lambda queue: figure(queue.live))


def live_by_clock(figures: Callable[[Live], Mapping[str, int]]) -> Reader:
    """A figure of each queue as it stands, by clock; every clock that the queue has from the start."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues:
            now = figures(queue.live)
            for clock in queue.clocks:
                yield (*queue.labels, clock), now.get(clock, 0)

    return read


def since(age_ms: Callable[[Live], Millis | None]) -> Reader:
    """Since when something is so that a queue tells the age of; None: it is not so, and there is no instant."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues:
            age = age_ms(queue.live)
            if scrape.floor is not None and age is not None:
                yield queue.labels, (scrape.floor.as_of_ms - age) / SECOND

    return read


def counted(figures: tuple[Figure, ...], *, corrected: bool = False, allowed: Allowed | None = None) -> Reader:
    """A counter per queue and the further labels that make up a figure's name after its first word.

    What is not `allowed` to a queue is told only once there is some of it. Figures in milliseconds are told in seconds.
    """

    def read(scrape: Scrape) -> Iterator[Sample]:
        counts = scrape.counts
        queues = {queue.labels: queue for queue in scrape.queues}
        places = [(figure, counts.figures[figure]) for figure in figures]
        for labels in sorted(counts.grown.keys() | queues.keys()):
            queue, row = queues.get(labels), counts.row(labels, corrected=corrected)
            for figure, place in places:
                count = 0 if row is None else row[place]
                if count or allowed is None or (queue is not None and allowed(queue, figure)):
                    yield (*labels, *figure[1:]), count / SECOND if figure[0].endswith("_ms") else count

    return read


def spread(
    histogram: str, allowed: Callable[[Queue], bool] = lambda _queue: True
) -> Callable[[Scrape], Iterator[Spread]]:
    """A histogram of each queue; where it is not `allowed`, only once there is something in it."""

    def read(scrape: Scrape) -> Iterator[Spread]:
        queues = {queue.labels: queue for queue in scrape.queues}
        for labels, mark in sorted(scrape.spreads[histogram].items()):
            if mark.upto[-1] or (labels in queues and allowed(queues[labels])):
                yield Spread(labels, mark.bounds_ms, mark.upto, mark.sum_ms)

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
