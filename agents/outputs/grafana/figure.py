"""Where a KPI of the catalogue is found in Prometheus: its PromQL, by the labels that a board shows it by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from agents.outputs.grafana import people
from agents.outputs.grafana.terms import counted
from agents.outputs.grafana.variables import OF_JOB
from agents.outputs.series import lasting
from stream.definition import Definition, in_every_window

Grain: TypeAlias = Literal["queue", "channel"]
"""A board of queues shows each queue, the wall each channel: calls of 20 s and mails of 4 h make no figure together."""

_LABELS: Final[dict[Grain, tuple[str, ...]]] = {"queue": ("queue", "channel"), "channel": ("channel",)}
_CHOSEN: Final[dict[Grain, str]] = {
    "queue": 'job=~"$job", channel=~"$channel", queue=~"$queue"',
    "channel": 'job=~"$job", channel=~"$channel"',
}
_COUNTED_NOW: Final = {
    "waiting": "kpi_queue_waiting_contacts",
    "waiting_past_threshold": "kpi_queue_waiting_past_threshold_contacts",
    "open": "kpi_queue_open_contacts",
    "overdue": "kpi_queue_overdue_clocks",
    "at_risk": "kpi_queue_at_risk_clocks",
    "agents": "kpi_queue_agents",
    "age_ms": "kpi_queue_backlog_age_seconds",
}
_SINCE: Final = {
    "longest_wait_ms": ("kpi_queue_oldest_waiting_timestamp_seconds", "kpi_queue_waiting_contacts"),
    "oldest_ms": ("kpi_queue_oldest_open_timestamp_seconds", "kpi_queue_open_contacts"),
    "oldest_overdue_ms": ("kpi_queue_oldest_overdue_timestamp_seconds", "kpi_queue_overdue_clocks"),
}
"""Instants since which something lasts, absent while nothing does, and the count that is 0 then."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI as Prometheus knows it, with Grafana's variables in it; `legend` names its series.

    `evidence` is the number of cases behind the value, None where the catalogue asks for no more than one.
    `window` is the KPI's own where it does not have every window that can be chosen.
    """

    value: str
    legend: str
    evidence: str | None = None
    window: str | None = None


def figure(entry: Definition, grain: Grain) -> Figure | None:
    """How a KPI is asked for; None where it cannot be told by these labels, or is no series, as by entry alone.

    Agents are of teams and not of queues: what they spend their time with is told by team wherever queues are shown.
    """
    if "event" not in entry.attribution:
        return None
    own = None if entry.kind == "live" or in_every_window(entry.windows) else entry.windows[0]
    window = f'window="{own or "$window"}"'
    if entry.of != "contacts" and entry.kind != "live":
        return Figure(people.value(entry, window), people.legend(entry), window=own) if grain == "queue" else None
    if entry.live == "agents" and grain == "channel":
        return None
    labels = (*_LABELS[grain], *([entry.label] if entry.label else []))
    where = _CHOSEN[grain] if entry.kind == "live" else f"{_CHOSEN[grain]}, {window}"
    value = _live(entry, labels, where) if entry.kind == "live" else _windowed(entry, grain, labels, where)
    if value is None:
        return None
    legend = " ".join(f"{{{{{label}}}}}" for label in labels)
    return Figure(value, legend, _evidence(entry, grain, where), own)


def _windowed(entry: Definition, grain: Grain, by: Sequence[str], where: str) -> str | None:
    if entry.kind in ("ratio", "variant"):
        return f"{grain}:kpi_{entry.name}:ratio{{{where}}}"
    if entry.kind == "mean":
        return f"{grain}:kpi_{entry.name}:seconds{{{where}}}"
    if entry.kind in ("count", "time"):
        return counted(entry.numerator, entry.label, by, where)
    if entry.kind == "quantile" and grain == "queue":
        # Quantiles of several workers cannot be merged: the greatest of them is on the safe side.
        return f"max by ({', '.join(by)}) (kpi_window_{entry.histogram}_quantile_seconds{{{where}, {_stat(entry)}}})"
    return None


def _stat(entry: Definition) -> str:
    return 'stat="max"' if entry.quantile == 1 else f'stat="p{100 * (entry.quantile or 0):g}"'


def _live(entry: Definition, by: Sequence[str], where: str) -> str | None:
    groups = ", ".join(by)
    if entry.live in _SINCE:
        since, count = _SINCE[entry.live]
        lasts = lasting(f"{since}{{{where}}}", OF_JOB)
        return f"max by ({groups}) ({lasts} or 0 * {count}{{{where}}})"
    shown = _COUNTED_NOW.get(entry.live or "")
    if shown is None:
        return None
    value = f"sum by ({groups}) ({shown}{{{where}}})"
    if entry.per is None:
        return value
    return f"{value} / (sum by ({groups}) ({_COUNTED_NOW[entry.per]}{{{where}}}) > 0)"


def _evidence(entry: Definition, grain: Grain, where: str) -> str | None:
    if entry.kind not in ("ratio", "variant", "mean") or entry.minimum_evidence == 1:
        return None
    cases = f"queue:kpi_{entry.name}:evidence{{{where}}}"
    return cases if grain == "queue" else f"sum without (queue) ({cases})"
