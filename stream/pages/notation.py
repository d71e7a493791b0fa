"""How formulas, measures and figures are written on a page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import UNSET

from stream.kpi import KpiValue
from stream.measures import BINS, MEASURES, Measure
from stream.units import Millis, format_duration

NONE: Final = "–"
"""No value."""
_RANKS: Final = {0.5: "median", 1.0: "maximum"}
_SCALARS: Final = {2 * place: measure for place, measure in enumerate(MEASURES) if measure.kind != "histogram"}
_HISTOGRAMS: Final = [measure for measure in MEASURES if measure.kind == "histogram"]


def measure_at(place: int) -> Measure:
    """The measure of a coordinate, of either family."""
    if place < BINS:
        return _SCALARS[place - place % 2]
    return _HISTOGRAMS[(place // BINS - 1) // 2]


def code(name: str) -> str:
    """A name as it is written in a file."""
    return f"`{name}`"


def percent(share: float) -> str:
    """A share in per cent, one place."""
    return f"{100 * share:.1f} %"


def amount(measure: Measure, number: int) -> str:
    """What is summed: a number, or the duration that the milliseconds are."""
    return f"{number:,}" if measure.kind == "count" else duration(number)


def duration(length_ms: Millis) -> str:
    """A duration as a configuration would have it; a negative one is a difference that is not possible."""
    return format_duration(length_ms) if length_ms >= 0 else f"−{format_duration(-length_ms)}"


def number(value: float, unit: str) -> str:
    """A figure in its unit."""
    if unit == "ratio":
        return percent(value)
    text = f"{value:,.1f}".removesuffix(".0")
    return f"{text} s" if unit == "s" else text


def limit(value: float, unit: str) -> str:
    """A limit as it is written, a share in per cent."""
    return f"{100 * value:g} %" if unit == "ratio" else number(value, unit)


def rank(quantile: float) -> str:
    """The name of a quantile."""
    return _RANKS.get(quantile) or f"{100 * quantile:g}th percentile"


def figure(value: KpiValue) -> str:
    """A value with its interval, and whether the evidence is thin."""
    if value.value is None:
        return NONE
    text = number(value.value, value.unit)
    if value.low is not UNSET and value.high is not UNSET:
        text += f" ({100 * value.low:.1f} to {percent(value.high)})"
    return f"{text}, thin" if value.thin is True else text


def total(terms: Iterable[tuple[int, str]]) -> str:
    """A sum of terms, each with its sign: `a + b − c`."""
    text = ""
    for sign, term in terms:
        joint = ("−" if sign < 0 else "") if not text else (" − " if sign < 0 else " + ")
        text += joint + term
    return text or "0"


def fraction(top: Sequence[tuple[int, str]], bottom: Sequence[tuple[int, str]]) -> str:
    """A sum, or the quotient of two."""
    return f"{_grouped(top)} ÷ {_grouped(bottom)}" if bottom else total(top)


def signed(terms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The terms of a catalogue, such as "-short_abandoned", as signs and names in code."""
    for term in terms:
        yield (-1 if term.startswith("-") else 1), code(term.removeprefix("-"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table, and an empty one after it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines] + [""]


def _grouped(terms: Sequence[tuple[int, str]]) -> str:
    return f"({total(terms)})" if len(terms) > 1 else total(terms)
