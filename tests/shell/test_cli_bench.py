"""`floorwatch bench` as it is called: what is chosen, written, printed, compared, and how it ends."""

import json
from asyncio import CancelledError
from pathlib import Path

import pytest
from msgspec.structs import replace

from agents.bench import findings, session
from agents.bench.figures import measured
from agents.bench.registry import ALONE, QUICK, READING
from agents.bench.throughput import Rounds
from agents.cli import run
from agents.settings.runtime import Settings
from tests.shell.bench_records import record


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOORWATCH_KAFKA", raising=False)


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, session.Plan]]:
    """What would have been measured."""
    asked: list[tuple[Settings, session.Plan]] = []

    def measure(settings: Settings, plan: session.Plan) -> findings.Findings:
        asked.append((settings, plan))
        return record()

    monkeypatch.setattr(session, "run", measure)
    return asked


def written(path: str, amount: float) -> str:
    """A record in a file, with one figure."""
    figures = [measured("latency", "applied", "applied", [amount, amount], "ms")]
    Path(path).write_bytes(findings.written(record(figures)))
    return path


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ([], list(QUICK)),
        (["scrape", "latency", "scrape"], ["latency", "scrape"]),
        (["latency", "decode"], ["decode", "latency"]),
        (["all"], [*READING, *ALONE]),
    ],
)
def test_what_is_named_is_measured_once_each_in_its_order(
    names: list[str], chosen: list[str], plans: list[tuple[Settings, session.Plan]]
) -> None:
    """None is the quick ones, `all` is every one."""
    assert run(["bench", *names]) == 0

    ((_, plan),) = plans
    assert plan.names == chosen


def test_options_say_how_much(plans: list[tuple[Settings, session.Plan]]) -> None:
    """Events, rounds and scale; the slow agent gets no more than there are."""
    assert run(["bench", "--events", "2000", "--rounds", "5", "--scale", "0.5", "--kafka", "k:1"]) == 0

    ((settings, plan),) = plans
    assert (settings.kafka, plan.rounds, plan.scale) == ("k:1", Rounds(2_000, 5, 2_000), 0.5)


def test_a_name_that_there_is_not_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that there are are named."""
    assert run(["bench", "latenz"]) == 2
    assert "there is no 'latenz'; there are decode, core, lane" in capsys.readouterr().err


def test_the_list_has_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that run where none is named are marked, and nothing is measured."""
    assert run(["bench", "--list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line[2:].split()[0] for line in lines[: len(READING) + len(ALONE)]] == [*READING, *ALONE]
    assert [line[2:].split()[0] for line in lines if line.startswith("* ") and "where none" not in line] == list(QUICK)


def test_the_record_is_written_and_shown(
    plans: list[tuple[Settings, session.Plan]], capsys: pytest.CaptureFixture[str]
) -> None:
    """A missed limit is shown and fails nothing; what is written can be read again."""
    assert run(["bench", "--json", "new.json"]) == 0

    assert plans
    assert findings.read(Path("new.json")) == record()
    assert "Missed: latency" in capsys.readouterr().out


def test_where_nothing_can_be_written_nothing_is_measured(
    plans: list[tuple[Settings, session.Plan]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody wants to learn that after ten minutes."""
    assert run(["bench", "--json", "gone/new.json"]) == 2

    assert not plans
    assert capsys.readouterr().err == "gone/new.json: cannot be written: No such file or directory\n"


def test_a_run_that_is_broken_off_leaves_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it was tried whether one could be written; one of before stays as it was."""

    def stop(_settings: Settings, _plan: session.Plan) -> findings.Findings:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "run", stop)
    Path("old.json").write_text("old")
    for name in ("new.json", "old.json"):
        assert run(["bench", "--json", name]) == 130

    assert [(path.name, path.read_text()) for path in Path().iterdir()] == [("old.json", "old")]


def test_a_dash_prints_the_record_alone(
    plans: list[tuple[Settings, session.Plan]], capsys: pytest.CaptureFixture[str]
) -> None:
    """What another program reads is JSON and nothing else."""
    assert run(["bench", "--json", "-"]) == 0

    assert plans
    assert json.loads(capsys.readouterr().out)["edition"] == findings.EDITION


@pytest.mark.parametrize(("allowed", "status"), [(None, 0), ("20%", 1), ("0.2", 1), ("30%", 0)])
def test_what_is_worse_fails_where_that_is_asked_for(
    allowed: str | None, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """By more than the share that is allowed; without one, comparing is only telling."""
    old, new = written("old.json", 100), written("new.json", 130)
    limit = [] if allowed is None else ["--fail-if-worse", allowed]

    assert run(["bench", "--record", new, "--compare", old, *limit]) == status
    assert "1 worse beyond the noise" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ({}, None),
        ({"scale": 0.1}, "The old record is at 0.1 of the usual size, the new one at 1."),
        ({"events": 5_000}, "The rounds of the old record read 5,000 events, those of the new one 1,000."),
    ],
)
def test_records_of_another_size_are_told_of(
    old: dict[str, float], told: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """What takes a tenth of the time because it is a tenth of the work is not better."""
    Path("old.json").write_bytes(findings.written(replace(record(), **old)))
    Path("new.json").write_bytes(findings.written(record()))

    assert run(["bench", "--record", "new.json", "--compare", "old.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == told if told else "compared" in lines[-1]


@pytest.mark.parametrize(("limit", "status"), [([], 0), (["--fail-if-worse", "20%"], 1)])
def test_where_nothing_could_be_compared_that_is_no_good_news(
    limit: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two records without a figure in common."""
    Path("old.json").write_bytes(findings.written(record([])))

    assert run(["bench", "--record", written("new.json", 100), "--compare", "old.json", *limit]) == status
    assert "The two records have no figure in common." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--fail-if-worse", "20%"], "--fail-if-worse: needs --compare"),
        (["--compare", "old.json", "--fail-if-worse", "much"], "--fail-if-worse: 'much' is no share"),
        (["--compare", "old.json", "--fail-if-worse", "-1%"], "--fail-if-worse: '-1%' is no share"),
        (["--compare", "absent.json"], "absent.json: bench: is no record of a bench"),
        (["--table", "broken.json"], "broken.json: bench: is no record of a bench"),
        (["--table", "former.json"], "former.json: edition: is 1, and can only be read as 2"),
        (["--table", "old.json", "latency"], "--table: and SUB-BENCH do not go together"),
        (["--record", "old.json", "latency"], "--record: and SUB-BENCH do not go together"),
        (["--list", "--table", "old.json"], "--list: and --table do not go together"),
        (["--table", "old.json", "--compare", "old.json"], "--table: and --compare do not go together"),
        (["--list", "--json", "new.json"], "--list: and --json do not go together"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_measured(
    arguments: list[str], reason: str, plans: list[tuple[Settings, session.Plan]], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and the status of misuse."""
    Path("broken.json").write_text("{")
    former = json.loads(findings.written(record())) | {"edition": 1}
    Path("former.json").write_text(json.dumps(former))
    written("old.json", 1)

    assert run(["bench", *arguments]) == 2
    assert reason in capsys.readouterr().err
    assert plans == []


def test_markdown_of_a_record_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """It goes into a document as it is."""
    assert run(["bench", "--table", written("old.json", 100)]) == 0
    assert "| latency | applied | 100 ms |  |  |  |" in capsys.readouterr().out


def test_a_bench_that_is_terminated_ends_as_the_shell_expects(monkeypatch: pytest.MonkeyPatch) -> None:
    """143, as of any program."""

    def terminated(_settings: Settings, _plan: session.Plan) -> findings.Findings:
        raise CancelledError

    monkeypatch.setattr(session, "run", terminated)

    assert run(["bench"]) == 143
