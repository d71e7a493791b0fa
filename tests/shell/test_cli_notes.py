"""What stands below the tables of `floorwatch report` and `floorwatch replay`: how far the figures can be trusted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import pytest

from agents.cli import run
from tests.shell.own_process import own_process

NOON = 1_767_268_800_000


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def event(kind: str, after_ms: int, contact: str) -> bytes:
    """Something about a call in a queue whose name begins with the sign of thin evidence."""
    about = {"type": f"contact.{kind}", "contact": contact, "time": NOON + after_ms}
    return orjson.dumps({**about, "queue": "~vip", "channel": "voice", "agent": "a1"})


def recorded(folder: Path, events: Sequence[bytes]) -> str:
    """The events as a file."""
    path = folder / "calls.jsonl"
    path.write_bytes(b"\n".join(events))
    return str(path)


def test_a_figure_of_enough_cases_is_not_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten callers suffice for a service level, nine do not; a queue may have the sign in its name."""
    for count, text in ((9, "~100.0 %"), (10, "100.0 %")):
        path = recorded(tmp_path, [event(kind, n, f"c{n}") for n in range(count) for kind in ("queued", "answered")])
        assert run(["report", path, "--interval", "all", "--by", "queue", "--kpis", "service_level"]) == 0
        told = capsys.readouterr().out

        assert [text] * 2 == [line.split("  ")[-2].strip() for line in told.splitlines() if "2026" in line]
        assert ("~ thin:" in told) == (count == 9)


def test_what_is_wrong_with_the_events_is_told_below_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once for everything, however many rows and totals there are; no word where nothing is wrong."""
    good = [event("queued", 0, "c1"), event("answered", 10_000, "c1"), event("ended", 60_000, "c1")]
    odd = [event("answered", 0, "c1"), event("wrapped", 50_000, "c1"), event("ended", 60_000, "c1")]
    wrong = "quality: 1 impossible (wrap_up_before_end), 1 unmeasured"
    for events, expected in ((good, []), (odd, [wrong])):
        path = recorded(tmp_path, events)
        for command in (["replay"], ["report", "--interval", "20s", "--by", "queue", "--totals"]):
            assert run([*command, path]) == 0
            assert expected == [line for line in capsys.readouterr().out.splitlines() if line.startswith("quality")]
