"""Configurations that are refused: each file is named after its defect."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.cli import run
from stream.site import VARIANTS
from tests.shell.own_process import own_process
from tests.shell.refusals import OF_CALENDARS_AND_POLICIES
from tests.shell.refusals_of_alarms import OF_ALARMS
from tests.shell.refusals_of_alerting import OF_ALERTING
from tests.shell.refusals_of_boards import OF_BOARDS

FOLDER = Path(__file__).parent / "bad_config"

REFUSALS = OF_CALENDARS_AND_POLICIES | {
    "agent_limit_beyond_memory": ("floor.agent_limit", "9d is longer than agents are remembered (8d)"),
    "duration_as_number": ("queues[0].service_level_threshold", '20 is not a duration in quotes, such as "20s"'),
    "duration_beyond_reason": ("floor.settling_horizon", "'99999d' is longer than ten years"),
    "duration_without_unit": ("queues[0].service_level_threshold", "'20' is not a duration such as 20s, 15m, 4h or 2d"),
    "first_version_with_from": (
        "queues[0].from",
        "the first version of queue 'sales' on voice holds from the beginning: it has no 'from'",
    ),
    "from_before_the_first_year": (
        "queues[1].from",
        "'0001-01-01T00:00:00+14:00' is not an instant with offset, such as 2026-01-01T00:00:00+09:00",
    ),
    "from_without_offset": (
        "queues[1].from",
        "'2027-01-01T00:00:00' is not an instant with offset, such as 2026-01-01T00:00:00+09:00",
    ),
    "no_queue_to_learn": ("floor.max_queues", "should be greater than or equal to 1, not 0"),
    "not_toml": ("", "is not TOML: Expected ']' at the end of a table declaration (at line 1, column 7)"),
    "objective_as_text": ("queues[0].service_level_objective", "should be a valid number, not '80%'"),
    "objective_in_percent": ("queues[0].service_level_objective", "should be less than 1, not 80"),
    "objective_of_one": ("queues[0].service_level_objective", "should be less than 1, not 1.0"),
    "objective_of_zero": ("queues[0].service_level_objective", "should be greater than 0, not 0"),
    "queue_called_other": ("queues[0].name", "'other' stands for all queues not listed"),
    "queue_twice": ("queues[1]", "queue 'sales' on voice stands here twice without 'from'"),
    "queue_without_channel": ("queues[0].channel", "is missing"),
    "queue_without_name": ("queues[0].name", "should have at least 1 character, not ''"),
    "queues_as_table": ("queues", "should be a valid list"),
    "retention_below_horizon": ("floor.retentions.chat", "1h is shorter than the settling horizon (2h)"),
    "short_abandon_above_later_threshold": (
        "queues[1].short_abandon",
        "15s is longer than the service-level threshold (10s)",
    ),
    "short_abandon_above_threshold": (
        "queues[0].short_abandon",
        "30s is longer than the service-level threshold (20s)",
    ),
    "slice_named_twice": ("floor.slices", "names a label twice"),
    "team_without_name": ("queues[0].team", "should have at least 1 character, not ''"),
    "teams": ("teams", "is not needed: the events of agents say of which team they are"),
    "threshold_of_zero": ("queues[0].service_level_threshold", "'0s' is no time at all; it must be longer"),
    "window_as_number": ("floor.windows[0]", '2 is not a duration in quotes, such as "20s"'),
    "window_by_another_name": ("floor.windows[0]", "'120m' is called 2h wherever it is shown: write that"),
    "window_named_twice": ("floor.windows", "names a window twice"),
    "window_of_every_floor": (
        "floor.windows[1]",
        "'1h' is not longer than an hour: up to that there are 5m, 15m, 30m and 1h",
    ),
    "windows_beyond_four": ("floor.windows", "should have at most 4 items after validation, not 5"),
    "unknown_channel": ("queues[0].channel", "'phone' is none of voice, chat, email, social, sms, video, visit, task"),
    "unknown_channel_of_idle_limit": (
        "floor.idle_limits.fax",
        "'fax' is none of voice, chat, email, social, sms, video, visit, task",
    ),
    "unknown_floor_key": ("floor.timezone", "is not known here; did you mean time_zone?"),
    "unknown_queue_key": (
        "queues[1].service_level_treshold",
        "is not known here; did you mean service_level_threshold?",
    ),
    "unknown_slice": ("floor.slices[1]", "'agent' is none of priority, tier, topic"),
    "unknown_table": ("flor", "is not known here; did you mean floor?"),
    "unknown_variant": (
        "queues[0].service_level",
        f"'strickt' is none of {', '.join(VARIANTS)}; did you mean strict?",
    ),
    "unknown_zone": (
        "floor.time_zone",
        "'Asia/Soul' is no IANA time zone, such as Europe/Berlin; did you mean Asia/Seoul?",
    ),
    "zone_of_the_machine": ("floor.time_zone", "'localtime' is no IANA time zone, such as Europe/Berlin"),
    "zone_with_leap_seconds": (
        "floor.time_zone",
        "'right/Europe/Berlin' is no IANA time zone, such as Europe/Berlin; did you mean Europe/Berlin?",
    ),
    "day_start_as_number": ("floor.day_start", '7 is no time of day in steps of 5 minutes, such as "07:00"'),
    "day_start_between_panes": (
        "floor.day_start",
        "'07:02' is no time of day in steps of 5 minutes, such as \"07:00\"",
    ),
    "version_with_another_day": (
        "queues[1].day_start",
        "queue 'sales' on voice keeps the start of the day of its first version",
    ),
    "version_in_another_zone": (
        "queues[1].time_zone",
        "queue 'sales' on voice keeps the time zone of its first version",
    ),
    "versions_at_one_instant": (
        "queues[2].from",
        "two versions of queue 'sales' on voice begin at 2027-01-01T00:00:00Z",
    ),
    "warn_before_above_one": ("queues[0].warn_before", '25 is neither a share from 0 to 1 nor a duration such as "1m"'),
    "warn_before_for_two_targets": (
        "queues[0].warn_before",
        "the queue's clocks run 45s and 1m: write a share of them, such as 0.25",
    ),
    "warn_before_longer_than_target": ("queues[0].warn_before", "1m is longer than the target (20s)"),
}
REFUSALS |= OF_ALARMS | OF_ALERTING | OF_BOARDS


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


def test_every_file_has_its_expected_refusal() -> None:
    """A new bad file without an expectation would test nothing."""
    assert {path.stem for path in FOLDER.glob("*.toml")} == REFUSALS.keys()


@pytest.mark.parametrize("defect", REFUSALS)
def test_check_refuses_it_in_one_line(defect: str, capsys: pytest.CaptureFixture[str]) -> None:
    """File, key and reason on the standard error, nothing on the other, exit status 2."""
    file = FOLDER / f"{defect}.toml"
    key, reason = REFUSALS[defect]

    status = run(["check", str(file)])

    place = f"{file}: {key}" if key else str(file)
    assert capsys.readouterr() == ("", f"{place}: {reason}\n")
    assert status == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a = " + "[" * 5_000 + "]" * 5_000, "maximum recursion depth"), ("a = " + "9" * 5_000, "Exceeds the limit")],
)
def test_what_no_reader_can_take_is_refused_like_any_other(
    text: str, reason: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As a file that is something else altogether would be."""
    file = tmp_path / "floorwatch.toml"
    file.write_text(text)

    assert run(["check", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"{file}: is not TOML: {reason}")


def test_a_pipe_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Its second reader would find nothing, and nothing is a good configuration; without a writer it never ends."""
    pipe = tmp_path / "floorwatch.toml"
    os.mkfifo(pipe)

    assert run(["check", str(pipe)]) == 2
    assert capsys.readouterr().err == f"{pipe}: is a pipe, and is read more than once: name a file\n"
