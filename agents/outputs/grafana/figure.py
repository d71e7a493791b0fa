"""Where a KPI of the catalogue is found in Prometheus: its PromQL, by the labels that a board shows it by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from stream.definition import WINDOWS, Definition

Grain: TypeAlias = Literal["queue", "channel"]
"""A board of queues shows each queue, the wall each channel: calls of 20 s and mails of 4 h make no figure together."""

LABELS: Final[dict[Grain, tuple[str, ...]]] = {"queue": ("queue", "channel"), "channel": ("channel",)}
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
    """How a KPI is asked for; None where it cannot be told by these labels."""
    own = None if entry.kind == "live" or entry.windows == WINDOWS else entry.windows[0]
    chosen = _CHOSEN[grain]
    where = chosen if entry.kind == "live" else f'{chosen}, window="{own or "$window"}"'
    by = (*LABELS[grain], *([entry.label] if entry.label else []))
    value = _live(entry, by, where) if entry.kind == "live" else _windowed(entry, grain, by, where)
    if value is None:
        return None
    legend = " ".join(f"{{{{{label}}}}}" for label in by if label != "channel" or grain == "channel")
    return Figure(value, legend, _evidence(entry, grain, where), own)


def _windowed(entry: Definition, grain: Grain, by: Sequence[str], where: str) -> str | None:
    if entry.of != "contacts":
        return None
    if entry.kind in ("ratio", "variant"):
        return f"{grain}:kpi_{entry.name}:ratio{{{where}}}"
    if entry.kind == "mean":
        return f"{grain}:kpi_{entry.name}:seconds{{{where}}}"
    if entry.kind == "count":
        return _sum(entry.numerator, entry.label, by, where)
    if entry.kind == "quantile" and grain == "queue":
        # Quantiles of several workers cannot be merged: the greatest of them is on the safe side.
        stat = f'stat="{_stat(entry.quantile or 0.5)}"'
        return f"max by ({', '.join(by)}) (kpi_window_{entry.histogram}_quantile_seconds{{{where}, {stat}}})"
    return None


def _stat(quantile: float) -> str:
    return "max" if quantile == 1 else f"p{100 * quantile:g}"


def _sum(terms: Sequence[str], label: str | None, by: Sequence[str], where: str) -> str:
    """Counts added up and taken away, each summed over the workers first."""
    text = ""
    for term in terms:
        sign = "-" if term.startswith("-") else "+"
        stem, _, given = term.removeprefix("-").partition(".")
        metric = f"kpi_window_{stem}_{label}" if label and stem == "diverted" else f"kpi_window_{stem}"
        further = f', {_label_of(stem)}="{given}"' if given and label is None else ""
        part = f"sum by ({', '.join(by)}) ({metric}{{{where}{further}}})"
        text = f"{text} {sign} {part}" if text else part
    return text


def _label_of(stem: str) -> str:
    return "reason" if stem == "diverted" else "clock"


def _live(entry: Definition, by: Sequence[str], where: str) -> str | None:
    groups = ", ".join(by)
    if entry.live in _COUNTED_NOW:
        return f"sum by ({groups}) ({_COUNTED_NOW[entry.live]}{{{where}}})"
    if entry.live in _SINCE:
        since, count = _SINCE[entry.live]
        return f"max by ({groups}) (time() - {since}{{{where}}} or 0 * {count}{{{where}}})"
    return None


def _evidence(entry: Definition, grain: Grain, where: str) -> str | None:
    if entry.kind not in ("ratio", "variant", "mean") or entry.minimum_evidence == 1:
        return None
    cases = f"queue:kpi_{entry.name}:evidence{{{where}}}"
    return cases if grain == "queue" else f"sum without (queue) ({cases})"
