"""How a measure is called among the metrics: one rule, so that a new entry of the catalogue needs no name."""

from typing import Final, NamedTuple

from stream.definition import OF_AGENTS
from stream.kpi import Formula
from stream.measures import MEASURES, Measure

WINDOW: Final = "kpi_window_"
AGENTS: Final = "kpi_agents_"
FLOOR: Final = "kpi_floor_"

QUEUE_LABELS: Final = ("queue", "channel", "window")
GROUP_LABELS: Final = ("team", "site", "window")

_DOTTED: Final = {
    "sla_met": ("clock", "SLA clocks that were met"),
    "sla_breached": ("clock", "SLA clocks that were breached, each at its deadline"),
    "diverted": ("reason", "Entries diverted"),
    "impossible": ("reason", "Spans left out of the sums"),
    "state_ms": ("state", "Time that agents spent in a state"),
}
"""Of measures `stem.value`: the label that the value becomes, and what they all count."""
_PLAIN: Final = frozenset(measure.name for measure in MEASURES)
_MS: Final = "_ms"


class Named(NamedTuple):
    """The series of a measure: the metric, the names of its labels, and the value of the last one where it has one."""

    metric: str
    labels: tuple[str, ...]
    value: str | None
    help: str


def named(measure: Measure) -> Named:
    """The series of a count or of a sum of durations.

    A count is `kpi_window_<measure>`, a sum `kpi_window_<measure>_seconds`; of agents `kpi_agents_…`. What stands
    behind a dot is the value of a label, which is named in the metric where there is a measure without it.
    """
    stem, dot, value = measure.name.partition(".")
    people = measure.name.startswith(OF_AGENTS)
    labels: tuple[str, ...] = GROUP_LABELS if people else QUEUE_LABELS
    text = measure.title
    base = stem.removesuffix(_MS)
    if dot:
        label, text = _DOTTED[stem]
        labels = (*labels, label)
        base = f"{base}_{label}" if stem in _PLAIN else base
    prefix = AGENTS if people else WINDOW
    unit = "_seconds" if measure.kind == "sum_ms" else ""
    return Named(f"{prefix}{base}{unit}", labels, value if dot else None, f"{text}.")


def of_everything(measure: Measure) -> Named:
    """The series of a measure of all contacts together: `kpi_floor_…`, by window alone."""
    of_queue = named(measure)
    labels = tuple(label for label in of_queue.labels if label not in {"queue", "channel"})
    text = f"{of_queue.help.removesuffix('.')}, of everything; today is the floor's own day."
    return Named(FLOOR + of_queue.metric.removeprefix(WINDOW), labels, of_queue.value, text)


def quantile_stat(formula: Formula) -> str:
    """The value of the label `stat` for a quantile: p50, p99.9, max."""
    return "max" if formula.quantile == 1 else f"p{formula.quantile * 100:g}"
