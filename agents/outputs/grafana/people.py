"""KPIs of agents as PromQL: by team, and of everything where contacts come into it, since those are of queues."""

from collections.abc import Sequence

from agents.outputs.grafana.terms import counted
from agents.outputs.recordings import ENDS
from stream.definition import Definition


def value(entry: Definition, window: str) -> str:
    """How a KPI of agents, or of agents and contacts, is asked for; `window` is the matcher of its window."""
    where = f'job=~"$job", {window}'
    if entry.kind in ENDS:
        level = "team" if entry.of == "agents" else "job"
        return f"{level}:kpi_{entry.name}:{ENDS[entry.kind]}{{{where}}}"
    return counted(entry.numerator, entry.label, _labels(entry), where)


def legend(entry: Definition) -> str:
    """What the series are called."""
    return " ".join(f"{{{{{label}}}}}" for label in _labels(entry)) or "all"


def _labels(entry: Definition) -> Sequence[str]:
    return (*(["team"] if entry.of == "agents" else []), *([entry.label] if entry.label else []))
