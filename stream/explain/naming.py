"""Coordinates by name, and the KPIs that each of them moves: both read from the registry and the catalogue."""

from typing import Final, NamedTuple

from stream.catalog import Catalogue
from stream.kpi import Attribution, Formula, Kpi
from stream.measures import BINS, MEASURES, Slice, coordinate, histogram_base
from stream.site import Site
from stream.units import Millis


class Named(NamedTuple):
    """A measure, its family, and of a histogram the number of the bin."""

    name: str
    kind: str
    title: str
    family: Attribution
    bin: int | None = None


class Moved(NamedTuple):
    """A KPI (with its label, if it has one) and the part of it that a measure is counted in, with its sign."""

    kpi: str
    part: str
    sign: int
    variant: str | None = None
    """The queue's service-level variant under which alone it is so; None: under any."""


_FAMILIES: Final[tuple[tuple[bool, Attribution], ...]] = ((False, "event"), (True, "entry"))
_SCALARS: Final = {
    coordinate(measure.name, by_entry): Named(measure.name, measure.kind, measure.title, family)
    for measure in MEASURES
    if measure.kind != "histogram"
    for by_entry, family in _FAMILIES
}
_HISTOGRAMS: Final = {
    histogram_base(measure.name, by_entry): Named(measure.name, measure.kind, measure.title, family)
    for measure in MEASURES
    if measure.kind == "histogram"
    for by_entry, family in _FAMILIES
}


def named(place: int) -> Named:
    """The measure of a coordinate; a KeyError says that there is none."""
    if place < BINS:
        return _SCALARS[place]
    base = place // BINS * BINS
    return _HISTOGRAMS[base]._replace(bin=place - base)


def path_of(kpi: Kpi, formula: Formula) -> str:
    """The name of a KPI with its label: `sla_met.answer`."""
    return f"{kpi.name}.{formula.label}" if formula.label else kpi.name


class Movers:
    """Which KPIs of a catalogue a coordinate moves."""

    def __init__(self, catalogue: Catalogue, site: Site) -> None:
        """Read the catalogue once."""
        self._site = site
        self._by_place: dict[int, list[Moved]] = {}
        for kpi in catalogue.kpis.values():
            for formula in kpi.formulas:
                self._note(path_of(kpi, formula), formula, None)
            for variant, formula in kpi.variants.items():
                self._note(kpi.name, formula, variant)

    def of(self, place: int, where: Slice, at_ms: Millis) -> list[Moved]:
        """The KPIs that a coordinate moves in a slice, whose queue shows one variant at that instant."""
        shown = self._site.queue(where[0], where[1]).at(at_ms).service_level
        moved = self._by_place.get(place if place < BINS else place // BINS * BINS, [])
        return [one for one in moved if one.variant in {None, shown}]

    def _note(self, path: str, formula: Formula, variant: str | None) -> None:
        for place, part, sign in parts_of(formula):
            self._by_place.setdefault(place, []).append(Moved(path, part, sign, variant))


def parts_of(formula: Formula) -> list[tuple[int, str, int]]:
    """Coordinate, part and sign of all that a formula counts; a histogram is named by its first bin."""
    parts = [(place, "numerator", sign) for place, sign in formula.numerator]
    parts += [(place, "denominator", sign) for place, sign in formula.denominator]
    if formula.kind == "quantile":
        parts.append((formula.histogram, "distribution", 1))
    if formula.pending is not None:
        parts.append((formula.pending, "pending", 1))
    return parts
