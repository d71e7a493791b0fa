"""Recordings: plain, packed, from the standard input; several of them; damaged ones."""

import gzip
import io
import os
import re
import sys
from pathlib import Path

import orjson
import pytest

from agents.cli import run
from agents.cli.failure import CommandError
from agents.cli.playlist import in_time_order
from agents.cli.progress import progress_over
from agents.cli.recording import STDIN, Line, Recording
from stream.errors import ConfigurationError

TEXT = b'\xef\xbb\xbf{"a":1}\r\n\n  {"b":2}\n{"c":3}'
EXPECTED = [(1, b'{"a":1}'), (3, b'{"b":2}'), (4, b'{"c":3}')]


def at(after_ms: int) -> str:
    """A line with a time."""
    return f'{{"time":{1_767_268_800_000 + after_ms}}}'


def numbered(lines: list[Line]) -> list[tuple[int, bytes]]:
    """Number and text of each line."""
    return [(line.number, line.text) for line in lines]


@pytest.mark.parametrize("packed", [False, True])
def test_lines_keep_their_numbers(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Blank ones, ends of Windows and a byte-order mark are no content; a packed file is known by its bytes."""
    path = tmp_path / "recording"
    path.write_bytes(gzip.compress(TEXT) if packed else TEXT)
    recording = Recording(path)

    assert numbered(list(recording.lines())) == EXPECTED
    assert recording.size == path.stat().st_size


@pytest.mark.parametrize("packed", [False, True])
def test_the_standard_input_may_be_packed_too(
    monkeypatch: pytest.MonkeyPatch,
    packed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """It is called by its name in messages, and nobody knows how long it is."""
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(gzip.compress(TEXT) if packed else TEXT)))
    monkeypatch.setattr(sys, "stdin", stdin)
    recording = Recording(STDIN)
    lines = list(recording.lines())

    assert numbered(lines) == EXPECTED
    assert lines[0].place == "standard input:1"
    assert (recording.size, recording.position) == (0, 0)


def test_blank_lines_come_along_if_asked_for(tmp_path: Path) -> None:
    """So that who counts lines counts as an editor does."""
    path = tmp_path / "recording"
    path.write_bytes(TEXT)

    assert [line.number for line in Recording(path).lines(blank=True)] == [1, 2, 3, 4]


def test_a_file_cut_off_ends_after_what_was_readable(tmp_path: Path) -> None:
    """What came before the damage is not lost, and the damage is told with its line."""
    path = tmp_path / "recording.gz"
    path.write_bytes(gzip.compress(b"".join(b'{"n":%d}\n' % n for n in range(1_000)))[:-20])
    read: list[Line] = []
    with pytest.raises(CommandError) as caught:
        read.extend(iter(Recording(path).lines()))

    assert caught.value.reason == "the gzip file is damaged or cut off"
    assert caught.value.key == f"line {len(read) + 1}" or not read


def test_a_missing_file_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """A second file that is not there must not show after an hour with the first."""
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        Recording(tmp_path / "gone")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    """It is opened more than once, and nobody may ever write into it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigurationError, match="pipe: is a pipe, and is read more than once: name a file, or -"):
        Recording(tmp_path / "pipe")


@pytest.mark.parametrize("command", [["report"], ["replay"], ["explain", "asa"], ["produce", "--dry-run"]])
def test_the_standard_input_is_read_once(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Named twice, each would have some of the lines."""
    assert run([*command, "-", "-"]) == 2
    reason = "is named twice: the standard input can be read only once"
    assert capsys.readouterr().err == f"command line: -: {reason}\n"


@pytest.mark.parametrize("command", ["report", "replay", "explain"])
def test_of_several_files_the_one_with_the_fault_is_named(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the number of its own line, not of all lines as they were read."""
    event = {"type": "contact.started", "contact": "c", "time": 1_767_268_800_000}
    (tmp_path / "good").write_bytes(b"\n".join([orjson.dumps(event)] * 3))
    (tmp_path / "bad").write_bytes(b"\n\n" + orjson.dumps(event | {"record": 5}))
    subject = ["asa"] if command == "explain" else []
    assert run([command, *subject, str(tmp_path / "good"), str(tmp_path / "bad")]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'bad'}: line 3, record: ")


def test_several_recordings_are_merged_by_time(tmp_path: Path) -> None:
    """Each keeps its own order, also where that goes back in time or a line has none.

    a:  10        5  30
    b:      20  -        40
    """
    (tmp_path / "a").write_text(f"{at(10)}\n{at(5)}\n{at(30)}\n")
    (tmp_path / "b").write_text(f"{at(20)}\nno event\n{at(40)}\n")
    merged = [line.text.decode() for line in in_time_order([Recording(tmp_path / name) for name in ("a", "b")])]

    assert merged == [at(10), at(5), at(20), "no event", at(30), at(40)]


def test_a_time_that_no_event_can_have_keeps_nothing_back(tmp_path: Path) -> None:
    """Microseconds for milliseconds: all that follows in that file would come after the other one."""
    slip = at(10).replace("}", "000}")
    (tmp_path / "a").write_text(f"{at(10)}\n{slip}\n{at(30)}\n")
    (tmp_path / "b").write_text(f"{at(20)}\n{at(40)}\n")
    merged = [line.text.decode() for line in in_time_order([Recording(tmp_path / name) for name in ("a", "b")])]

    assert merged == [at(10), slip, at(20), at(30), at(40)]


def test_a_bar_shows_on_a_terminal_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of the file and records so far; a file or pipe on the standard error stays clean."""
    (tmp_path / "a").write_bytes(b"{}\n" * 1_000)
    recording = Recording(tmp_path / "a")
    shown = {}
    for terminal in (True, False):
        stderr = io.StringIO()
        monkeypatch.setattr(stderr, "isatty", lambda terminal=terminal: terminal)
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setenv("TERM", "xterm")
        with progress_over([recording], "folding") as step:
            for _ in recording.lines():
                step()
        shown[terminal] = stderr.getvalue()

    assert "folding" in shown[True]
    assert "1,000 records" in shown[True]
    assert shown[False] == ""


def test_a_bar_counts_each_record_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a report reads them once for each threshold, and once for the agents."""
    event = {"type": "contact.started", "contact": "c", "time": 1_767_268_800_000}
    (tmp_path / "a").write_bytes(b"\n".join([orjson.dumps(event)] * 1_000))
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")

    assert run(["report", str(tmp_path / "a"), "--threshold", "10s,20s"]) == 0
    counted = [int(count.replace(",", "")) for count in re.findall(r"([\d,]+) records", stderr.getvalue())]
    assert max(counted) == 1_000
