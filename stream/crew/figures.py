"""The figures of the people: of everything, of each team and site, and who stands by for each queue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import UNSET

from stream.catalog import NOW, Catalogue
from stream.crew.partition import CrewPart
from stream.kpi import Cell, Figures, Formula, Kpi, KpiValue, cell, evaluate_windows
from stream.measures import Measures, Slice, add, merged

K = TypeVar("K", str, Slice)
Kpis: TypeAlias = dict[str, Figures | dict[str, Figures]]
Cells: TypeAlias = Sequence[tuple[str, Cell]]

GROUPS = ("team", "site")
"""The labels of people; an agent without one is only in everything."""


class GroupFigures(msgspec.Struct, frozen=True):
    """What is known about one team or one site."""

    slice: dict[str, str]
    kpis: Kpis


class Crew:
    """The agents of all partitions, read at one clock. Before the first event of an agent nothing is known of any."""

    def __init__(self, parts: Sequence[CrewPart], catalogue: Catalogue) -> None:
        """Join the parts."""
        self._kpis = [kpi for kpi in catalogue.kpis.values() if kpi.of != "contacts"]
        self._totals: dict[str, dict[Slice, Measures]] = {}
        for part in parts:
            for window, by_slice in part.totals.items():
                joined = self._totals.setdefault(window, {})
                for where, measures in by_slice.items():
                    add(joined.setdefault(where, {}), measures)
        self._now = _summed(part.now for part in parts)
        self._queues = _summed(part.queues for part in parts)
        self._slices = sorted({where for part in parts for where in part.slices} | self._now.keys())

    def of_slice(self, labels: Mapping[str, str], cells: Cells) -> Kpis:
        """What a slice of contacts shows of people: everything all of it, a queue who is there for it."""
        if not labels:
            together = [(window, self._with_people(window, of)) for window, of in cells]
            return {kpi.name: self._value(kpi, together, self._counts(self._slices)) for kpi in self._kpis}
        if labels.keys() == {"queue", "channel"}:
            counts = self._queues.get(labels["queue"], {}) if self._slices else None
            return {kpi.name: _live(kpi, counts) for kpi in self._kpis if kpi.kind == "live"}
        return {}

    def groups(self, windows: Sequence[str]) -> tuple[GroupFigures, ...]:
        """Each site, then each team, sorted by name."""
        members: dict[tuple[str, str], list[Slice]] = {}
        for where in self._slices:
            for label, name in zip(GROUPS, where, strict=True):
                if name:
                    members.setdefault((label, name), []).append(where)
        return tuple(
            GroupFigures({label: name}, self._of_group(of, windows)) for (label, name), of in sorted(members.items())
        )

    def measures(self, windows: Sequence[str]) -> dict[Slice, dict[str, Measures]]:
        """What the figures of people are made of, by team and site, and window."""
        return {
            where: {window: self._totals.get(window, {}).get(where, {}) for window in windows} for where in self._slices
        }

    def _of_group(self, members: Sequence[Slice], windows: Sequence[str]) -> Kpis:
        cells = [(window, cell([("", self._time(window, members))])) for window in windows]
        counts = self._counts(members)
        return {kpi.name: self._value(kpi, cells, counts) for kpi in self._kpis if kpi.of == "agents"}

    def _value(self, kpi: Kpi, cells: Cells, counts: Mapping[str, int] | None) -> Figures | dict[str, Figures]:
        if kpi.kind == "live":
            return _live(kpi, counts)
        return evaluate_windows(kpi, cells) if self._slices else _absent(kpi)

    def _counts(self, members: Iterable[Slice]) -> dict[str, int] | None:
        """How many are in each state; None: nothing was heard of any agent yet."""
        if not self._slices:
            return None
        return _summed([{"": self._now[where]} for where in members if where in self._now]).get("", {})

    def _time(self, window: str, members: Iterable[Slice]) -> Measures:
        by_slice = self._totals.get(window, {})
        return merged(by_slice[where] for where in members if where in by_slice)

    def _with_people(self, window: str, of: Cell) -> Cell:
        return Cell(merged((of.total, self._time(window, self._slices))), of.variants)


def _live(kpi: Kpi, counts: Mapping[str, int] | None) -> Figures | dict[str, Figures]:
    if counts is None:
        return _absent(kpi)
    shown = {formula.label: counts.get(formula.label, 0) for formula in kpi.formulas}
    return {label: {NOW: KpiValue(count, count, None, kpi.unit)} for label, count in shown.items()}


def absent(formula: Formula) -> KpiValue:
    """A figure that nobody has told anything for: no number, and no nought; every ratio says of how many it is."""
    return KpiValue(None, None, None, formula.unit, 0 if formula.kind in {"share", "rate"} else UNSET)


def _absent(kpi: Kpi) -> Figures | dict[str, Figures]:
    by_label = {formula.label: dict.fromkeys(kpi.windows, absent(formula)) for formula in kpi.formulas}
    return by_label if kpi.label else by_label[""]


def _summed(counts: Iterable[Mapping[K, Mapping[str, int]]]) -> dict[K, dict[str, int]]:
    """Counts by whatever they are grouped by, added up."""
    total: dict[K, dict[str, int]] = {}
    for by_group in counts:
        for group, numbers in by_group.items():
            joined = total.setdefault(group, {})
            for name, number in numbers.items():
                joined[name] = joined.get(name, 0) + number
    return total
