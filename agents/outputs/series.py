"""Which series carry a measure, and how sums of them are written in PromQL.

A queue's contacts lie in several partitions and these on several workers, so that every figure is a sum over workers.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from agents.outputs.rule import matched

WORKER: Final = ("instance", "pod")
"""The labels by which workers differ; where workers are no pods the second is on no series."""
QUEUE: Final = ("job", "queue", "channel")
JOB: Final = "floorwatch"
"""The label `job` of the workers."""
_DOTTED: Final = {
    "sla_met": ("kpi_window_sla_met", "clock"),
    "sla_breached": ("kpi_window_sla_breached", "clock"),
    "diverted": ("kpi_window_diverted_reason", "reason"),
    "state_ms": ("kpi_agents_state_seconds", "state"),
}
"""The measures that are one for each value of a label, by what stands before the dot."""
_OF_AGENTS: Final = {"slot_ms": "kpi_agents_slot_seconds", "presences": "kpi_agents_presences"}


class Series(NamedTuple):
    """The series of one measure; `label` and `value` are those of a measure with a dot in its name."""

    metric: str
    label: str = ""
    value: str = ""


def series_of(measure: str) -> Series:
    """Where Prometheus finds a measure of a window."""
    family, _, value = measure.partition(".")
    if value:
        metric, label = _DOTTED[family]
        return Series(metric, label, value)
    if measure in _OF_AGENTS:
        return Series(_OF_AGENTS[measure])
    if measure.endswith("_ms"):
        return Series(f"kpi_window_{measure.removesuffix('_ms')}_seconds")
    return Series(f"kpi_window_{measure}")


def summed(series: str, without: Iterable[str] = (), **matchers: str) -> str:
    """The sum of a series over the workers, and over further labels."""
    return f"sum without ({', '.join((*WORKER, *without))}) ({selected(series, **matchers)})"


def agreed(series: str, operation: str = "max", **matchers: str) -> str:
    """A figure that every worker knows as a whole: the greatest of them, or by another operation."""
    return f"{operation} without ({', '.join(WORKER)}) ({selected(series, **matchers)})"


def selected(series: str, **matchers: str) -> str:
    """A series with its matchers."""
    return f"{series}{{{matched(matchers)}}}" if matchers else series


def sum_of(terms: Sequence[str], label: str | None, *, without: tuple[str, ...] = (), **matchers: str) -> str:
    """The sum of a catalogue's terms, each on a line; a `label` that the terms leave open stays on the result."""
    lines = []
    for sign, (metric, by, values) in _merged(terms, label):
        fixed = {by: "|".join(values)} if values else {}
        dropped = (*without, by) if values else without
        lines.append(f"{sign} {summed(metric, dropped, **fixed, **matchers)}")
    return "\n".join(lines).removeprefix("+ ")


def _merged(terms: Sequence[str], label: str | None) -> Iterator[tuple[str, tuple[str, str, list[str]]]]:
    """The terms with their signs, neighbours of one metric in one."""
    open_end = f".{{{label}}}"
    signed = []
    for term in terms:
        name = term.removeprefix("-")
        series = series_of(name)
        fixed = Series(series.metric) if label and name.endswith(open_end) else series
        signed.append(("-" if term.startswith("-") else "+", fixed))
    for (sign, metric, by), group in groupby(signed, key=lambda one: (one[0], one[1].metric, one[1].label)):
        yield sign, (metric, by, [series.value for _, series in group if series.value])
