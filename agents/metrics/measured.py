"""The metrics that the catalogue calls for: whatever its formulas are made of, by queue and window, and its quantiles.

No name of a KPI or a measure stands here: an entry over measures that there are gets its series by being written.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from agents.metrics.family import Family, Reader, gauge
from agents.metrics.naming import QUEUE_LABELS, WINDOW, Named, named, of_everything, quantile_stat
from agents.metrics.scrape import RESPONSE_PLACES, Sample, Scrape
from stream.catalog import Catalogue
from stream.definition import OF_AGENTS, in_every_window
from stream.kpi import Formula, Kpi
from stream.measures import MEASURES, coordinate, histogram_base
from stream.units import SECOND

CLOCK: Final = "clock"
_EVIDENCE: Final = {"share": "presences", "rate": "presences"}
"""Kinds of KPIs of which a measure beside the formula tells how much is behind them."""


class Used(NamedTuple):
    """A measure that formulas use, and in which windows."""

    place: int
    windows: tuple[str, ...]
    series: Named
    scale: int


def used(catalogue: Catalogue, *, people: bool, both: bool = False) -> list[Used]:
    """The counts and sums, of agents or of contacts, that any KPI by event is made of, in the order of the registry.

    `both`: only those of KPIs about both, and as series of everything.
    """
    windows: dict[int, set[str]] = {}
    for kpi in catalogue.under("event"):
        if both and kpi.of != "both":
            continue
        for place in _places(kpi):
            windows.setdefault(place, set()).update(kpi.windows)
    found = []
    for measure in MEASURES:
        place = coordinate(measure.name) if measure.kind in {"count", "sum_ms"} else -1
        if place in windows and measure.name.startswith(OF_AGENTS) == people:
            shown = tuple(window for window in catalogue.windows if window in windows[place])
            series = of_everything(measure) if both else named(measure)
            found.append(Used(place, shown, series, SECOND if measure.kind == "sum_ms" else 1))
    return found


def by_metric(measures: Iterable[Used]) -> Iterator[tuple[Named, list[Used]]]:
    """The measures of each metric together, with the series of the first."""
    families: dict[str, list[Used]] = {}
    for one in measures:
        families.setdefault(one.series.metric, []).append(one)
    for members in families.values():
        yield members[0].series, members


def window_families(catalogue: Catalogue) -> Iterator[Family]:
    """The families of the catalogue: measures, both parts of what each queue has a variant of, quantiles."""
    for series, members in by_metric(used(catalogue, people=False)):
        read = _counted(members[0]) if series.value is None else _labelled(members, series.labels[-1])
        yield gauge(series.metric, series.labels, read, series.help)
    for kpi in catalogue.under("event"):
        if kpi.kind == "variant":
            yield from _parts(kpi)
    yield from _quantiles(catalogue)


def _places(kpi: Kpi) -> Iterator[int]:
    formulas: Sequence[Formula] = (*kpi.formulas, *kpi.variants.values())
    for formula in formulas:
        yield from (place for place, _ in (*formula.numerator, *formula.denominator))
    if kpi.kind in _EVIDENCE:
        yield coordinate(_EVIDENCE[kpi.kind])


def _counted(one: Used) -> Reader:
    """A measure of each queue that can have it, in each window; the sum of no durations is nought too."""
    place, scale = one.place, one.scale
    windows = None if in_every_window(one.windows) else frozenset(one.windows)
    responses = place in RESPONSE_PLACES

    def read(scrape: Scrape) -> list[Sample]:
        return [
            (labels, measures.get(place, 0) / scale if scale > 1 else measures.get(place, 0))
            for queue in scrape.queues
            if not responses or queue.responds
            for labels, measures in queue.windows
            if windows is None or labels[-1] in windows
        ]

    return read


def _labelled(members: Sequence[Used], label: str) -> Reader:
    """Measures that differ in a label; a queue shows only those clocks that it can have."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues:
            shown = [one for one in members if label != CLOCK or one.series.value in queue.clocks]
            for (place, windows, series, scale), (labels, measures) in product(shown, queue.windows):
                if labels[-1] in windows:
                    amount = measures.get(place, 0)
                    yield (*labels, series.value or ""), amount / scale if scale > 1 else amount

    return read


def _parts(kpi: Kpi) -> Iterator[Family]:
    """Numerator and denominator of a ratio of which every queue has its own variant."""

    def part(member: str) -> Reader:
        def read(scrape: Scrape) -> Iterator[Sample]:
            for queue in scrape.queues:
                for window in kpi.windows:
                    yield (*queue.labels, window), getattr(queue.kpi(kpi.name, window), member, None)

        return read

    titled = f"{kpi.title} as the queue's own variant has it"
    yield gauge(f"{WINDOW}{kpi.name}_met", QUEUE_LABELS, part("numerator"), f"{titled}: the numerator.")
    yield gauge(f"{WINDOW}{kpi.name}_valid", QUEUE_LABELS, part("denominator"), f"{titled}: the denominator.")


def _quantiles(catalogue: Catalogue) -> Iterator[Family]:
    by_histogram: dict[int, list[Kpi]] = {}
    for kpi in catalogue.under("event"):
        if kpi.kind == "quantile":
            by_histogram.setdefault(kpi.formulas[0].histogram, []).append(kpi)
    for measure in MEASURES:
        kpis = by_histogram.get(histogram_base(measure.name), []) if measure.kind == "histogram" else ()
        if kpis:
            name = f"{WINDOW}{measure.name}_quantile_seconds"
            text = f"{measure.title}: quantiles within one per cent; absent where there is no case."
            yield gauge(name, (*QUEUE_LABELS, "stat"), _values(kpis), text)


def _values(kpis: Sequence[Kpi]) -> Reader:
    shown = [(kpi.name, window, quantile_stat(kpi.formulas[0])) for kpi in kpis for window in kpi.windows]

    def read(scrape: Scrape) -> Iterator[Sample]:
        for queue in scrape.queues:
            for name, window, stat in shown:
                yield (*queue.labels, window, stat), getattr(queue.kpi(name, window), "value", None)

    return read
