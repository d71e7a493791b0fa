"""The alarms that there are without configuration."""

import pytest
from msgspec.structs import replace

from stream import catalog
from stream.alarms.defaults import bare_rule, default_rules, labels_of, places_of
from stream.alarms.machine import Alarms
from stream.units import SECOND
from tests.shell.floor_documents import AS_OF
from tests.shell.metric_floors import SALES, crew, floor

CATALOGUE = catalog.standard()
IDLE = """
[[kpi]]
name = "idle"
title = "Idle"
question = "?"
kind = "share"
unit = "ratio"
better = "lower"
of = "agents"
numerator = ["state_ms.available"]
denominator = ["state_ms.available", "state_ms.away"]
warning = 0.5
source = "x"
"""


def test_every_limit_of_the_catalogue_is_an_alarm_and_the_longest_wait_is_one() -> None:
    """By event, on every queue, over a quarter of an hour; an overdue answer is the longest wait's matter."""
    rules = default_rules(CATALOGUE)

    assert {
        "service_level": (0.80, 0.60, "15m", 10, False),
        "abandonment_rate": (0.05, 0.10, "15m", 10, False),
        "longest_wait": (3, 6, "now", 1, True),
        "overdue_first_response": (0, 5, "now", 1, False),
        "overdue_next_response": (0, 5, "now", 1, False),
        "overdue_resolution": (0, 5, "now", 1, False),
        "overdue_visit": (0, 5, "now", 1, False),
    } == {
        rule.name: (rule.warning, rule.critical, rule.window, rule.minimum_evidence, rule.in_thresholds)
        for rule in rules
    }
    assert {"queues"} == {rule.watches for rule in rules}
    assert ("clock", "first_response") == next(rule.label for rule in rules if rule.name == "overdue_first_response")


def test_a_window_that_a_kpi_has_not_is_not_taken() -> None:
    """Then it is the first that it has."""
    hourly = replace(CATALOGUE.kpis["service_level"], windows=("1h", "today"))

    assert "1h" == bare_rule(hourly, "level").window


def test_a_figure_without_direction_has_no_bad_value() -> None:
    """More calls are neither better nor worse."""
    with pytest.raises(ValueError, match="offered is neither better high nor better low"):
        bare_rule(CATALOGUE.kpis["offered"], "calls")


def test_the_values_of_a_label_are_known() -> None:
    """In the order of the catalogue."""
    assert ("answer", "first_response", "next_response", "resolution", "visit") == labels_of(CATALOGUE.kpis["overdue"])
    assert () == labels_of(CATALOGUE.kpis["waiting"])


def test_a_limit_of_what_only_the_floor_has_is_an_alarm_on_the_floor() -> None:
    """On queues it was never raised: agents are of teams."""
    own = catalog.load(IDLE, "own.toml")
    (rule,) = default_rules(own)
    alarms = Alarms([rule])
    for later_s in (0, 20, 40):
        alarms.look(floor({SALES: {}}, crews=(crew(),), catalogue=own), AS_OF + later_s * SECOND)

    assert "floor" == rule.watches
    assert [("idle", "warning", ())] == [(one.key.alarm, one.state, one.key.slice) for one in alarms.standing()]


def test_where_a_figure_is_known_an_alarm_can_watch_it() -> None:
    """Contacts everywhere; who is there now for a queue too, but of no channel; what people have done of everything."""
    watched = {name: places_of(CATALOGUE.kpis[name]) for name in ("aht", "agents", "occupancy", "handled_per_hour")}

    assert {
        "aht": ("queues", "channels", "floor"),
        "agents": ("queues", "floor"),
        "occupancy": ("floor",),
        "handled_per_hour": ("floor",),
    } == watched
