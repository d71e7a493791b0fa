"""Figures of several slices as one, and how good a figure is."""

from typing import Any

import pytest

from agents.wall.board import Figure
from agents.wall.figures import find, together
from agents.wall.limits import Limits, has_objective, of_objective, of_rule, shared_objective, worst
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from tests.shell.floor_documents import count, mean, quantile, ratio

KPIS = standard().kpis


def seconds(value: float) -> dict[str, Any]:
    """A live duration."""
    return {"value": value, "numerator": value, "denominator": None, "unit": "s"}


@pytest.mark.parametrize(
    ("kpi", "values", "expected"),
    [
        ("offered", [count(3), count(4)], 7),
        ("service_level", [ratio(1, 1), ratio(0, 19)], 0.05),
        ("service_level", [ratio(0, 0), ratio(8, 10)], 0.8),
        ("service_level", [ratio(0, 0), ratio(0, 0)], None),
        ("aht", [mean(60_000, 1), mean(540_000, 9)], 60),
        ("longest_wait", [seconds(40), seconds(700)], 700),
        ("answer_time_p90", [quantile(4, 10), quantile(9, 10)], None),
        ("answer_time_p90", [quantile(4, 10), quantile(0, 0)], None),
        ("answer_time_p90", [quantile(4, 10)], 4),
        ("waiting", [count(3), count(4)], 7),
    ],
)
def test_parts_are_added_before_they_are_divided(kpi: str, values: list[Any], expected: float | None) -> None:
    """No mean of means, no sum of waits, and no percentile of percentiles."""
    joined = together(KPIS[kpi], values)

    assert joined is not None
    assert expected == joined["value"]


def test_shares_of_an_hour_are_put_together_by_the_hour() -> None:
    """12 in two hours and 12 in one are 8 an hour."""
    hour_ms = 3_600_000
    rates = [
        {"value": 6.0, "numerator": 12, "denominator": 2 * hour_ms, "unit": "per_hour", "n": 3},
        {"value": 12.0, "numerator": 12, "denominator": hour_ms, "unit": "per_hour", "n": 2},
    ]
    joined = together(KPIS["handled_per_hour"], rates)

    assert joined is not None
    assert (8.0, 5) == (joined["value"], joined["n"])


def test_few_cases_stay_few_and_enough_become_enough() -> None:
    """Thin is what both together are."""
    few, enough = (together(KPIS["service_level"], [ratio(1, 2), ratio(1, n)]) for n in (7, 8))

    assert few is not None
    assert enough is not None
    assert (True, None) == (few.get("thin"), enough.get("thin"))


def test_a_label_that_is_not_named_is_all_of_them() -> None:
    """Overdue of one clock, and of all clocks, over two slices."""
    by_clock = {"answer": {"now": count(2)}, "first_response": {"now": count(3)}}
    figures: list[dict[str, Any]] = [{"overdue": by_clock}, {"overdue": by_clock}, {}]
    slices = [{"slice": {"queue": f"q{number}"}, "kpis": kpis} for number, kpis in enumerate(figures)]
    one, every, none = (
        find(KPIS["overdue"], Figure("overdue", "now", label), slices) for label in ("answer", None, "visit")
    )

    assert one is not None
    assert every is not None
    assert (4, 10, None) == (one["value"], every["value"], none)


@pytest.mark.parametrize(("label", "people"), [("available", 3), (None, 4)])
def test_people_of_a_queue_on_several_channels_are_there_once(label: str | None, people: int) -> None:
    """Whoever lists a queue stands by for it on each of its channels; those of another queue are others."""
    kpis = {"agents": {"available": {"now": count(3)}, "break": {"now": count(1)}}}
    places = (("help", "voice"), ("help", "chat"), ("billing", "voice"))
    slices = [{"slice": {"queue": queue, "channel": channel}, "kpis": kpis} for queue, channel in places]
    of_help, of_both = (find(KPIS["agents"], Figure("agents", "now", label), some) for some in (slices[:2], slices))

    assert of_help is not None
    assert of_both is not None
    assert (people, 2 * people) == (of_help["value"], of_both["value"])


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (ratio(80, 100), "ok"),
        (ratio(79, 100), "watch"),
        (ratio(60, 100), "watch"),
        (ratio(59, 100), "critical"),
        (ratio(1, 9), "watch"),
        (ratio(0, 0), None),
        (None, None),
    ],
)
def test_an_objective_allows_what_it_allows_twice(value: Any, level: str | None) -> None:  # noqa: ANN401 - JSON
    """80 % is on goal, less is watched, less than 60 % critical; few cases are never critical, none say nothing."""
    assert level == of_objective(0.8).level(value)


def test_without_a_limit_nothing_is_good_or_bad() -> None:
    """A number alone is only a number."""
    assert Limits().level(count(7)) is None


@pytest.mark.parametrize(("waited", "level"), [(60, "ok"), (61, "watch"), (120, "watch"), (121, "critical")])
def test_a_wait_is_held_against_the_threshold_of_its_queue(waited: float, level: str) -> None:
    """Three and six times 20 s are the limits of the alarm, and so of the board."""
    (rule,) = (rule for rule in default_rules(standard()) if rule.name == "longest_wait")
    limits = of_rule(rule, {"threshold_ms": 20_000})

    assert limits is not None
    assert level == limits.level(seconds(waited))
    assert of_rule(rule, {}) is None


def test_only_shares_in_time_have_the_objective_of_a_queue() -> None:
    """Abandonment has none, however good it is to have little of it."""
    found = {name for name in KPIS if has_objective(KPIS[name])}

    assert {"service_level", "first_response_within_target", "sla_attainment"} <= found
    assert found.isdisjoint({"abandonment_rate", "waiting", "aht", "occupancy"})


def test_an_objective_is_shared_or_there_is_none() -> None:
    """Two queues with different objectives have no common one."""
    eighty, ninety = ({"target": {"service_level": share}} for share in (0.8, 0.9))

    assert 0.8 == shared_objective([eighty, eighty])
    assert shared_objective([eighty, ninety]) is None
    assert shared_objective([{}]) is None


def test_the_gravest_level_wins() -> None:
    """Over whatever else there is."""
    assert ("critical", "ok", None) == (worst(["ok", None, "critical"]), worst([None, "ok"]), worst([None]))
