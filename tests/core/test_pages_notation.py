"""How a page writes formulas, measures and figures."""

import pytest

from stream.kpi import KpiValue
from stream.measures import MEASURES, coordinate, histogram_base
from stream.pages import notation


def test_every_coordinate_finds_its_measure_again() -> None:
    """Scalars and bins, by event and by entry."""
    for measure in MEASURES:
        place_of = histogram_base if measure.kind == "histogram" else coordinate
        assert measure == notation.measure_at(place_of(measure.name))
        assert measure == notation.measure_at(place_of(measure.name, by_entry=True))
    assert "wait" == notation.measure_at(histogram_base("wait", by_entry=True) + 700).name


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        ([(1, "a")], [], "a"),
        ([(1, "a"), (-1, "s")], [], "a − s"),
        ([(1, "a")], [(1, "A")], "a ÷ A"),
        ([(1, "a"), (1, "b")], [(1, "A"), (1, "B"), (-1, "s")], "(a + b) ÷ (A + B − s)"),
        ([(-1, "s"), (1, "B")], [], "−s + B"),
        ([], [], "0"),
    ],
)
def test_sums_are_bracketed_where_they_are_divided(
    top: list[tuple[int, str]], bottom: list[tuple[int, str]], expected: str
) -> None:
    """One term needs no brackets, nor does a sum that nothing divides."""
    assert expected == notation.fraction(top, bottom)


def test_terms_of_a_catalogue_are_names_with_a_sign() -> None:
    """A leading minus subtracts."""
    assert [(1, "`abandoned`"), (-1, "`short_abandoned`")] == list(notation.signed(["abandoned", "-short_abandoned"]))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (KpiValue(None, 0, 0, "ratio", 0), "–"),
        (KpiValue(1_085, 1_085, None, "contacts"), "1,085"),
        (KpiValue(2.5, 5, 2, "contacts"), "2.5"),
        (KpiValue(3_900.0, 3_900, 1, "s", 1), "3,900 s"),
        (KpiValue(41.55, 41.55, 1, "s", 1), "41.5 s"),
        (KpiValue(0.8, 8, 10, "ratio", 10), "80.0 %"),
        (KpiValue(0.8, 8, 10, "ratio", 10, low=0.49, high=0.943), "80.0 % (49.0 to 94.3 %)"),
        (KpiValue(0.8, 4, 5, "ratio", 5, low=0.376, high=0.964, thin=True), "80.0 % (37.6 to 96.4 %), thin"),
    ],
)
def test_a_figure_is_written_with_what_it_rests_on(value: KpiValue, expected: str) -> None:
    """No value is a dash, never 0 %."""
    assert expected == notation.figure(value)


def test_amounts_are_numbers_or_durations() -> None:
    """A difference of durations that is not possible is shown for what it is."""
    by_name = {measure.name: measure for measure in MEASURES}

    assert "1,000" == notation.amount(by_name["answered"], 1_000)
    assert "1m30s" == notation.amount(by_name["wait_ms"], 90_000)
    assert "−1m30s" == notation.amount(by_name["wait_ms"], -90_000)


def test_limits_and_quantiles_are_named_as_people_do() -> None:
    """A share in per cent without places that say nothing; half is the median."""
    assert ["5 %", "2.5 %", "0", "20 s"] == [
        notation.limit(*limit) for limit in [(0.05, "ratio"), (0.025, "ratio"), (0, "contacts"), (20, "s")]
    ]
    assert ["median", "90th percentile", "maximum"] == [notation.rank(quantile) for quantile in (0.5, 0.9, 1.0)]


def test_a_table_keeps_a_bar_within_its_cell() -> None:
    """Whatever a sentence says, the columns stay."""
    assert ["| a | b |", "| --- | --- |", "| x \\| y | z |", ""] == notation.table(("a", "b"), [("x | y", "z")])
