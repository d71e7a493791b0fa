"""The samples that one family alone has."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from agents.metrics.facts import WorkerState
from agents.metrics.readers import seconds
from agents.metrics.scrape import WINDOWS, Sample, Scrape
from stream.units import SECOND, parse_instant

_STATS: Final = {"p50": "first_response_time_p50", "p90": "first_response_time_p90"}
_IMPOSSIBLE: Final = ("end_before_answer", "hold_beyond_end", "response_before_start", "wrap_up_before_end")


def as_of(scrape: Scrape) -> int | None:
    """The instant that the floor shows; None while there is no floor."""
    instant = (scrape.document or {}).get("as_of")
    return parse_instant(instant) if instant else None


def snapshot(scrape: Scrape) -> Iterator[Sample]:
    """The instant that the floor shows."""
    yield (), seconds(as_of(scrape))


def published(scrape: Scrape) -> Iterator[Sample]:
    """When the floor was published."""
    yield (), seconds(scrape.published_at)


def first_response_stats(scrape: Scrape) -> Iterator[Sample]:
    """Sum and quantiles of the time to the first response; without responses the quantiles are absent."""
    for queue in scrape.queues():
        for window in WINDOWS:
            labels = (*queue.labels, window)
            yield (*labels, "sum"), seconds(queue.kpi("first_response_time", window).get("numerator_ms"))
            for stat, kpi in _STATS.items():
                yield (*labels, stat), queue.kpi(kpi, window).get("value")


def impossible_today(scrape: Scrape) -> Iterator[Sample]:
    """Spans left out today per queue and reason, each known reason from the start."""
    for queue in scrape.queues():
        found: Mapping[str, Any] = queue.quality.get("impossible") or {}
        for reason in sorted({*_IMPOSSIBLE, *found}):
            yield (*queue.labels, reason), found.get(reason, 0)


def oldest_waiting(scrape: Scrape) -> Iterator[Sample]:
    """Since when the one who waits longest has been waiting; absent while nobody waits."""
    at = as_of(scrape)
    for queue in scrape.queues():
        wait_ms = queue.live.get("longest_wait_ms")
        if at is not None and queue.live.get("waiting") and wait_ms is not None:
            yield queue.labels, (at - wait_ms) / SECOND


def known_queues(scrape: Scrape) -> Iterator[Sample]:
    """One for each queue of the floor."""
    for queue in scrape.queues():
        yield queue.labels, 1


def states(scrape: Scrape) -> Iterator[Sample]:
    """One for the state that the worker is in, nought for the others."""
    for state in WorkerState:
        yield (state.value,), float(scrape.facts.state is state)


def build(scrape: Scrape) -> Iterator[Sample]:
    """One, with the version."""
    yield (scrape.facts.version,), 1


def source_skews(scrape: Scrape) -> Iterator[Sample]:
    """How far each source's times ran ahead, for the sources that have counters."""
    for source in (scrape.document or {}).get("sources", ()):
        if source["source"] in scrape.sources:
            yield (source["source"],), seconds(source.get("skew_ms"))


def rejected(scrape: Scrape) -> Iterator[Sample]:
    """Rejected events per source and reason."""
    for figure, n in sorted(scrape.events.items()):
        if figure.end == "rejected":
            yield (figure.source, figure.reason), n


def alarm_states(scrape: Scrape) -> Iterator[Sample]:
    """The state of every alarm on every slice that it watches; the floor has no queue, a channel neither."""
    yield from sorted(scrape.facts.alarms.states.items())


def dropped_deltas(scrape: Scrape) -> Iterator[Sample]:
    """Changes to panes that were retired already."""
    yield (), scrape.dropped_deltas
