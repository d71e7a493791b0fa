"""Which series carry a measure, and how sums of them are written in PromQL.

A queue's contacts lie in several partitions and these on several workers, so that every figure is a sum over workers.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from agents.metrics.naming import Named, named, of_everything
from agents.outputs.rule import matched
from stream.definition import LABELS, OF_AGENTS
from stream.measures import MEASURES, Measure

WORKER: Final = ("instance", "pod")
"""The labels by which workers differ; where workers are no pods the second is on no series."""
QUEUE: Final = ("job", "queue", "channel")
JOB: Final = "floorwatch"
"""The label `job` of the workers."""
WATERMARK: Final = "kpi_watermark_timestamp_seconds"
_DELAY: Final = "floorwatch_source_delay_seconds"
_SHOWN: Final = "kpi_snapshot_timestamp_seconds"
_MEASURES: Final = {measure.name: measure for measure in MEASURES}


def summed(series: str, without: Iterable[str] = (), **matchers: str) -> str:
    """The sum of a series over the workers, and over further labels."""
    return f"sum without ({', '.join((*WORKER, *without))}) ({selected(series, **matchers)})"


def agreed(series: str, operation: str = "max", **matchers: str) -> str:
    """A figure that every worker knows as a whole: the greatest of them, or by another operation."""
    return f"{operation} without ({', '.join(WORKER)}) ({selected(series, **matchers)})"


def selected(series: str, **matchers: str) -> str:
    """A series with its matchers."""
    return f"{series}{{{matched(matchers)}}}" if matchers else series


def punctual(matchers: str = "") -> str:
    """The clock of each partition, were its source not set to tell late: else such a floor would always be old.

    Workers of older versions do not say how late it tells.
    """
    return f"{WATERMARK}{matchers} + {_DELAY}{matchers} or {WATERMARK}{matchers}"


def lasting(since: str, of_job: str = "") -> str:
    """How long something has lasted by the worker's floor, whose clock is behind the time where a source tells late."""
    return f"{_SHOWN}{of_job} - on ({', '.join(('job', *WORKER))}) group_right () {since}"


def sum_of(
    terms: Sequence[str], label: str | None, *, without: tuple[str, ...] = (), whole: bool = False, **matchers: str
) -> str:
    """The sum of a catalogue's terms, each on a line; a `label` that the terms leave open stays on the result.

    `whole`: what is of contacts is that of all of them, over the floor's own day.
    """
    lines = []
    named_terms = map(partial(_term, label, _whole if whole else named), terms)
    for (sign, metric, by), group in groupby(named_terms, key=lambda term: term[:3]):
        values = [value for *_, value in group if value]
        fixed = {by: "|".join(values)} if values else {}
        dropped = (*without, by) if values else without
        lines.append(f"{sign} {summed(metric, dropped, **fixed, **matchers)}")
    return "\n".join(lines).removeprefix("+ ")


def _whole(measure: Measure) -> Named:
    return named(measure) if measure.name.startswith(OF_AGENTS) else of_everything(measure)


def _term(label: str | None, naming: Callable[[Measure], Named], term: str) -> tuple[str, str, str, str]:
    """The sign of a term, its metric, and the label with the value that it has where that is a fixed one."""
    sign, name = ("-" if term.startswith("-") else "+"), term.removeprefix("-")
    left_open = f"{{{label}}}"
    if label and name.endswith(left_open):
        series = naming(_MEASURES[name.replace(left_open, LABELS[label][0])])
        return sign, series.metric, "", ""
    series = naming(_MEASURES[name])
    return sign, series.metric, series.labels[-1] if series.value else "", series.value or ""
