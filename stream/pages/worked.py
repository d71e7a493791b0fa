"""An example of a family, worked out: what it gives, and what the formulas of the KPIs make of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from stream.family import Example
from stream.kpi import Formula, Kpi, KpiValue, Terms, evaluate, evaluate_live, evaluate_variant
from stream.measures import MEASURES, Measures
from stream.overlay import Live
from stream.pages import notation
from stream.pages.notation import code
from stream.site import STRICT

_MEASURES: Final = {measure.name: measure for measure in MEASURES}


class Worked(NamedTuple):
    """One figure of an example: whose it is, the numbers in the formula, and the value."""

    name: str
    sum: str
    value: KpiValue


def without_evidence(kpi: Kpi) -> str:
    """What a KPI shows where nothing has happened: a number, or no value."""
    formula = kpi.variants[STRICT] if kpi.kind == "variant" else kpi.formulas[0]
    return notation.figure(_value(kpi, formula, {}, Live()))


def example_lines(example: Example, kpis: Iterable[Kpi]) -> list[str]:
    """The example in Markdown; `kpis` are those of its family."""
    shown = [
        kpi for kpi in kpis if kpi.attribution == example.attribution and kpi.base in (example.kpis or (kpi.base,))
    ]
    vector, live = example.vector(), example.moment()
    worked = [figure for kpi in shown for figure in _worked(kpi, vector, live)]
    return [
        f"### {example.title}",
        "",
        example.told,
        "",
        *notation.table(("given", "", f"by {example.attribution}"), _given(example)),
        *notation.table(
            ("KPI", "worked out", "value (95 % interval)"),
            ((one.name, one.sum, notation.figure(one.value)) for one in worked),
        ),
    ]


def _given(example: Example) -> Iterator[tuple[str, str, str]]:
    for name, given in example.measures.items():
        yield code(name), _MEASURES[name].title, ", ".join(given) if isinstance(given, tuple) else _plain(given)
    for name, shown in example.live.items():
        for label, one in shown.items() if isinstance(shown, Mapping) else [("", shown)]:
            yield code(name), f"at this instant{', ' + code(label) if label else ''}", _plain(one)


def _plain(given: int | str) -> str:
    return f"{given:,}" if isinstance(given, int) else given


def _worked(kpi: Kpi, measures: Measures, live: Live) -> Iterator[Worked]:
    """The figures of a KPI; of one with a label those of its values of which there is anything."""
    if kpi.kind == "variant":
        formula = kpi.variants[STRICT]
        yield Worked(
            f"{code(kpi.name)}, variant {code(STRICT)}", _sum(formula, measures), _value(kpi, formula, measures, live)
        )
    for formula in kpi.formulas:
        value = _value(kpi, formula, measures, live)
        written = _live_sum(formula, live) if kpi.kind == "live" else _sum(formula, measures)
        if not kpi.label:
            yield Worked(code(kpi.name), written, value)
        elif value.numerator or value.denominator:
            yield Worked(f"{code(kpi.name)}, {code(formula.label)}", written, value)


def _value(kpi: Kpi, formula: Formula, measures: Measures, live: Live) -> KpiValue:
    if kpi.kind == "live":
        return evaluate_live(formula, live)
    if kpi.kind == "variant":
        return evaluate_variant(kpi.variants, {STRICT: measures})
    return evaluate(formula, measures)


def _sum(formula: Formula, measures: Measures) -> str:
    if formula.kind == "quantile":
        spread = notation.measure_at(formula.histogram).name
        return f"{notation.rank(formula.quantile)} of {code(spread)}, n = {evaluate(formula, measures).n}"
    return notation.fraction(_numbers(formula.numerator, measures), _numbers(formula.denominator, measures))


def _numbers(terms: Terms, measures: Measures) -> list[tuple[int, str]]:
    return [(sign, notation.amount(notation.measure_at(place), measures.get(place, 0))) for place, sign in terms]


def _live_sum(formula: Formula, live: Live) -> str:
    shown = getattr(live, formula.live)
    one = shown.get(formula.label, 0) if isinstance(shown, dict) else shown
    text = notation.duration(one) if formula.live.endswith("_ms") else f"{one:,}"
    return f"{text} ÷ {getattr(live, formula.per):,}" if formula.per else text
