"""KPIs of agents as PromQL: by team, and of everything where contacts come into it, since those are of queues."""

from collections.abc import Sequence
from typing import Final

from agents.outputs.grafana.terms import counted
from stream.definition import Definition

_SECONDS_AN_HOUR: Final = 3_600


def value(entry: Definition, window: str) -> str:
    """How a KPI of agents, or of agents and contacts, is asked for; `window` is the matcher of its window."""
    where = f'job=~"$job", {window}'
    by = _labels(entry)
    upper = counted(entry.numerator, entry.label, by, where)
    if not entry.denominator:
        return upper
    lower = counted(entry.denominator, None, by, where)
    scale = f"{_SECONDS_AN_HOUR} * " if entry.kind == "rate" else ""
    return f"{scale}({upper}) / (({lower}) > 0)"


def legend(entry: Definition) -> str:
    """What the series are called."""
    return " ".join(f"{{{{{label}}}}}" for label in _labels(entry)) or "all"


def _labels(entry: Definition) -> Sequence[str]:
    return (*(["team"] if entry.of == "agents" else []), *([entry.label] if entry.label else []))
