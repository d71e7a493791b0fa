"""The samples that one family alone has."""

from collections.abc import Iterator

from agents.metrics.facts import NAMED, WorkerState
from agents.metrics.family import Spread
from agents.metrics.readers import seconds
from agents.metrics.scrape import Sample, Scrape
from stream.floor import IMPOSSIBLE
from stream.site import OTHER
from stream.units import SECOND


def snapshot(scrape: Scrape) -> Iterator[Sample]:
    """The instant that the floor shows."""
    yield (), None if scrape.floor is None else seconds(scrape.floor.as_of_ms)


def published(scrape: Scrape) -> Iterator[Sample]:
    """When the floor was published."""
    yield (), seconds(scrape.published_at)


def impossible_today(scrape: Scrape) -> Iterator[Sample]:
    """Spans left out today per queue and reason, each known reason from the start."""
    for queue in scrape.queues:
        for reason in IMPOSSIBLE:
            yield (*queue.labels, reason), queue.figures.quality.impossible.get(reason, 0)


def oldest_overdue(scrape: Scrape) -> Iterator[Sample]:
    """The deadline that passed first of those still missed, per queue and clock; absent while none is."""
    for queue in scrape.queues:
        for clock, age_ms in queue.live.oldest_overdue_ms.items():
            if scrape.floor is not None:
                yield (*queue.labels, clock), (scrape.floor.as_of_ms - age_ms) / SECOND


def known_queues(scrape: Scrape) -> Iterator[Sample]:
    """One for each queue of the floor, with who looks after it and which service level it shows."""
    for queue in scrape.queues:
        yield (*queue.labels, queue.version.team, queue.version.service_level), 1


def objectives(scrape: Scrape) -> Iterator[Sample]:
    """The share that should be met of each clock that a queue has."""
    for queue in scrape.queues:
        for clock, share in queue.objectives.items():
            yield (*queue.labels, clock), share


def states(scrape: Scrape) -> Iterator[Sample]:
    """One for the state that the worker is in, nought for the others."""
    for state in WorkerState:
        yield (state.value,), int(scrape.facts.state is state)


def full(scrape: Scrape) -> Iterator[Sample]:
    """One for each kind of names of which there are more than are kept apart here or have series of their own."""
    found = scrape.facts.full | ({"source"} if OTHER in scrape.sources else set())
    for names in NAMED:
        yield (names,), int(names in found)


def build(scrape: Scrape) -> Iterator[Sample]:
    """One, with the version."""
    yield (scrape.facts.version,), 1


def source_skews(scrape: Scrape) -> Iterator[Sample]:
    """How far each source's times ran ahead, for the sources that have counters."""
    for source, counts in scrape.floor.sources.items() if scrape.floor else ():
        if source in scrape.sources:
            yield (source,), seconds(counts.skew_ms)


def rejected(scrape: Scrape) -> Iterator[Sample]:
    """Rejected events per source and reason."""
    for figure, n in sorted(scrape.events.items()):
        if figure.end == "rejected":
            yield (figure.source, figure.reason), n


def alarm_states(scrape: Scrape) -> Iterator[Sample]:
    """The state of every alarm on every slice that it watches; the floor has no queue, a channel neither."""
    yield from sorted(scrape.facts.alarms.states.items())


def loop_delays(scrape: Scrape) -> Iterator[Spread]:
    """How late the event loop came to what was due."""
    delays = scrape.facts.loop_delays
    yield Spread((), delays.bounds_ms, delays.upto, delays.sum_ms)


def dropped_deltas(scrape: Scrape) -> Iterator[Sample]:
    """Changes to panes that were retired already."""
    yield (), scrape.dropped_deltas


def label_overflow(scrape: Scrape) -> Iterator[Sample]:
    """Events about queues that have no series of their own."""
    yield (), scrape.label_overflow
