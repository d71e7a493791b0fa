"""The outputs read a floor that the core has built as they read a hand-made one."""

from agents.wall.board import default_board
from agents.wall.judge import Judge
from agents.wall.view import view
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from stream.floor import Floor, build, document
from stream.floor_clock import FloorClock
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
    """What the hand-made floors of the tests have, a real one has under the same names, and nothing is missing."""
    catalogue = standard()
    judge = Judge(catalogue, default_rules(catalogue))
    made, real = (view(floor, default_board(catalogue), judge) for floor in (usual_floor(), document(real_floor())))
    (of_made,), (of_real,) = ([row for row in shown["queues"] if row["queue"] == "sales"] for shown in (made, real))

    assert {"thin"} >= set(of_made) ^ set(of_real)
    assert [4, 61, 0.45] == [cell["value"] for cell in of_real["cells"]]
    assert [4, 61, 0.45, None, 4 / 18, 3] == [tile["value"] for tile in real["tiles"]]
    assert [set(tile) - {"thin"} for tile in made["tiles"]] == [set(tile) - {"thin"} for tile in real["tiles"]]
