"""The catalogue: what is refused and why, and what one entry becomes."""

from pathlib import Path

import pytest

from stream import catalog
from stream.errors import CatalogueError
from stream.measures import MEASURES, coordinate, histogram_base

BAD = sorted((Path(__file__).parent / "bad_catalogues").glob("*.toml"))

VARIANTS = [
    *("strict", "answered_only", "abandons_within_count_as_met", "abandons_count_as_missed"),
    *("abandons_within_ignored", "short_abandons_count_as_met", "diverted_count_as_missed"),
]
NAMES = {
    *("offered", "answered", "abandoned", "short_abandoned", "diverted", "diverted_by_reason"),
    *("contacts_offered", "contacts_answered", "contacts_abandoned", "contacts_diverted", "contacts_handled"),
    *("service_level", *(f"service_level_{variant}" for variant in VARIANTS)),
    *("abandonment_rate", "abandonment_rate_with_short", "abandonment_rate_with_diverted", "asa"),
    *("handled", "legs", "aht", "contact_aht", "talk_time", "hold_time", "hold_time_per_held", "wrap_up_time"),
    *("hold_rate", "transfer_rate", "missed_offers", "missed_offer_rate"),
    *("first_response_time", "first_response_time_p50", "first_response_time_p90", "first_response_within_target"),
    *("first_response_time_agent", "next_response_time", "average_response_time"),
    *("cycles", "resolutions", "resolution_time", "resolution_rate", "reopen_rate"),
}
EVENT_ONLY = {
    *("sla_met", "sla_breached", "sla_attainment"),
    *(f"{name}_{rank}" for name in ("answer_time", "handle_time") for rank in ("p50", "p90", "p95", "max")),
    *("first_response_time_p95", "first_response_time_max"),
    *(
        f"{name}_{rank}"
        for name in ("first_response_time_agent", "next_response_time", "response_time", "resolution_time")
        for rank in ("p50", "p90")
    ),
}
LIVE = {
    *("waiting", "longest_wait", "waiting_past_threshold", "overdue", "at_risk", "oldest_overdue"),
    *("backlog", "backlog_age", "backlog_oldest", "agents"),
}
PEOPLE = {"time_in_state", "occupancy", "utilisation", "handled_per_hour", "occupancy_slots"}

ENTRY = """
[[kpi]]
name = "asa"
title = "ASA"
question = "How long did they wait?"
kind = "mean"
unit = "s"
better = "lower"
source = "sum of waits / answered"
numerator = ["wait_ms"]
denominator = ["waited", "-answered"]
"""


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_bad_catalogue_is_refused_with_file_key_and_reason(path: Path) -> None:
    """The first line of each file says the key and the reason with which it is refused."""
    text = path.read_text()
    key, _, reason = text.splitlines()[0].removeprefix("# ").partition(": ")

    with pytest.raises(CatalogueError) as refused:
        catalog.load(text, path.name)

    assert (path.name, key, reason) == (refused.value.file, refused.value.key, refused.value.reason)


def test_there_are_bad_catalogues() -> None:
    """A glob that finds nothing would pass the test above without a case."""
    assert len(BAD) > 30


def test_the_standard_catalogue_has_every_kpi_under_its_attributions() -> None:
    """Figures over contacts come by event and by entry, clocks and most quantiles by event, live ones as they are."""
    kpis = catalog.standard().kpis

    assert NAMES | {f"{name}_by_entry" for name in NAMES} | EVENT_ONLY | LIVE | PEOPLE == set(kpis)
    assert LIVE == {name for name, kpi in kpis.items() if kpi.kind == "live"}


def test_a_report_has_no_live_columns() -> None:
    """An interval of the past has nobody waiting."""
    standard = catalog.standard()

    assert NAMES | EVENT_ONLY | PEOPLE == {kpi.name for kpi in standard.under("event")}
    assert {f"{name}_by_entry" for name in NAMES} == {kpi.name for kpi in standard.under("entry")}


def test_terms_become_signed_coordinates() -> None:
    """A leading minus subtracts."""
    formula = catalog.load(ENTRY, "kpis.toml").kpis["asa"].formulas[0]

    assert ((coordinate("wait_ms"), 1),) == formula.numerator
    assert ((coordinate("waited"), 1), (coordinate("answered"), -1)) == formula.denominator


def test_the_attribution_by_entry_is_a_kpi_of_its_own_over_the_other_family() -> None:
    """The suffix names it, the base stays known, and every coordinate is that of the family by entry."""
    kpi = catalog.load(ENTRY + 'attribution = ["entry"]\n', "kpis.toml").kpis["asa_by_entry"]

    assert ("asa", "entry", "ASA, by entry") == (kpi.base, kpi.attribution, kpi.title)
    assert ((coordinate("wait_ms", by_entry=True), 1),) == kpi.formulas[0].numerator


def test_a_quantile_reads_the_histogram_of_its_family() -> None:
    """The median by event and the one by entry have bins of their own."""
    kpis = catalog.standard().kpis
    by_event, by_entry = kpis["first_response_time_p50"], kpis["first_response_time_p50_by_entry"]

    assert histogram_base("first_response") == by_event.formulas[0].histogram
    assert histogram_base("first_response", by_entry=True) == by_entry.formulas[0].histogram


def test_a_label_makes_one_formula_for_each_of_its_values() -> None:
    """An SLA is met for each clock; only two of them depend on what a report may vary."""
    formulas = catalog.standard().kpis["sla_met"].formulas

    assert ["answer", "first_response", "next_response", "resolution", "visit"] == [
        formula.label for formula in formulas
    ]
    assert [((coordinate(f"sla_met.{formula.label}"), 1),) for formula in formulas] == [
        formula.numerator for formula in formulas
    ]
    assert ["threshold", "target", None, None, None] == [formula.depends_on for formula in formulas]


def test_callers_who_are_late_already_are_in_the_denominator_of_every_service_level() -> None:
    """By event and by entry, in each variant; only by entry do the undecided travel with the figure."""
    kpis = catalog.standard().kpis
    levels = [kpi for kpi in kpis.values() if kpi.base.startswith("service_level_")]

    assert len(levels) == 2 * len(VARIANTS)
    for kpi in levels:
        by_entry = kpi.attribution == "entry"
        formula = kpi.formulas[0]
        assert (coordinate("waiting_late", by_entry=by_entry), 1) in formula.denominator
        assert formula.pending == (coordinate("pending", by_entry=True) if by_entry else None)


def test_the_service_level_refers_to_the_formulas_of_its_variants() -> None:
    """Its variant by entry refers to those by entry."""
    kpis = catalog.standard().kpis

    for suffix in ("", "_by_entry"):
        variants = kpis[f"service_level{suffix}"].variants
        assert VARIANTS == list(variants)
        for variant, formula in variants.items():
            assert formula == kpis[f"service_level_{variant}{suffix}"].formulas[0]


def test_no_measure_of_the_registry_is_forgotten() -> None:
    """What no KPI shows is a count of data quality or a part of another measure."""
    text = "".join(f"{kpi.formulas}{kpi.variants}" for kpi in catalog.standard().kpis.values())
    unused = {m.name for m in MEASURES if m.kind in {"count", "sum_ms"} and f"({coordinate(m.name)}, 1)" not in text}
    shown_as_quality = {name for name in unused if name.startswith("impossible.")}

    assert {
        *("abandon_wait_ms", "diverted_unqueued", "pending"),
        *("unmeasured", "implied_answers", "closed_idle", "agent_arrivals", "presences"),
    } == unused - shown_as_quality


@pytest.mark.parametrize(
    ("text", "expected"),
    [(ENTRY, True), ("[kpi]\n", True), ("[[family]]\n", True), ('[floor]\nname = "x"\n', False), ("[[kpi]\n", False)],
)
def test_a_catalogue_is_known_by_its_tables(text: str, *, expected: bool) -> None:
    """Also a bad one; what is no TOML is nothing."""
    assert expected == catalog.is_catalogue(text)


def test_every_definition_and_family_stays_with_the_catalogue() -> None:
    """As it is written, in the order of the file; without families none is asked for."""
    standard, alone = catalog.standard(), catalog.load(ENTRY, "kpis.toml")

    assert {kpi.base for kpi in standard.kpis.values()} == set(standard.definitions)
    assert {family.name for family in standard.families} == {entry.family for entry in standard.definitions.values()}
    assert (["asa"], ()) == (list(alone.definitions), alone.families)
    assert alone.definitions["asa"].family is None


def test_further_windows_are_those_of_every_kpi_that_has_the_hour() -> None:
    """Also of one that is too rare for less, and of people; what is of now, or of few minutes, has none of them."""
    few = ENTRY.replace('"asa"', '"few"') + 'windows = ["5m"]\n'
    rare = ENTRY.replace('"asa"', '"rare"') + 'windows = ["today", "1h"]\n'
    written = catalog.load(ENTRY + few + rare, "own.toml")
    own, usual = written.with_windows(("90m", "2h")), catalog.standard()
    wide = usual.with_windows(("90m", "2h"))

    every = ("5m", "15m", "30m", "1h", "90m", "2h", "today")
    assert (every, every) == (own.windows, wide.windows)
    assert [every, ("5m",), ("today", "1h", "90m", "2h")] == [kpi.windows for kpi in own.kpis.values()]
    assert [kpi.windows for kpi in own.kpis.values()] == [entry.windows for entry in own.definitions.values()]
    assert [kpi.windows for kpi in usual.kpis.values()] == [
        tuple(window for window in kpi.windows if window not in {"90m", "2h"}) for kpi in wide.kpis.values()
    ]
    assert {"now"} == {window for name in LIVE for window in wide.kpis[name].windows}
    assert all("2h" in wide.kpis[name].windows for name in PEOPLE)
    assert written == written.with_windows(())
