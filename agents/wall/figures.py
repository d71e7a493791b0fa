"""Figures as the floor document has them: found by KPI, window and label, and put together over several slices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from agents.wall.board import Figure
from stream.kpi import Kpi
from stream.units import HOUR, SECOND

Value: TypeAlias = Mapping[str, Any]
"""One figure with its evidence: value, numerator, denominator, n, numerator_ms, unit, thin, as far as it has them."""

SHOWN: Final = ("value", "numerator", "denominator", "n", "thin")
"""The members that a board shows."""


def find(kpi: Kpi, figure: Figure, slices: Iterable[Mapping[str, Any]]) -> Value | None:
    """The figure of these slices together; None where none of them has it or it cannot be put together."""
    found: list[Value] = []
    staffed = set()
    for part in slices:
        windows, queue = part.get("kpis", {}).get(kpi.name), part["slice"].get("queue")
        # Whoever lists a queue is there for it on each of its channels.
        if windows is None or (kpi.of == "agents" and queue in staffed):
            continue
        staffed.add(queue)
        by_label = windows if kpi.label else {figure.label: windows}
        labels = by_label if figure.label is None else [figure.label]
        found += [by_label[label][figure.window] for label in labels if figure.window in by_label.get(label, {})]
    return together(kpi, found)


def together(kpi: Kpi, values: Sequence[Value]) -> Value | None:
    """Several values of a KPI as one: parts are added up before they are divided, instants take the longest.

    Percentiles of several have no percentile together, so there is no value then.
    """
    if len(values) <= 1:
        return values[0] if values else None
    known = [value for value in values if value["value"] is not None]
    if not known:
        return values[0]
    if kpi.kind == "quantile":
        return {"value": None, "numerator": None, "denominator": None, "unit": kpi.unit}
    if kpi.kind in {"count", "time"} or any(value.get("denominator") is None for value in known):
        amounts = [value["value"] for value in known]
        whole = max(amounts) if kpi.kind == "live" and kpi.unit == "s" else sum(amounts)
        return {"value": whole, "numerator": whole, "denominator": None, "unit": kpi.unit}
    return _fraction(kpi, known)


def _fraction(kpi: Kpi, values: Sequence[Value]) -> Value:
    numerator = sum(value["numerator"] for value in values)
    denominator = sum(value["denominator"] for value in values)
    cases = sum(value.get("n", value["denominator"]) for value in values)
    if kpi.kind == "rate":
        shown = numerator * HOUR / denominator
    elif kpi.unit == "s":
        shown = sum(value.get("numerator_ms", value["numerator"] * SECOND) for value in values) / SECOND / denominator
    else:
        shown = numerator / denominator
    joined = {"value": shown, "numerator": numerator, "denominator": denominator, "unit": kpi.unit, "n": cases}
    return {**joined, "thin": True} if 0 < cases < kpi.minimum_evidence else joined
