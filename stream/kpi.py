"""KPI values: formulas over measures, with both parts of every fraction beside the result.

No evidence is no number: an empty denominator gives the value None, never 0 % and never 100 %. Durations are summed in
whole milliseconds and shown in seconds; the exact sum travels as `numerator_ms`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from stream.histogram import quantile
from stream.measures import BINS, Measures, bins, coordinate, put
from stream.overlay import Live
from stream.units import HOUR, SECOND

Attribution: TypeAlias = Literal["event", "entry"]
Kind: TypeAlias = Literal["count", "ratio", "mean", "quantile", "live", "variant", "time", "share", "rate"]
Unit: TypeAlias = Literal["contacts", "ratio", "s", "agents", "per_hour"]
Subject: TypeAlias = Literal["contacts", "agents", "both"]
Better: TypeAlias = Literal["higher", "lower", "none"]
Dependence: TypeAlias = Literal["threshold", "target"]
Terms: TypeAlias = tuple[tuple[int, int], ...]
"""Coordinates of measures, each with the sign under which it is summed."""


_Z: Final = 1.959964
"""Of a standard normal variable, 95 % lie within so much of 0."""


class KpiValue(msgspec.Struct, frozen=True, gc=False):
    """One figure and its evidence. `n` (of ratios, means, quantiles) is the number of cases behind it.

    `low` and `high` are the ends of the Wilson interval of a share, 95 %; `thin` is there, and true, where `n` is below
    the minimum evidence of the KPI.
    """

    value: float | None
    numerator: float | None
    denominator: int | None
    unit: Unit
    n: int | UnsetType = UNSET
    numerator_ms: int | UnsetType = UNSET
    pending: int | UnsetType = UNSET
    low: float | UnsetType = UNSET
    high: float | UnsetType = UNSET
    thin: bool | UnsetType = UNSET


class Formula(msgspec.Struct, frozen=True):
    """One KPI (or one label value of it) as coordinates, ready to be evaluated; `label` is "" where it has none."""

    kind: Kind
    unit: Unit
    label: str = ""
    numerator: Terms = ()
    denominator: Terms = ()
    histogram: int = 0
    quantile: float = 0.5
    live: str = ""
    per: str = ""
    minimum_evidence: int = 1
    pending: int | None = None
    """The coordinate of the entries that are not decided yet, where the figure has to tell their number."""
    depends_on: Dependence | None = None


class Kpi(msgspec.Struct, frozen=True, kw_only=True):
    """One KPI of the catalogue under one attribution. `base` is its name without the suffix of the attribution."""

    name: str
    base: str
    attribution: Attribution
    title: str
    question: str
    kind: Kind
    unit: Unit
    better: Better
    source: str
    windows: tuple[str, ...]
    formulas: tuple[Formula, ...] = ()
    label: str | None = None
    of: Subject = "contacts"
    """Whom it is about. What is about both can only be told of everything: contacts are of queues, agents of teams."""
    variants: dict[str, Formula] = {}
    depends_on: Dependence | None = None
    """What the formulas of a variant depend on; others say it themselves."""
    warning: float | None = None
    critical: float | None = None
    minimum_evidence: int = 1


_PRESENCES: Final = coordinate("presences")

Figures: TypeAlias = dict[str, KpiValue]
"""Values by window, or by whatever else the caller varies."""


def _total(terms: Terms, measures: Mapping[int, int]) -> int:
    if len(terms) == 1:  # as nearly always
        place, sign = terms[0]
        return sign * measures.get(place, 0)
    total = 0
    for place, sign in terms:
        if place in measures:
            total += sign * measures[place]
    return total


def _pending(formula: Formula, measures: Mapping[int, int]) -> int | UnsetType:
    return UNSET if formula.pending is None else measures.get(formula.pending, 0)


def _count(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    total = _total(formula.numerator, measures)
    return KpiValue(total, total, None, formula.unit)


def _ratio(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    return _fraction(
        formula.minimum_evidence,
        _total(formula.numerator, measures),
        _total(formula.denominator, measures),
        _pending(formula, measures),
    )


def _fraction(minimum: int, part: int, whole: int, pending: int | UnsetType) -> KpiValue:
    if whole <= 0:
        return KpiValue(None, part, whole, "ratio", whole, UNSET, pending)
    low, high = wilson(part, whole) if 0 <= part <= whole else (UNSET, UNSET)
    return KpiValue(part / whole, part, whole, "ratio", whole, UNSET, pending, low, high, _thin(whole, minimum))


def _thin(n: int, minimum: int) -> bool | UnsetType:
    return True if 0 < n < minimum else UNSET


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, `0 <= part <= whole`, `whole > 0`: Wilson, J. Am. Stat. Assoc. 22 (1927)."""
    share, spread = part / whole, _Z * _Z / whole
    middle = share + spread / 2
    reach = _Z * sqrt((share * (1 - share) + spread / 4) / whole)
    # At its ends the formula gives 0 and 1, which floats miss by a hair.
    low = 0.0 if part == 0 else (middle - reach) / (1 + spread)
    high = 1.0 if part == whole else (middle + reach) / (1 + spread)
    return low, high


def _mean(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    total_ms = _total(formula.numerator, measures)
    n = _total(formula.denominator, measures)
    value = total_ms / (n * SECOND) if n > 0 else None
    thin = _thin(n, formula.minimum_evidence)
    return KpiValue(value, total_ms / SECOND, n, formula.unit, n, total_ms, thin=thin)


def _time(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    total_ms = _total(formula.numerator, measures)
    return KpiValue(total_ms / SECOND, total_ms / SECOND, None, formula.unit, UNSET, total_ms)


def _share(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    """A part of a time: both in whole ms; the evidence is how many stays of agents it is made of."""
    part_ms, whole_ms = _total(formula.numerator, measures), _total(formula.denominator, measures)
    seen = measures.get(_PRESENCES, 0)
    value = part_ms / whole_ms if whole_ms > 0 else None
    return KpiValue(value, part_ms, whole_ms, formula.unit, seen, thin=_thin(seen, formula.minimum_evidence))


def _rate(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    """How often an hour: a count, and a time in whole ms; the evidence is how many stays of agents it is made of."""
    count, whole_ms = _total(formula.numerator, measures), _total(formula.denominator, measures)
    seen = measures.get(_PRESENCES, 0)
    value = count * HOUR / whole_ms if whole_ms > 0 else None
    return KpiValue(value, count, whole_ms, formula.unit, seen, thin=_thin(seen, formula.minimum_evidence))


def _quantile(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    return _quantile_of(formula, bins(measures, formula.histogram))


def _quantile_of(formula: Formula, counts: Mapping[int, int]) -> KpiValue:
    value_ms = quantile(counts, formula.quantile)
    n = sum(counts.values())
    thin = _thin(n, formula.minimum_evidence)
    return KpiValue(None if value_ms is None else value_ms / SECOND, None, n, formula.unit, n, thin=thin)


_EVALUATE: Final[dict[Kind, Callable[[Formula, Mapping[int, int]], KpiValue]]] = {
    "count": _count,
    "ratio": _ratio,
    "mean": _mean,
    "quantile": _quantile,
    "time": _time,
    "share": _share,
    "rate": _rate,
}


def evaluate(formula: Formula, measures: Mapping[int, int]) -> KpiValue:
    """The value of one formula; a KeyError says that its kind is not made of measures (live, variant)."""
    return _EVALUATE[formula.kind](formula, measures)


def evaluate_variant(variants: Mapping[str, Formula], parts: Mapping[str, Mapping[int, int]]) -> KpiValue:
    """A ratio of which every queue has its own variant: both parts are summed over `parts` (measures by variant)."""
    if not parts:
        return evaluate(next(iter(variants.values())), {})
    values = [evaluate(variants[name], measures) for name, measures in parts.items()]
    if len(values) == 1:
        return values[0]
    pending = [value.pending for value in values if value.pending is not UNSET]
    return _fraction(
        next(iter(variants.values())).minimum_evidence,
        sum(int(value.numerator or 0) for value in values),
        sum(value.denominator or 0 for value in values),
        sum(pending) if pending else UNSET,
    )


def evaluate_live(formula: Formula, live: Live) -> KpiValue:
    """What an instant shows: a number of contacts, a duration, or a mean duration."""
    shown = getattr(live, formula.live)
    if formula.per:
        n = getattr(live, formula.per)
        return KpiValue(shown / (n * SECOND) if n else None, shown / SECOND, n, formula.unit, n, shown)
    amount: int = shown.get(formula.label, 0) if formula.label else shown
    if formula.unit == "s":
        return KpiValue(amount / SECOND, amount / SECOND, None, "s", UNSET, amount)
    return KpiValue(amount, amount, None, formula.unit)


class Cell(msgspec.Struct):
    """The measures of one slice and span, whole and apart by the service-level variant of the queues in it."""

    total: Measures
    variants: dict[str, Measures]
    histograms: dict[int, dict[int, int]] | None = None
    """The bins by the base of their histogram, once one has been asked for."""

    def bins(self, base: int) -> Mapping[int, int]:
        """The bins of one histogram; all histograms are taken apart in one go, on first use."""
        if self.histograms is None:
            self.histograms = {}
            for place in sorted(place for place in self.total if place >= BINS):
                self.histograms.setdefault(place // BINS * BINS, {})[place % BINS] = self.total[place]
        return self.histograms.get(base, {})


def cell(parts: Iterable[tuple[str, Mapping[int, int]]]) -> Cell:
    """Merge measures, each given with its queue's variant."""
    variants: dict[str, Measures] = {}
    for variant, measures in parts:
        if variant in variants:
            put(variants[variant], measures)
        else:
            variants[variant] = dict(measures)
    if len(variants) == 1:
        return Cell(next(iter(variants.values())), variants)
    total: Measures = {}
    for measures in variants.values():
        put(total, measures)
    return Cell(total, variants)


def evaluate_cell(formula: Formula, of: Cell) -> KpiValue:
    """As `evaluate`; several quantiles of one cell share the work."""
    if formula.kind == "quantile":
        return _quantile_of(formula, of.bins(formula.histogram))
    return evaluate(formula, of.total)


def evaluate_windows(kpi: Kpi, cells: Sequence[tuple[str, Cell]]) -> Figures | dict[str, Figures]:
    """The values of a KPI by window (of a KPI with a label: by its values, then by window) in the windows it has."""
    shown = [(window, of) for window, of in cells if window in kpi.windows]
    if kpi.kind == "variant":
        return {window: evaluate_variant(kpi.variants, of.variants) for window, of in shown}
    by_label = {formula.label: _by_window(formula, shown) for formula in kpi.formulas}
    return by_label if kpi.label else by_label[""]


def _by_window(formula: Formula, cells: Sequence[tuple[str, Cell]]) -> Figures:
    """As `evaluate_cell` in each window: a floor is ten thousand of these, so that the way there is chosen once."""
    if formula.kind == "quantile":
        return {window: _quantile_of(formula, of.bins(formula.histogram)) for window, of in cells}
    value = _EVALUATE[formula.kind]
    return {window: value(formula, of.total) for window, of in cells}
