"""The outputs read a floor that the core has built as they read a hand-made one."""

from agents.web.board import board_document
from agents.web.board_state import Published
from stream.catalog import standard
from stream.floor import Floor, FloorClock, build, document
from stream.measures import Measures, Slice, coordinate
from stream.overlay import Live, Part, SourceCounts
from stream.site import Site
from tests.shell.floor_documents import AS_OF, WINDOWS, usual_floor
from tests.shell.metric_floors import named, series_of, value
from tests.shell.web_floor import WebFloor

SALES: Slice = ("sales", "voice")
COUNTS = {
    "offered": 20,
    "answered": 14,
    "waited": 13,
    "answered_within": 9,
    "wait_ms": 182_000,
    "abandoned": 5,
    "short_abandoned": 1,
    "diverted": 2,
    "waiting_late": 3,
    "handled": 10,
    "talk_ms": 2_000_000,
    "sla_breached.answer": 4,
}


def real_floor() -> Floor:
    """A floor that the core has built."""
    measures: Measures = {coordinate(name): amount for name, amount in COUNTS.items()}
    live = Live(waiting=4, longest_wait_ms=61_000, waiting_past_threshold=3, open=11, overdue={"answer": 3})
    totals = {window: {SALES: measures} for window in (*WINDOWS, "today@floor")}
    part = Part(0, AS_OF, totals, {SALES: live}, {"asterisk-1": SourceCounts(applied=90)})
    return build([part], Site(), standard(), FloorClock(AS_OF, "wall"))


def test_the_metrics_of_a_real_floor_add_up() -> None:
    """The outcomes of a window are those of the measures that the core has merged."""
    web = WebFloor()
    web.show(real_floor())
    series = series_of(web)
    labels = {"queue": "sales", "channel": "voice"}
    outcomes = {
        found["outcome"]: value(series, "kpi_window_contacts", **found)
        for found in named(series, "kpi_window_contacts")
        if found["window"] == "today"
    }

    expected = {
        "answered_in_target": 9,
        "answered_late": 4,
        "answered_unmeasured": 1,
        "abandoned": 4,
        "abandoned_short": 1,
        "diverted": 2,
        "waiting_late": 3,
    }

    assert expected == outcomes
    assert 2_000 == value(series, "kpi_window_talk_seconds", **labels, window="5m")
    assert 20 == value(series, "kpi_service_level_threshold_seconds", **labels)
    assert 3 == value(series, "kpi_queue_overdue_clocks", **labels, clock="answer")


def test_a_real_floor_has_every_figure_that_the_board_reads() -> None:
    """What the hand-made floors of the tests have, a real one has under the same names."""
    floors, of_evidence = (usual_floor(), document(real_floor())), {"low", "high", "thin"}
    made, real = (board_document(Published(floor, b"", 0, 1), "15m") for floor in floors)
    shapes = []
    for floor in (made, real):
        (sales,) = (part for part in floor["slices"] if part["slice"] == {"queue": "sales", "channel": "voice"})
        kpis = {name: set(figures) for name, figures in sales["kpis"].items()}
        kpis["sla_breached"] &= {"answer"}
        members = {name: set(sales["kpis"][name]["15m"]) - of_evidence for name in kpis if name != "sla_breached"}
        shapes.append((set(sales), set(sales["live"]), set(sales["quality"]), kpis, members))

    assert shapes[0] == shapes[1]
