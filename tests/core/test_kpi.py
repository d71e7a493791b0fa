"""KPI values: the vendors' own examples, evidence, and what is summed before it is divided."""

from msgspec import UNSET

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
    "short_abandoned": 10,
    "diverted": 25,
}


def measures(**amounts: int) -> Measures:
    """The vector with these amounts by event; a name may have two underscores for the dot."""
    return {coordinate(name.replace("__", ".")): amount for name, amount in amounts.items()}


def value(name: str, of: Measures) -> KpiValue:
    """The value of a KPI without label."""
    return evaluate(KPIS[name].formulas[0], of)


def test_service_levels_of_the_vendors_example() -> None:
    """Strict 81.9 %, answered only 86.0 %."""
    strict = value("service_level_strict", measures(**VENDORS))
    answered_only = value("service_level_answered_only", measures(**VENDORS))

    assert (0.819, 860, 1050) == (round(strict.value or 0, 3), strict.numerator, strict.denominator)
    assert (0.86, 860, 1000) == (answered_only.value, answered_only.numerator, answered_only.denominator)


def test_the_abandonment_rate_leaves_short_abandons_out_of_both_parts() -> None:
    """(60 - 10) / (1000 + 60 - 10)."""
    rate = value("abandonment_rate", measures(**VENDORS))

    assert KpiValue(50 / 1050, 50, 1050, "ratio", 1050) == rate


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

    assert KpiValue(0.75, 3, 4, "ratio", 4, UNSET, 2) == value("service_level_strict_by_entry", of)
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

    assert KpiValue(17 / 22, 17, 22, "ratio", 22) == shown


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

    assert {"1h": KpiValue(0.75, 3, 4, "ratio", 4)} == evaluate_windows(KPIS["service_level"], [("1h", of)])


def test_a_slice_without_queues_has_no_service_level() -> None:
    """Nobody's variant gives no value, not an error."""
    assert KpiValue(None, 0, 0, "ratio", 0) == evaluate_variant(KPIS["service_level"].variants, {})


def test_a_label_nests_its_values_above_the_windows() -> None:
    """One answer clock met, two first-response clocks."""
    of = cell([("strict", measures(sla_met__answer=1, sla_met__first_response=2))])

    assert {
        "answer": {"5m": KpiValue(1, 1, None, "contacts")},
        "first_response": {"5m": KpiValue(2, 2, None, "contacts")},
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


def test_live_figures_are_counts_and_the_longest_wait_in_seconds() -> None:
    """Nobody waits is 0, for counts, for the wait and for each clock."""
    live = Live(waiting=3, longest_wait_ms=41_500, overdue={"first_response": 1})

    assert KpiValue(3, 3, None, "contacts") == evaluate_live(KPIS["waiting"].formulas[0], live)
    assert KpiValue(41.5, 41.5, None, "s", UNSET, 41_500) == evaluate_live(KPIS["longest_wait"].formulas[0], live)
    assert [0, 1] == [evaluate_live(formula, live).value for formula in KPIS["overdue"].formulas]
    assert [0, 0] == [evaluate_live(formula, live).value for formula in KPIS["at_risk"].formulas]
