"""KPI values: the vendors' own examples, evidence, and what is summed before it is divided."""

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from stream import catalog
from stream.histogram import bin_of
from stream.kpi import KpiValue, cell, evaluate, evaluate_live, evaluate_variant, evaluate_windows
from stream.measures import Measures, coordinate, histogram_base
from stream.overlay import Live

KPIS = catalog.standard().kpis

# The example in Asterisk's and Amazon's documentation: A 1000 of which within 860, B 60, s 10, D 25.
VENDORS = {
    "offered": 1085,
    "answered": 1000,
    "waited": 1000,
    "answered_within": 860,
    "abandoned": 60,
    "abandoned_within": 20,
    "short_abandoned": 10,
    "diverted": 25,
}


def measures(**amounts: int) -> Measures:
    """The vector with these amounts by event; a name may have two underscores for the dot."""
    return {coordinate(name.replace("__", ".")): amount for name, amount in amounts.items()}


def value(name: str, of: Measures) -> KpiValue:
    """The value of a KPI without label."""
    return evaluate(KPIS[name].formulas[0], of)


def bare(of: KpiValue) -> KpiValue:
    """A share without its interval and without the mark of thin evidence."""
    return replace(of, low=UNSET, high=UNSET, thin=UNSET)


@pytest.mark.parametrize(
    ("percent", "numerator", "denominator", "variant"),
    [
        (86.0, 860, 1000, "answered_only"),
        (83.0, 880, 1060, "abandons_within_count_as_met"),
        (81.1, 860, 1060, "abandons_count_as_missed"),
        (81.9, 860, 1050, "strict"),
        (82.7, 860, 1040, "abandons_within_ignored"),
        (82.1, 870, 1060, "short_abandons_count_as_met"),
        (79.3, 860, 1085, "diverted_count_as_missed"),
    ],
)
def test_service_levels_of_the_vendors_example(percent: float, numerator: int, denominator: int, variant: str) -> None:
    """The same thousand calls, by seven definitions."""
    level = value(f"service_level_{variant}", measures(**VENDORS))

    assert (percent, numerator, denominator) == (
        round(100 * (level.value or 0), 1),
        level.numerator,
        level.denominator,
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "name"),
    [
        (50, 1050, "abandonment_rate"),
        (60, 1060, "abandonment_rate_with_short"),
        (50, 1075, "abandonment_rate_with_diverted"),
    ],
)
def test_abandonment_of_the_vendors_example(numerator: int, denominator: int, name: str) -> None:
    """Short abandons are left out of both parts, or in both; the diverted are in the denominator, or not."""
    rate = value(name, measures(**VENDORS))

    assert KpiValue(numerator / denominator, numerator, denominator, "ratio", denominator) == bare(rate)


@pytest.mark.parametrize(
    ("low", "high", "part", "whole"),
    [
        (0.0552, 0.1744, 10, 100),  # the usual textbook example of the interval
        (0.7946, 0.8412, 860, 1050),
        (0.0, 0.2775, 0, 10),
        (0.0179, 0.4042, 1, 10),
        (0.7225, 1.0, 10, 10),
        (0.0, 0.7935, 0, 1),
    ],
)
def test_a_share_comes_with_its_interval(low: float, high: float, part: int, whole: int) -> None:
    """Wilson, 95 %: within 0 and 1, and never empty."""
    level = value("service_level_answered_only", measures(waited=whole, answered_within=part))

    assert (low, high) == (round(float(level.low or 0), 4), round(float(level.high or 0), 4))


def test_what_is_no_share_has_no_interval() -> None:
    """More cases resolved than opened in a window; nothing at all."""
    above = value("resolution_rate", measures(cycles=2, resolutions=3))

    assert (1.5, UNSET, UNSET) == (above.value, above.low, above.high)
    nothing = value("resolution_rate", {})

    assert (UNSET, UNSET, UNSET) == (nothing.low, nothing.thin, value("asa", {}).thin)


@pytest.mark.parametrize(("thin", "whole"), [(UNSET, 0), (True, 1), (True, 9), (UNSET, 10)])
def test_evidence_below_the_minimum_is_thin(thin: object, whole: int) -> None:
    """The value is shown all the same; nothing at all is no evidence."""
    level = value("service_level_strict", measures(waited=whole, answered_within=whole))

    assert (1.0 if whole else None, thin) == (level.value, level.thin)


def test_who_waits_past_the_threshold_is_missed_in_every_variant() -> None:
    """One caller who is late already makes eight of ten eight of eleven, answered only too."""
    of = measures(waited=10, answered=10, answered_within=8, waiting_late=1)

    assert (8, 11) == (value("service_level_strict", of).numerator, value("service_level_strict", of).denominator)
    assert 11 == value("service_level_answered_only", of).denominator
    assert 10 == value("asa", of).denominator
    assert 10 == value("abandonment_rate", of).denominator


def test_an_answer_with_unknown_wait_is_in_no_service_level_and_no_speed_of_answer() -> None:
    """Three answered, two of them with a known wait."""
    of = measures(answered=3, waited=2, answered_within=2, wait_ms=5_000)

    assert (3, 2, 2) == (
        value("answered", of).value,
        value("service_level_strict", of).denominator,
        value("asa", of).denominator,
    )


def test_by_entry_the_undecided_travel_with_the_service_level() -> None:
    """Who still waits within the threshold is in neither part, and is told."""
    names = (("waited", 4), ("answered_within", 3), ("pending", 2))
    of = {coordinate(name, by_entry=True): amount for name, amount in names}

    assert KpiValue(0.75, 3, 4, "ratio", 4, UNSET, 2) == bare(value("service_level_strict_by_entry", of))
    assert 0 == value("service_level_strict_by_entry", {}).pending
    assert UNSET is value("service_level_strict", of).pending


def test_without_evidence_there_is_no_number() -> None:
    """A count is 0, a time too, everything that divides has no value."""
    for name, kpi in KPIS.items():
        for formula in kpi.formulas:
            if kpi.kind != "live":
                expected = 0 if kpi.kind in {"count", "time"} else None
                assert expected == evaluate(formula, {}).value, name


def test_durations_are_seconds_with_the_exact_milliseconds_beside_them() -> None:
    """Three waits of 20.001 s together are a mean of 6.667 s."""
    assert KpiValue(6.667, 20.001, 3, "s", 3, 20_001) == value("asa", measures(waited=3, wait_ms=20_001))


def test_handle_time_is_the_sum_of_its_parts() -> None:
    """Talk, hold and wrap-up of two conversations."""
    of = measures(handled=2, talk_ms=100_000, hold_ms=20_000, wrap_up_ms=30_000)

    assert [75.0, 50.0, 10.0, 15.0] == [
        value(name, of).value for name in ("aht", "talk_time", "hold_time", "wrap_up_time")
    ]


def test_quantiles_come_from_the_histogram_of_their_family() -> None:
    """Ten responses of 1 s … 10 s: median 5.5 s, 90th percentile 9 s, each within 1 %."""
    base = histogram_base("first_response")
    of = {base + bin_of(seconds * 1_000): 1 for seconds in range(1, 11)}

    for name, expected in (("first_response_time_p50", 5.5), ("first_response_time_p90", 9.0)):
        shown = value(name, of)
        assert shown.value is not None
        assert abs(shown.value - expected) <= 0.01 * expected
        assert (None, 10, 10) == (shown.numerator, shown.denominator, shown.n)
        assert 0 == value(f"{name}_by_entry", of).n


def test_a_cell_gives_the_same_quantiles_as_its_measures() -> None:
    """The bins that several quantiles share are those of the right histogram."""
    event, entry = (histogram_base("first_response", by_entry=by_entry) for by_entry in (False, True))
    of = {event + 900: 3, event + 10: 2, entry + 70: 4, coordinate("offered"): 5}
    merged = cell([("strict", of)])

    for name in ("first_response_time_p50", "first_response_time_p90", "first_response_time_p50_by_entry"):
        kpi = KPIS[name]
        assert {"5m": value(name, of)} == evaluate_windows(kpi, [("5m", merged)])


def test_a_cell_sums_counts_and_never_averages_ratios() -> None:
    """1 of 1 and 1 of 9 are 2 of 10, not 56 %."""
    merged = cell(
        [
            ("strict", measures(waited=1, answered_within=1)),
            ("strict", measures(waited=9, answered_within=1)),
            ("answered_only", measures(waited=10, answered_within=10)),
        ]
    )

    assert measures(waited=20, answered_within=12) == merged.total
    assert measures(waited=10, answered_within=2) == merged.variants["strict"]


def test_cells_do_not_change_what_they_merge() -> None:
    """The measures of a window go on being used."""
    first, second = measures(offered=1), measures(offered=2)
    cell([("strict", first), ("strict", second), ("answered_only", first)])

    assert (measures(offered=1), measures(offered=2)) == (first, second)


def test_each_queue_counts_in_its_own_variant() -> None:
    """Strict 8 of 10 + 2 abandoned, answered only 9 of 10 (its 5 abandoned do not count): 17 of 22."""
    variants = KPIS["service_level"].variants
    shown = evaluate_variant(
        variants,
        {
            "strict": measures(waited=10, answered_within=8, abandoned=2),
            "answered_only": measures(waited=10, answered_within=9, abandoned=5),
        },
    )

    assert KpiValue(17 / 22, 17, 22, "ratio", 22) == bare(shown)


def test_variants_by_entry_sum_what_is_pending() -> None:
    """Two queues with one and two undecided callers have three."""
    pending = coordinate("pending", by_entry=True)
    shown = evaluate_variant(
        KPIS["service_level_by_entry"].variants, {"strict": {pending: 1}, "answered_only": {pending: 2}}
    )

    assert KpiValue(None, 0, 0, "ratio", 0, UNSET, 3) == shown


def test_the_service_level_of_one_queue_is_that_of_its_variant() -> None:
    """In each window, of a cell whose queues all have the same variant."""
    of = cell([("answered_only", measures(waited=4, answered_within=3, abandoned=5))])

    (shown,) = evaluate_windows(KPIS["service_level"], [("1h", of)]).values()

    assert isinstance(shown, KpiValue)
    assert KpiValue(0.75, 3, 4, "ratio", 4) == bare(shown)


def test_a_slice_without_queues_has_no_service_level() -> None:
    """Nobody's variant gives no value, not an error."""
    assert KpiValue(None, 0, 0, "ratio", 0) == evaluate_variant(KPIS["service_level"].variants, {})


def test_a_label_nests_its_values_above_the_windows() -> None:
    """One answer clock met, two first-response clocks."""
    of = cell([("strict", measures(sla_met__answer=1, sla_met__first_response=2))])

    assert {
        "answer": {"5m": KpiValue(1, 1, None, "contacts")},
        "first_response": {"5m": KpiValue(2, 2, None, "contacts")},
        **{clock: {"5m": KpiValue(0, 0, None, "contacts")} for clock in ("next_response", "resolution", "visit")},
    } == evaluate_windows(KPIS["sla_met"], [("5m", of)])


def test_a_window_that_a_kpi_does_not_have_is_left_out() -> None:
    """Only the windows of the catalogue entry are evaluated."""
    text = """
        [[kpi]]
        name = "offered"
        title = "Offered"
        question = "How many?"
        kind = "count"
        unit = "contacts"
        better = "none"
        source = "Q"
        numerator = ["offered"]
        windows = ["1h"]
    """
    kpi = catalog.load(text, "kpis.toml").kpis["offered"]
    empty = cell([])

    assert {"1h": KpiValue(0, 0, None, "contacts")} == evaluate_windows(kpi, [("5m", empty), ("1h", empty)])


def test_live_figures_are_counts_and_durations_in_seconds() -> None:
    """Nobody waits is 0, for counts, for the wait and for each clock; a mean age of nobody is none."""
    live = Live(waiting=3, longest_wait_ms=41_500, overdue={"first_response": 1})
    shown = evaluate_live(KPIS["backlog_age"].formulas[0], Live(open=3, age_ms=90_000))

    assert KpiValue(3, 3, None, "contacts") == evaluate_live(KPIS["waiting"].formulas[0], live)
    assert KpiValue(41.5, 41.5, None, "s", UNSET, 41_500) == evaluate_live(KPIS["longest_wait"].formulas[0], live)
    assert [0, 1, 0, 0, 0] == [evaluate_live(formula, live).value for formula in KPIS["overdue"].formulas]
    assert (30.0, 90.0, 3) == (shown.value, shown.numerator, shown.denominator)
    assert evaluate_live(KPIS["backlog_age"].formulas[0], Live()).value is None
    assert [0] * 5 == [evaluate_live(formula, live).value for formula in KPIS["at_risk"].formulas]
