"""What the PromQL of a panel comes to: the word beside a figure on both sides of each limit, whether data is there."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from agents.outputs.grafana.limits import state
from stream.definition import Definition
from tests.shell.promql import filled, selectors
from tests.shell.promtool import run
from tests.shell.test_grafana_dashboards import boards, panel

OK, AT_RISK, BREACH, FEW_CASES = 0, 1, 2, -1


def entry(better: str, warning: float | None, critical: float | None) -> Definition:
    """A share with these limits, of at least ten cases."""
    limits = {"warning": warning, "critical": critical}
    return Definition(
        name="any",
        title="Any",
        question="Any?",
        kind="ratio",
        unit="ratio",
        better=better,  # type: ignore[arg-type]
        source="any",
        minimum_evidence=10,
        **{name: limit for name, limit in limits.items() if limit is not None},  # type: ignore[arg-type]
    )


CASES = [
    (entry("higher", 0.8, 0.6), 0.8, 10, OK),
    (entry("higher", 0.8, 0.6), 0.799, 10, AT_RISK),
    (entry("higher", 0.8, 0.6), 0.6, 10, AT_RISK),
    (entry("higher", 0.8, 0.6), 0.599, 10, BREACH),
    (entry("higher", 0.8, 0.6), 0.1, 9, FEW_CASES),
    (entry("higher", 0.8, 0.6), 1, 9, FEW_CASES),
    (entry("lower", 0.05, 0.1), 0.05, 10, OK),
    (entry("lower", 0.05, 0.1), 0.051, 10, AT_RISK),
    (entry("lower", 0.05, 0.1), 0.1, 10, AT_RISK),
    (entry("lower", 0.05, 0.1), 0.101, 10, BREACH),
    (entry("lower", 0.05, 0.1), 0.5, None, BREACH),
    (entry("lower", None, 0.1), 0.1, 10, OK),
    (entry("lower", None, 0.1), 0.2, 10, BREACH),
    (entry("lower", 0.05, None), 0.9, 10, AT_RISK),
]


@pytest.mark.parametrize(("kpi", "value", "cases", "expected"), CASES)
def test_a_figure_is_judged_as_the_catalogue_says(
    kpi: Definition, value: float, cases: int | None, expected: int, tmp_path: Path
) -> None:
    """On a limit all is still well, and a few cases say nothing, be they good or bad."""
    evidence = None if cases is None else f"vector({cases})"

    assert "" == tried(tmp_path, state(f"vector({value})", evidence, kpi), {}, {"{}": expected})


def tried(folder: Path, expr: str, series: Mapping[str, str], wanted: Mapping[str, float]) -> str:
    """What promtool says of an expression over these series after ten minutes; "" where it is right."""
    asked = {
        "expr": expr,
        "eval_time": "10m",
        "exp_samples": [{"labels": labels, "value": value} for labels, value in wanted.items()],
    }
    inputs = [{"series": name, "values": values} for name, values in series.items()]
    test = {"interval": "15s", "input_series": inputs, "promql_expr_test": [asked]}
    (folder / "test.yml").write_text(yaml.safe_dump({"tests": [test]}))
    status, told = run("promtool", "test", "rules", folder / "test.yml")
    return told if status else ""


def expr_of(board: str, title: str, kind: str) -> str:
    """What a panel asks for, with everything chosen."""
    (target,) = panel(boards()[board], title, kind)["targets"]
    return filled(target["expr"])


def watermark(partition: int, instance: str = "w1", job: str = "floorwatch") -> str:
    """The series of a partition's clock."""
    return f'kpi_watermark_timestamp_seconds{{job="{job}", instance="{instance}", partition="{partition}"}}'


MISSING = 'job:kpi_partitions_missing:count{job="floorwatch"}'
WHOLE = {MISSING: "0x40"}
DELAY = watermark(0).replace("kpi_watermark_timestamp", "floorwatch_source_delay")
FRESHNESS = [
    ("LIVE", {watermark(0): "0+15x40", watermark(1): "-15+15x40", **WHOLE}),
    ("LIVE", {watermark(0): "0+15x40"}),
    ("LATE", {watermark(0): "0+15x40", watermark(1): "-16+15x40", **WHOLE}),
    ("LATE", {watermark(0): "-60+15x40", **WHOLE}),
    ("LIVE", {watermark(0): "-135+15x40", DELAY: "120x40", **WHOLE}),
    ("LATE", {watermark(0): "-136+15x40", DELAY: "120x40", watermark(1): "0+15x40", **WHOLE}),
    ("PARTIAL", {watermark(0): "0+15x40", MISSING: "1x40"}),
    ("PARTIAL", {watermark(0): "0+15x40", watermark(1): "-60+15x40", MISSING: "1x40"}),
    (
        "PARTIAL",
        {watermark(0, job="trial"): "0+15x40", MISSING: "2x40", MISSING.replace("floorwatch", "trial"): "0x40"},
    ),
    ("PARTIAL", {MISSING: "2x40"}),
    ("STALE", {watermark(0): "0+15x40", watermark(1): "-61+15x40", MISSING: "1x40"}),
    ("NO DATA", {}),
    ("NO DATA", {watermark(0): "0+15x20 stale", MISSING: "0x20 stale"}),
]


@pytest.mark.parametrize(("word", "series"), FRESHNESS)
def test_the_wall_says_how_far_its_figures_are_to_be_trusted(
    word: str, series: Mapping[str, str], tmp_path: Path
) -> None:
    """The worst that is the case; where nothing is there any more it is not what was last."""
    data = panel(boards()["kpi-wall"], "Data", "stat")
    words = {
        said["text"]: int(value)
        for one in data["fieldConfig"]["defaults"]["mappings"]
        if one["type"] == "value"
        for value, said in one["options"].items()
    }

    assert ["LIVE", "LATE", "PARTIAL", "STALE", "NO DATA"] == list(words)
    assert "" == tried(tmp_path, expr_of("kpi-wall", "Data", "stat"), series, {"{}": words[word]})


def test_what_one_worker_does_not_have_another_may(tmp_path: Path) -> None:
    """Partitions that nobody has are counted over all workers of a job, whichever of them are looked at."""
    title = "Partitions that nobody has"
    series = {
        f'floorwatch_{name}_partitions{{job="{job}", instance="{instance}"}}': f"{count}x40"
        for name, job, instance, count in (
            ("source", "floorwatch", "w1", 4),
            ("source", "floorwatch", "w2", 4),
            ("owned", "floorwatch", "w1", 2),
            ("owned", "floorwatch", "w2", 2),
            ("source", "trial", "w3", 3),
            ("owned", "trial", "w3", 2),
        )
    }
    (target,) = panel(boards()["kpi-pipeline"], title, "timeseries")["targets"]

    assert not any("instance" in asked.labels for asked in selectors(target["expr"]))
    assert "" == (tried(tmp_path, filled(target["expr"]), series, {'{job="floorwatch"}': 0, '{job="trial"}': 1}))


def test_a_queue_to_which_nobody_came_has_no_budget_to_tell_of(tmp_path: Path) -> None:
    """Neither all of it nor none; while nobody has come there is no burn rate, which the rule sees to."""
    burn = 'queue:kpi_sl_burn_rate:ratio{job="floorwatch", queue="sales", channel="voice", window="today"}'
    expr = expr_of("kpi-slo", "Budget left today", "stat")
    labels = burn.removeprefix("queue:kpi_sl_burn_rate:ratio")

    assert "" == tried(tmp_path, expr, {burn: "0.25x40"}, {labels: 0.75})
    assert "" == tried(tmp_path, expr, {}, {})


def test_alerts_of_a_day_are_counted_as_often_as_they_began(tmp_path: Path) -> None:
    """Not by how long they fired; what was only pending and the one that always fires call nobody."""

    def of(name: str, queue: str, state: str = "firing", severity: str = "warning") -> str:
        which = f'alertname="{name}", queue="{queue}", channel="voice"'
        return f'ALERTS{{job="floorwatch", {which}, alertstate="{state}", severity="{severity}"}}'

    series = {
        of("KpiLongWait", "sales"): "_x4 1x7 stale _x7 1x20",
        of("KpiLongWait", "sales", state="pending"): "1x3 stale _x9 1x3 stale",
        of("KpiLongWait", "care"): "_x4 1x36",
        of("KpiWatchdog", "", severity="none"): "_x4 1x36",
    }
    began = {
        f'{{alertname="KpiLongWait", channel="voice", queue="{queue}"}}': times
        for queue, times in (("sales", 2), ("care", 1))
    }

    assert "" == tried(tmp_path, expr_of("kpi-pipeline", "Alerts of the last day", "stat"), series, began)
