"""The dashboards: typed, linted, of series that there are, and made of the catalogue without a word of code."""

import importlib.resources
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from agents.metrics.business import business
from agents.metrics.pipeline import PIPELINE
from agents.outputs.alerting import Alerting
from agents.outputs.alerts import alerts, recording_groups
from agents.outputs.grafana.alarmed import alert_title
from agents.outputs.grafana.folder import ClassicDashboard, folder
from agents.outputs.rule import Rule
from stream import catalog
from tests.shell import grafana_lint as lint
from tests.shell.promql import grouped, selectors

BOARDS = ("kpi-wall", "kpi-queue", "kpi-slo", "kpi-pipeline")
ALERTS = {alert_title(alert) for alert in alerts(catalog.standard(), Alerting())}
EXCLUDED: dict[lint.Rule, tuple[set[str], str]] = {
    lint.target_job: (ALERTS, "an alert is shown exactly as it is evaluated, which is for every job"),
    lint.target_instance: (
        {*ALERTS, "Alerts of the last day", "Partitions that nobody has"},
        "an alert is shown exactly as it is evaluated, and what nobody has is asked of everybody: for all instances",
    ),
}
"""Panels that a rule does not hold for, and why."""
OF_THE_SCRAPE = {"job", "instance", "pod"}
RECORDED_LABELS = {"queue", "channel", "team", "window", "clock", "reason", "week", *OF_THE_SCRAPE}
OWN = """
[[kpi]]
name = "{name}"
family = "abandonment"
title = "Lost"
question = "Which share of the entries did nobody answer?"
kind = "ratio"
unit = "ratio"
better = "{better}"
numerator = ["abandoned", "diverted"]
denominator = ["offered"]
source = "(B + D) / Q"
{limits}
"""


def standard_text() -> str:
    """The catalogue of the package as it is written."""
    return importlib.resources.files("stream").joinpath("kpis.toml").read_text(encoding="utf-8")


@cache
def boards(further: str = "") -> Mapping[str, lint.Board]:
    """The dashboards of the standard catalogue, and of an entry more, as JSON."""
    texts = folder(catalog.load(standard_text() + further, "kpis.toml"), Alerting())
    return {name: json.loads(texts[f"dashboards/{name}.json"]) for name in BOARDS}


def panel(board: lint.Board, title: str, kind: str) -> dict[str, Any]:
    """The one panel of this title and type."""
    (found,) = [one for one in lint.panels(board) if (one["title"], one["type"]) == (title, kind)]
    return found


def steps(shown: Mapping[str, Any]) -> list[tuple[float | None, str]]:
    """The thresholds of a panel, each with its colour."""
    return [(one["value"], one["color"]) for one in shown["fieldConfig"]["defaults"]["thresholds"]["steps"]]


def own(better: str, **limits: float) -> str:
    """An entry of one's own."""
    written = "\n".join(f"{name} = {limit}" for name, limit in limits.items())
    return OWN.format(name="lost_rate", better=better, limits=written)


@pytest.mark.parametrize("name", BOARDS)
def test_a_dashboard_is_what_its_types_say(name: str) -> None:
    """Read into the typed model and written again nothing is lost and nothing is added."""
    board = boards()[name]

    assert board == json.loads(json.dumps(ClassicDashboard.from_json(board), cls=JSONEncoder))
    assert (name, 42, False) == (board["uid"], board["schemaVersion"], board["editable"])


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", BOARDS)
def test_a_dashboard_passes_the_linter(name: str, rule: lint.Rule) -> None:
    """Every rule on every dashboard, but for what is left out with a reason."""
    excluded, _ = EXCLUDED.get(rule, (set(), ""))

    assert [] == [fault for fault in rule(boards()[name]) if fault.partition(":")[0] not in excluded]


@pytest.mark.parametrize("rule", lint.RULES_OF_HEALTH, ids=lambda rule: rule.__name__)
def test_the_board_of_the_workers_tells_them_apart(rule: lint.Rule) -> None:
    """Elsewhere a floor is one, whoever has which part of it."""
    excluded, _ = EXCLUDED.get(rule, (set(), ""))

    assert [] == [fault for fault in rule(boards()["kpi-pipeline"]) if fault not in excluded]


@pytest.mark.parametrize("rule", EXCLUDED, ids=lambda rule: rule.__name__)
def test_nothing_is_left_out_without_need(rule: lint.Rule) -> None:
    """An exclusion that a rule no longer asks for is deleted."""
    excluded, reason = EXCLUDED[rule]
    faults = {fault.partition(":")[0] for board in boards().values() for fault in rule(board)}

    assert reason
    assert excluded & faults


@pytest.mark.parametrize("name", BOARDS)
def test_panels_have_numbers_of_their_own_and_do_not_overlap(name: str) -> None:
    """Each cell of the grid belongs to one panel at most; folded rows have a grid to themselves below their title."""
    board = boards()[name]
    numbers = [one["id"] for one in [*board["panels"], *lint.panels(board)] if one["type"] != "row"]
    folded = [row["panels"] for row in board["panels"] if row["type"] == "row" and row.get("panels")]

    assert sorted({*numbers}) == sorted(one["id"] for one in lint.panels(board))
    for shown in [board["panels"], *folded]:
        cells = [
            (x, y)
            for place in (one["gridPos"] for one in shown)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ]
        assert len(cells) == len(set(cells))
        assert max(x for x, _ in cells) < 24


def known_series() -> dict[str, set[str]]:
    """Every series by name, with the labels that it can have: of the exporter, and of the recording rules."""
    declared = [*business(catalog.standard()), *PIPELINE]
    exported = {metric.name: {*metric.labels, *OF_THE_SCRAPE} for metric in declared if metric.kind != "histogram"}
    groups = recording_groups(catalog.standard())
    recorded = {rule.record: RECORDED_LABELS for group in groups for rule in group.rules if isinstance(rule, Rule)}
    fired = {"ALERTS": {"alertname", "alertstate", "severity", *RECORDED_LABELS}}
    return {**exported, **recorded, **fired}


@pytest.mark.parametrize("name", BOARDS)
def test_no_dashboard_asks_for_what_there_is_not(name: str) -> None:
    """Every metric is exported or recorded, with every label that an expression names."""
    known = known_series()
    board = boards()[name]
    asked = [target["expr"] for _, target in lint.targets(board)]
    asked += [lint.asked_by(one) for one in lint.variables(board, "query")]

    assert set() == {one.metric for expr in asked for one in selectors(expr)} - known.keys()
    for expr in asked:
        found = selectors(expr)
        assert [] == [one for one in found if one.labels - known[one.metric]], expr
        assert grouped(expr) <= set().union(*(known[one.metric] for one in found)), expr


def test_every_kpi_by_event_has_its_panel() -> None:
    """With title, question, unit and evidence as the catalogue has them."""
    board = boards()["kpi-queue"]
    units = {"ratio": "percentunit", "s": "s", "contacts": "short", "agents": "short", "per_hour": "short"}
    shown = {one["description"]: one for one in lint.panels(board) if one["type"] == "timeseries"}

    for entry in catalog.standard().definitions.values():
        (found,) = [one for text, one in shown.items() if text.startswith(f"{entry.question} {entry.source}.")]
        assert found["title"].startswith(entry.title)
        assert units[entry.unit] == found["fieldConfig"]["defaults"]["unit"]
        assert "–" == found["fieldConfig"]["defaults"]["noValue"]
    titles = [row["title"] for row in board["panels"] if row["type"] == "row"]
    assert [family.title for family in catalog.standard().families] == titles


def test_what_goes_wrong_in_a_worker_is_shown() -> None:
    """Every counter of a worker has a panel or an alert, but for that of the changes which went as they should."""
    shown = json.dumps(boards()["kpi-pipeline"])
    recorded = {
        rule.record: rule.expr
        for group in recording_groups(catalog.standard())
        for rule in group.rules
        if isinstance(rule, Rule)
    }
    asked = shown + "".join(expr for name, expr in recorded.items() if name in shown)

    assert ["floorwatch_alarm_changes_sent_total"] == [
        family.name for family in PIPELINE if family.name.endswith("_total") and family.name not in asked
    ]


def test_a_new_entry_gets_its_panel_with_no_code() -> None:
    """In the row of its family, and nothing else on that board changes but the numbers and places of what follows."""
    board = boards(own("none"))["kpi-queue"]
    (row,) = [one for one in board["panels"] if one["title"] == "Abandonment" and one["type"] == "row"]
    lost = row["panels"][-1]

    assert ("Lost", "percentunit") == (lost["title"], lost["fieldConfig"]["defaults"]["unit"])
    assert "Which share of the entries did nobody answer? (B + D) / Q." == lost["description"]
    assert ["queue:kpi_lost_rate:ratio"] == [one.metric for one in selectors(lost["targets"][0]["expr"])]
    before, after = (
        {one["description"] for one in lint.panels(made["kpi-queue"])} for made in (boards(), boards(own("none")))
    )
    assert {lost["description"]} == after - before


@pytest.mark.parametrize(
    ("better", "limits", "expected"),
    [
        ("higher", {"warning": 0.8, "critical": 0.6}, [(None, "#D55E00"), (0.6, "#E69F00"), (0.8, "#56B4E9")]),
        ("higher", {"warning": 0.8}, [(None, "#E69F00"), (0.8, "#56B4E9")]),
        ("higher", {"critical": 0.6}, [(None, "#D55E00"), (0.6, "#56B4E9")]),
        (
            "lower",
            {"warning": 0.25, "critical": 0.5},
            [(None, "#56B4E9"), (0.25000000000000006, "#E69F00"), (0.5000000000000001, "#D55E00")],
        ),
        ("lower", {"critical": 0.5}, [(None, "#56B4E9"), (0.5000000000000001, "#D55E00")]),
    ],
)
def test_limits_become_colours_and_a_word(
    better: str, limits: dict[str, float], expected: list[tuple[float | None, str]]
) -> None:
    """An entry with limits stands on the wall too. On a limit all is still well; the word says what the colour says."""
    made = boards(own(better, **limits))
    for board in ("kpi-wall", "kpi-queue"):
        tile = panel(made[board], "Lost", "stat")
        (override,) = tile["fieldConfig"]["overrides"]
        (mappings,) = [one["value"] for one in override["properties"] if one["id"] == "mappings"]

        assert expected == steps(tile)
        assert ["A", "state"] == [one["refId"] for one in tile["targets"]]
        assert ("byFrameRefID", "state") == (override["matcher"]["id"], override["matcher"]["options"])
        assert {"-1": "FEW CASES", "0": "OK", "1": "AT RISK", "2": "BREACH"} == {
            value: said["text"] for one in mappings for value, said in one["options"].items()
        }


@pytest.mark.parametrize("name", BOARDS)
def test_a_tile_shows_what_there_is_now(name: str) -> None:
    """And not the last value of a series that has ended: nothing is a dash on grey, and not the least of all values."""
    for tile in (one for one in lint.panels(boards()[name]) if one["type"] == "stat"):
        *_, nothing = tile["fieldConfig"]["defaults"]["mappings"]

        assert {(True, False)} == {(one["instant"], one["range"]) for one in tile["targets"]}, tile["title"]
        assert {"time_series"} == {one["format"] for one in tile["targets"]}
        assert ("special", "null+nan") == (nothing["type"], nothing["options"]["match"])
        assert ("–", "#8E9BB3") == (nothing["options"]["result"]["text"], nothing["options"]["result"]["color"])


def test_whole_numbers_pass_a_limit_with_the_next_one() -> None:
    """Nothing overdue is well, one is a warning, five still are, six are critical."""
    assert [(None, "#56B4E9"), (1, "#E69F00"), (6, "#D55E00")] == steps(panel(boards()["kpi-wall"], "Overdue", "stat"))


def test_no_dashboard_uses_red_and_green() -> None:
    """The colours are those of a palette that every eye can tell apart, and no palette of Grafana's."""
    for board in boards().values():
        for shown in lint.panels(board):
            text = json.dumps(shown)
            assert "palette-classic" not in text
            assert [] == [word for word in ('"red"', '"green"', "RdYlGr") if word in text]


def test_the_wall_fits_a_screen_without_a_click() -> None:
    """Eight tiles, the queues, a trend and the alarms, nothing folded: 28 rows of the grid are 1,080 pixels."""
    wall = boards()["kpi-wall"]
    tiles = [one["title"] for one in wall["panels"] if one["type"] == "stat"]

    assert 8 == len(tiles)
    assert ("Service level", "Data") == (tiles[0], tiles[-1])
    assert "10s" == wall["refresh"]
    assert max(one["gridPos"]["y"] + one["gridPos"]["h"] for one in wall["panels"]) <= 29
    assert {"stat", "table", "timeseries"} == {one["type"] for one in wall["panels"]}


def test_a_catalogue_without_the_usual_names_makes_a_wall_too() -> None:
    """Nothing on it is asked for by a name that only the standard catalogue has."""
    alone = OWN.format(name="lost_rate", better="lower", limits="warning = 0.25").replace(
        'family = "abandonment"\n', ""
    )
    texts = folder(catalog.load(alone, "own.toml"), Alerting())
    wall, queue = (json.loads(texts[f"dashboards/{name}.json"]) for name in ("kpi-wall", "kpi-queue"))

    assert ["Lost", "Data"] == [one["title"] for one in wall["panels"] if one["type"] == "stat"]
    assert "KPIs" in [one["title"] for one in queue["panels"] if one["type"] == "row"]


def test_a_day_that_is_lost_is_not_below_the_end_of_the_axis() -> None:
    """Of the budget -400 % may be left, at an objective of 80 %; all other figures begin at 0."""
    shown = [one for name in BOARDS for one in lint.panels(boards()[name]) if one["type"] == "timeseries"]
    ends = {one["title"]: one["fieldConfig"]["defaults"].get("min") for one in shown}

    assert ["Budget left, as the day went"] == [title for title, least in ends.items() if least is None]
    assert {0, None} == set(ends.values())
