"""`replay` with alarms, and `check` which names them."""

import json
from pathlib import Path

import jsonschema
import orjson
import pytest

from agents.cli import run
from stream.floor import schema
from stream.units import SECOND, parse_instant

NOON = parse_instant("2026-01-01T12:00:00Z")
SITE = """
[[alarms]]
name = "crowd"
kpi = "waiting"
warning = 0
raise_after = "0s"

[[alarms]]
name = "longest_wait"
enabled = false
"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A caller who waits for five minutes, in a folder with a configuration."""
    told = (
        {"type": "contact.queued", "time": NOON, "contact": "c", "queue": "sales", "channel": "voice"},
        {"type": "contact.updated", "time": NOON + 300 * SECOND, "contact": "c"},
    )
    path = tmp_path / "day.jsonl"
    path.write_text("".join(json.dumps(event) + "\n" for event in told))
    (tmp_path / "site.toml").write_text(SITE)
    return path


def test_replay_tells_of_the_alarms_that_need_no_configuration(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than six times the threshold: at the look of 130 s, and held at that of 160 s."""
    assert run(["replay", str(recording), "--alarms", "--json"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema())

    assert [("longest_wait", "critical", "2026-01-01T12:02:40Z", "2026-01-01T12:01:40Z", 300, 120)] == [
        tuple(alarm[name] for name in ("alarm", "state", "since", "raised", "value", "threshold"))
        for alarm in document["alarms"]
    ]


def test_replay_has_the_alarms_of_the_site_that_is_named(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One more, one less."""
    site = recording.with_name("site.toml")
    assert run(["replay", str(recording), "--config", str(site), "--alarms", "--json"]) == 0
    document = orjson.loads(capsys.readouterr().out)

    assert [("crowd", "warning", "2026-01-01T12:00:00Z")] == [
        (alarm["alarm"], alarm["state"], alarm["since"]) for alarm in document["alarms"]
    ]


def test_replay_shows_alarms_to_a_person(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """State, name, place, since when, the figure and its limit."""
    assert run(["replay", str(recording), "--alarms"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert ["critical", "longest_wait", "sales", "voice", "2026-01-01T12:02:40Z", "5:00", "2:00"] in lines


def test_check_names_the_alarms(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order in which they are looked at."""
    assert run(["check", str(recording.with_name("site.toml"))]) == 0
    last = capsys.readouterr().out.splitlines()[-1]

    assert last.startswith("alarms: service_level, abandonment_rate, overdue_")
    assert last.endswith(", crowd")
