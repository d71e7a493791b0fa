"""The seven service levels of one recording side by side, as `floorwatch report` prints them."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from agents.cli import run
from tests.scenarios.thousand_calls import LEVELS, QUEUE, calls, names
from tests.shell.own_process import own_process


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


@pytest.fixture(name="recording")
def _recording(tmp_path: Path) -> Path:
    """The calls as a file."""
    path = tmp_path / "thousand.jsonl"
    path.write_bytes(b"".join(calls()))
    return path


def test_report_gives_the_seven_service_levels_as_json(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of everything and of the queue, by event and by entry: the same calls, whole within the range."""
    for attribution, suffix in (("event", ""), ("entry", "_by_entry")):
        command = ["report", str(recording), "--interval", "all", "--by", "queue", "--attribution", attribution]
        assert run([*command, "--format", "json"]) == 0
        everything, sales = orjson.loads(capsys.readouterr().out)

        assert ({}, {"queue": QUEUE}) == (everything["slice"], sales["slice"])
        for row in (everything, sales):
            levels = (row["kpis"][name + suffix] for name in names())
            assert [(met, of) for met, of, _ in LEVELS.values()] == [(v["numerator"], v["denominator"]) for v in levels]
        assert sales["kpis"]["service_level" + suffix] == sales["kpis"]["service_level_strict" + suffix]


def test_report_prints_the_seven_service_levels_side_by_side(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line of a table, in the order in which they are asked for."""
    assert run(["report", str(recording), "--interval", "all", "--kpis", ",".join(names())]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    (heads,) = (words for words in lines if words[:1] == ["From"])
    (row,) = (" ".join(words) for words in lines if words[0:1] == ["2026-03-02T10:00:00Z"])

    assert ["From", "To", *names()] == heads
    assert row.endswith(" ".join(["2026-03-02T10:40:00Z", *(printed for *_, printed in LEVELS.values())]))
