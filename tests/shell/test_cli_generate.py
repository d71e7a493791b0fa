"""`floorwatch generate`: the files of a site of one's own, or one line that says why there are none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.cli import run
from tests.shell.own_process import own_process
from tests.shell.promtool import read, rules_in
from tests.shell.promtool import run as run_tool

SITE = """
[[queues]]
name = "sales"
channel = "voice"
team = "front"
service_level_objective = 0.95

[alerting]
fast_burn = 9
grafana = "https://grafana.example/"

[alerting.teams.front]
webhook = "https://hooks.example/front"
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def test_without_anything_it_writes_what_is_committed(capsys: pytest.CaptureFixture[str]) -> None:
    """And tells each file; the second time there is nothing to change."""
    assert run(["generate", "--out", "out"]) == 0
    told = capsys.readouterr().out.splitlines()
    root = Path(__file__).parents[2]
    committed = {
        written: (root if written.parts[1] == "grafana" else root / "deploy") / written.relative_to("out")
        for written in map(Path, told[:-1])
    }
    assert "17 files, 17 changed" == told[-1]
    assert [] == [written for written, path in committed.items() if path.read_bytes() != written.read_bytes()]

    assert run(["generate", "--out", "out"]) == 0
    assert "17 files, 0 changed\n" == capsys.readouterr().out


def test_a_site_has_its_limits_addresses_and_receivers(tmp_path: Path) -> None:
    """What the tools of Prometheus accept."""
    (tmp_path / "floorwatch.toml").write_text(SITE)
    asked = ["--worker", "10.0.0.5:8090", "--worker", "10.0.0.6:8090", "--token-file", "/run/token"]

    assert run(["generate", "--out", "out", *asked, "--alertmanager", "10.0.0.7:9093"]) == 0

    prometheus = read(tmp_path / "out/prometheus/prometheus.yml")
    (scrape,) = prometheus["scrape_configs"]
    alert = next(rule for rule in rules_in(tmp_path / "out/prometheus/alerts.yml"))
    assert [{"targets": ["10.0.0.5:8090", "10.0.0.6:8090"]}] == scrape["static_configs"]
    assert "/run/token" == scrape["authorization"]["credentials_file"]
    assert [{"static_configs": [{"targets": ["10.0.0.7:9093"]}]}] == prometheus["alerting"]["alertmanagers"]
    assert alert["expr"].endswith("> 9")
    assert alert["annotations"]["dashboard_url"].startswith("https://grafana.example/d/kpi-queue?var-queue=")
    assert (
        0
        == run_tool(
            "promtool", "check", "rules", "out/prometheus/rules.yml", "out/prometheus/alerts.yml", folder=tmp_path
        )[0]
    )
    assert 0 == run_tool("amtool", "check-config", "out/alertmanager/alertmanager.yml", folder=tmp_path)[0]


def test_what_is_not_ours_stays_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dashboard of one's own beside ours, and in a checkout what `make generate` writes."""
    own = [tmp_path / "grafana/dashboards/mine.json", tmp_path / "deploy/kpis/service_level.md"]
    for path in own:
        path.parent.mkdir(parents=True)
        path.write_text("by hand")

    assert run(["generate", "--out", "."]) == 0
    assert "17 files, 17 changed" == capsys.readouterr().out.splitlines()[-1]
    assert ["by hand", "by hand"] == [path.read_text() for path in own if path.exists()]


def test_a_limit_that_cannot_be_passed_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same limit, of a queue that promises less."""
    (tmp_path / "floorwatch.toml").write_text(SITE.replace("0.95", "0.80"))

    assert run(["generate", "--out", "out"]) == 2

    reason = "9 can never be passed: queue 'sales' on voice, with an objective of 0.8, burns at 5 at most"
    assert ("", f"floorwatch.toml: alerting.fast_burn: {reason}\n") == capsys.readouterr()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--worker", "10.0.0.5"], "command line: --worker: '10.0.0.5' is not host:port, such as kafka-1:9092"),
        (["--alertmanager", "here"], "command line: --alertmanager: 'here' is not host:port, such as kafka-1:9092"),
        (["--out", "file"], "file: cannot be written: Not a directory"),
    ],
)
def test_bad_usage_is_one_line(
    arguments: list[str], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2."""
    (tmp_path / "file").write_text("")

    assert run(["generate", *arguments]) == 2
    assert ("", line + "\n") == capsys.readouterr()


def test_several_addresses_may_stand_in_one_option(tmp_path: Path) -> None:
    """With commas between, as everywhere else; Prometheus gets each by itself."""
    asked = ["--worker", "a:8090, b:8090", "--worker", "c:8090", "--alertmanager", "x:9093,y:9093"]
    assert run(["generate", "--out", "out", *asked]) == 0
    prometheus = read(tmp_path / "out/prometheus/prometheus.yml")
    (managers,) = prometheus["alerting"]["alertmanagers"]

    assert ["a:8090", "b:8090", "c:8090"] == prometheus["scrape_configs"][0]["static_configs"][0]["targets"]
    assert ["x:9093", "y:9093"] == managers["static_configs"][0]["targets"]


def test_a_site_with_windows_of_its_own_can_choose_them_on_its_dashboards(tmp_path: Path) -> None:
    """And what is recorded in some windows only, since it is rare, is recorded in those too."""
    (tmp_path / "floorwatch.toml").write_text('[floor]\nwindows = ["8h", "2h"]\n')

    assert run(["generate", "--out", "out"]) == 0

    for board in ("wall", "queue", "slo"):
        dashboard = json.loads((tmp_path / f"out/grafana/dashboards/kpi-{board}.json").read_text())
        (window,) = (one for one in dashboard["templating"]["list"] if one["name"] == "window")
        assert "5m,15m,30m,1h,2h,8h,today" == window["query"] == ",".join(one["value"] for one in window["options"])
    exprs = {rule["record"]: rule["expr"] for rule in rules_in(tmp_path / "out/prometheus/rules.yml")}
    assert 'window=~"1h|2h|8h|today"' in exprs["job:kpi_occupancy_slots:ratio"]
    assert "window=" not in exprs["queue:kpi_asa:seconds"]
    assert 0 == run_tool("promtool", "check", "rules", "out/prometheus/rules.yml", folder=tmp_path)[0]
