"""KPIs of agents as PromQL: by team, and of everything where contacts come into it, since those are of queues."""

from collections.abc import Sequence
from typing import Final

from agents.outputs.grafana.terms import counted
from stream.definition import Definition
from stream.kpi import Kind

_RECORDED: Final[dict[Kind, str]] = {"share": "ratio", "rate": "rate"}


def value(entry: Definition, window: str) -> str:
    """How a KPI of agents, or of agents and contacts, is asked for; `window` is the matcher of its window."""
    where = f'job=~"$job", {window}'
    if entry.kind in _RECORDED:
        level = "team" if entry.of == "agents" else "job"
        return f"{level}:kpi_{entry.name}:{_RECORDED[entry.kind]}{{{where}}}"
    return counted(entry.numerator, entry.label, _labels(entry), where)


def legend(entry: Definition) -> str:
    """What the series are called."""
    return " ".join(f"{{{{{label}}}}}" for label in _labels(entry)) or "all"


def _labels(entry: Definition) -> Sequence[str]:
    return (*(["team"] if entry.of == "agents" else []), *([entry.label] if entry.label else []))
