"""What `report` says and what SQL says, in one shape, and where they part."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from msgspec.structs import replace

from stream import catalog
from stream.report import Report, to_json
from stream.site import Site
from stream.units import parse_instant
from tests.oracle.second_opinion import Cell, Figure, Figures

CATALOGUE: Final = catalog.standard()
BOTH: Final = catalog.Catalogue({name: replace(kpi, attribution="event") for name, kpi in CATALOGUE.kpis.items()})
"""Both attributions as columns of one report, so that one pass of the engine shows both."""

NOTHING: Final[Mapping[str, Figure]] = {}


def reported(lines: Sequence[bytes], interval_ms: int | None, site: Site) -> dict[str, Figures]:
    """The report by queue and channel, under `event` and `entry`, with the names of KPIS.md; labels as `.label`."""
    asked = Report(site=site, interval_ms=interval_ms, by=("queue", "channel"))
    families: dict[str, Figures] = {"event": {}, "entry": {}}
    for row in orjson.loads(to_json(asked.rows(lines, BOTH))):
        labels = row["slice"]
        from_ms = 0 if interval_ms is None else parse_instant(row["from"])
        where = Cell(from_ms, labels.get("queue", ""), labels.get("channel", ""))
        for name, figure in _leaves(row["kpis"]):
            plain, marked, label = name.partition("_by_entry")
            families["entry" if marked else "event"].setdefault(where, {})[plain + label] = figure
    return families


def differences(
    found: Figures, expected: Figures, names: Sequence[str]
) -> Iterator[tuple[Cell, str, Figure | None, Figure | None]]:
    """Each cell and KPI in which the report (first) and SQL (second) do not say the same; an absent cell has zeros."""
    for where in sorted(found.keys() | expected.keys()):
        for name in names:
            ours, theirs = found.get(where, NOTHING).get(name), expected.get(where, NOTHING).get(name)
            if not _agree(ours or _zero(theirs), theirs or _zero(ours)):
                yield where, name, ours, theirs


def _leaves(kpis: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    for name, told in kpis.items():
        if "unit" not in told:
            yield from ((f"{name}.{label}", figure) for label, figure in _leaves(told))
        elif told["numerator"] is None and "n" not in told:
            continue  # nobody has told of people
        elif told["numerator"] is None:
            quantile = told["value"]
            yield name, Figure(None, told["n"], None if quantile is None else quantile * 1_000)
        else:
            yield name, Figure(told.get("numerator_ms", told["numerator"]), told["denominator"])


def _zero(other: Figure | None) -> Figure:
    if other is None:
        raise AssertionError("neither side has this KPI at all")
    return Figure(None if other.numerator is None else 0, None if other.denominator is None else 0)


def _agree(ours: Figure, theirs: Figure) -> bool:
    if (ours.numerator, ours.denominator) != (theirs.numerator, theirs.denominator):
        return False
    if ours.quantile_ms is None or theirs.quantile_ms is None:
        return ours.quantile_ms is theirs.quantile_ms
    return abs(ours.quantile_ms - theirs.quantile_ms) <= theirs.quantile_ms / 100
