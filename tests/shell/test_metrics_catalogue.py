"""The metrics follow the catalogue: an entry over measures that there are has its series, and no code knows of it."""

from collections.abc import Iterator, Mapping

import msgspec
import pytest

from agents.metrics.measured import used
from agents.metrics.naming import named as series_name
from stream.catalog import WINDOWS, Catalogue, load, standard
from stream.definition import LABELS
from stream.floor import build
from stream.floor_clock import FloorClock
from stream.kpi import KpiValue
from stream.measures import MEASURES, Measures, Slice
from stream.overlay import Live, Part
from stream.site import Site
from stream.units import SECOND
from tests.shell.floor_documents import AS_OF
from tests.shell.metric_floors import SALES, a_full_floor, crew, floor, measures, named, series_of, value
from tests.shell.web_floor import STANDARD, WebFloor

ENTRIES = """
[[kpi]]
name = "lost_rate"
title = "Lost"
question = "Which share of the entries did nobody answer?"
kind = "ratio"
unit = "ratio"
better = "lower"
numerator = ["abandoned", "diverted_unqueued"]
denominator = ["offered"]
windows = ["1h", "today"]
source = "(B + D) / Q"

[[kpi]]
name = "abandon_wait"
title = "Patience"
question = "How long did they wait who gave up?"
kind = "mean"
unit = "s"
better = "none"
numerator = ["abandon_wait_ms"]
denominator = ["abandoned"]
source = "Σ wait / B"

[[kpi]]
name = "visits_met"
title = "Visits"
question = "How many visits were in time?"
kind = "count"
unit = "contacts"
better = "higher"
label = "clock"
numerator = ["sla_met.{clock}"]
source = "count"

[[kpi]]
name = "impossible_holds"
title = "Holds"
question = "How many holds cannot have been?"
kind = "count"
unit = "contacts"
better = "lower"
numerator = ["impossible.hold_beyond_end"]
source = "count"

[[kpi]]
name = "wait_p75"
title = "Third quartile of the wait"
question = "Within what time were three of four answered?"
kind = "quantile"
unit = "s"
better = "lower"
histogram = "wait"
quantile = 0.75
windows = ["15m"]
source = "quantile"

[[kpi]]
name = "arrivals_per_hour"
title = "Arrivals"
question = "How often does somebody come?"
kind = "rate"
unit = "per_hour"
better = "none"
of = "agents"
numerator = ["agent_arrivals"]
denominator = ["state_ms.available"]
source = "rate"
"""
OWN = load(ENTRIES, "own.toml")
OF_SALES = {"queue": "sales", "channel": "voice"}


@pytest.fixture(name="web")
def _web() -> WebFloor:
    """A worker whose whole catalogue are these entries."""
    counts = {"offered": 20, "abandoned": 4, "diverted_unqueued": 1, "abandon_wait_ms": 90_000}
    web = WebFloor(catalogue=OWN)
    vector = measures({**counts, "impossible.hold_beyond_end": 2}, wait=(SECOND, SECOND, SECOND, 9 * SECOND))
    web.show(floor({SALES: vector}, crews=(crew(),), catalogue=OWN))
    return web


def test_measures_are_exported_in_the_windows_of_the_entries_that_use_them(web: WebFloor) -> None:
    """Counts as they are, sums in seconds; a measure that no entry names is not there."""
    series = series_of(web)

    assert 1 == value(series, "kpi_window_diverted_unqueued", **OF_SALES, window="1h")
    assert ["1h", "today"] == [of["window"] for of in named(series, "kpi_window_offered")]
    assert list(WINDOWS) == [of["window"] for of in named(series, "kpi_window_abandoned")]
    assert 90 == value(series, "kpi_window_abandon_wait_seconds", **OF_SALES, window="5m")
    assert [] == list(named(series, "kpi_window_answered"))


def test_what_stands_behind_a_dot_is_a_label(web: WebFloor) -> None:
    """Of a queue of calls the clock that it can have; of impossible spans the reason."""
    series = series_of(web)

    assert {"answer"} == {of["clock"] for of in named(series, "kpi_window_sla_met")}
    assert 2 == value(series, "kpi_window_impossible", **OF_SALES, window="1h", reason="hold_beyond_end")


def test_a_quantile_is_one_stat_of_its_histogram(web: WebFloor) -> None:
    """Named after its share, in the windows that it has."""
    stats = list(named(series_of(web), "kpi_window_wait_quantile_seconds"))

    assert [{**OF_SALES, "window": "15m", "stat": "p75"}] == stats


def test_what_agents_are_measured_by_is_exported_by_team_and_site(web: WebFloor) -> None:
    """With the evidence behind it; of no state that nothing asks for."""
    series = series_of(web)
    red = {"team": "red", "site": "seoul", "window": "1h"}

    assert 1200 == value(series, "kpi_agents_state_seconds", **red, state="available")
    assert 0 == value(series, "kpi_agents_agent_arrivals", **red)
    assert 3 == value(series, "kpi_agents_presences", **red)
    assert {"available"} == {of["state"] for of in named(series, "kpi_agents_state_seconds")}


def figures_of(shown: Mapping[str, object]) -> Iterator[KpiValue]:
    """Every figure of a KPI, with a label or without."""
    for figure in shown.values():
        if isinstance(figure, KpiValue):
            yield figure
        elif isinstance(figure, Mapping):
            yield from figures_of(figure)


def test_every_formula_of_the_standard_catalogue_has_its_series() -> None:
    """Each term of each KPI by event is the measure that its series says."""
    names = {series_name(measure).metric for measure in MEASURES if measure.kind in {"count", "sum_ms"}}
    exported = {metric.name for metric in a_full_floor().exposition.metrics}
    wanted = {one.series.metric for people in (False, True) for one in used(standard(), people=people)}

    assert wanted == exported & names
    assert 50 < len(used(standard(), people=False))


def live_registry() -> set[str]:
    """The live figures that an entry can name, as far as contacts have them."""
    return set(Live.__struct_fields__)


def test_every_live_figure_has_a_series() -> None:
    """Whatever is shown of now is exported, whether an entry of the catalogue names it or not."""
    told = {
        "waiting": "kpi_queue_waiting_contacts",
        "longest_wait_ms": "kpi_queue_oldest_waiting_timestamp_seconds",
        "waiting_past_threshold": "kpi_queue_waiting_past_threshold_contacts",
        "open": "kpi_queue_open_contacts",
        "overdue": "kpi_queue_overdue_clocks",
        "at_risk": "kpi_queue_at_risk_clocks",
        "age_ms": "kpi_queue_backlog_age_seconds",
        "oldest_ms": "kpi_queue_oldest_open_timestamp_seconds",
        "oldest_overdue_ms": "kpi_queue_oldest_overdue_timestamp_seconds",
    }
    series = series_of(a_full_floor())

    assert live_registry() == told.keys()
    assert [] == [name for name in told.values() if not list(named(series, name))]


def test_every_measure_has_a_name_and_no_two_share_one() -> None:
    """Also those that no KPI uses yet: naming knows the whole registry."""
    scalars = [measure for measure in MEASURES if measure.kind in {"count", "sum_ms"}]
    names = [(series.metric, series.value) for series in map(series_name, scalars)]

    labels = {(series.metric, series.labels) for series in map(series_name, scalars)}
    assert len(names) == len(set(names))
    assert len(labels) == len({metric for metric, _ in names})
    assert {"clock", "reason", "state"} == {series_name(m).labels[-1] for m in scalars if "." in m.name} == set(LABELS)


def of_catalogue(catalogue: Catalogue) -> set[str]:
    """The names of the metrics about a catalogue."""
    return {metric.name for metric in WebFloor(catalogue=catalogue).exposition.metrics}


def test_one_entry_more_changes_nothing_else() -> None:
    """The rest of the metrics are those of any catalogue."""
    added = of_catalogue(load(ENTRIES, "own.toml")) - of_catalogue(standard())

    assert {
        "kpi_window_diverted_unqueued",
        "kpi_window_abandon_wait_seconds",
        "kpi_window_impossible",
        "kpi_agents_agent_arrivals",
    } == added


def test_a_window_of_the_site_has_every_series_that_the_hour_has() -> None:
    """Of queues and of people, from the floor on that has it; before that, and when it is gone, there is nothing."""
    wide, web = STANDARD.with_windows(("2h",)), a_full_floor()
    web.exposition.adopt(wide)
    early = {labels for _, labels in series_of(web) if ("window", "2h") in labels}
    calls: dict[Slice, Measures] = {SALES: measures({"offered": 7}, wait=(SECOND,))}
    told = dict.fromkeys((*wide.windows, "today@floor"), calls)
    part = Part(0, AS_OF, told, {}, {}, frozenset({SALES}), windows=("2h",))
    of_people = crew()
    people = msgspec.structs.replace(
        of_people, totals=dict.fromkeys(wide.windows, of_people.totals["1h"]), windows=("2h",)
    )
    web.show(build([part], Site(), wide, FloorClock(AS_OF, "wall"), [people]))
    series = series_of(web)
    names = {
        window: {(name, labels - {("window", window)}) for name, labels in series if ("window", window) in labels}
        for window in ("1h", "2h")
    }
    web.exposition.adopt(STANDARD)
    web.show(build([part], Site(), STANDARD, FloorClock(AS_OF, "wall"), [people]))

    assert (set(), 7) == (early, value(series, "kpi_window_offered", queue="sales", channel="voice", window="2h"))
    assert names["1h"] == names["2h"]
    assert {"kpi_agents_state_seconds", "kpi_floor_handled"} <= {name for name, _ in names["2h"]}
    assert not any(("window", "2h") in labels for _, labels in series_of(web))
