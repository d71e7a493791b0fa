"""Where a command writes to: full disks, closed pipes, terminals that do not have every sign, no standard input."""

import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from agents import cli
from agents.cli import run
from agents.cli.commands import build
from tests.shell.own_process import own_process

FULL = Path("/dev/full")
NAME = "\x1b[2J\r\u202e[red]\u3000"
HOSTILE = ["explain", NAME]
ROOT = Path(__file__).parents[2]
NAMES = [str(command.name) for command in build().registered_commands]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A minute of a floor."""
    path = tmp_path / "minute.jsonl"
    assert run(["simulate", "--duration", "60", "--out", str(path)]) == 0
    return path


@pytest.mark.parametrize("arguments", [["check"], ["replay", "minute.jsonl", "--json"], ["--version"], ["simulate"]])
@pytest.mark.usefixtures("recording")
def test_a_full_disk_is_one_line(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where all of it was kept back until the end; what could not be written is then forgotten."""
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        status = run(arguments)
    assert (capsys.readouterr().err, status) == ("No space left on device\n", 1)


def test_a_full_disk_is_one_line_for_a_file_too(capsys: pytest.CaptureFixture[str]) -> None:
    """It is found out when the file is closed."""
    assert run(["simulate", "--duration", "1", "--out", str(FULL)]) == 1
    assert capsys.readouterr().err == "No space left on device\n"


@pytest.mark.parametrize("arguments", [["check"], ["replay", "minute.jsonl", "--json"], ["simulate"]])
def test_a_closed_pipe_ends_a_command_without_a_word(arguments: list[str], recording: Path) -> None:
    """Whoever reads it has had enough, before its first line or after."""
    code = "from agents.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=recording.parent, env={"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert (told, process.returncode) == (b"", 1)


def test_a_sign_that_the_terminal_does_not_have_is_replaced(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dash of no evidence is not in Latin-1."""
    shown = io.BytesIO()
    with io.TextIOWrapper(shown, encoding="latin-1") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        monkeypatch.setattr(sys, "argv", ["floorwatch", "replay", str(recording)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert (ended.value.code, b" ? " in shown.getvalue()) == (0, True)


def test_a_standard_input_that_is_closed_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a file that is not there."""
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["report", "-"]) == 2
    assert capsys.readouterr().err == "standard input: cannot be read: it is closed\n"


@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("--by agent 2>&-", 2)])
def test_a_closed_output_is_nobody_who_reads_it(closed: str, status: int) -> None:
    """As a service manager or a shell may start it; what could not be said ends with its status all the same."""
    code = f'{sys.executable} -c "from agents.cli import main; main()" report - {closed} </dev/null'
    ended = subprocess.run(["/bin/sh", "-c", code], capture_output=True, cwd=ROOT, timeout=60, check=False)

    assert (status, b"") == (ended.returncode, ended.stderr)


@pytest.mark.parametrize(
    "arguments", [["replay"], ["report", "--by", "queue"], ["report", "--by", "team"], ["explain", "offered"], HOSTILE]
)
def test_nothing_that_an_event_carries_reaches_the_terminal_as_a_command(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names of queues, teams and contacts come from anywhere: commands to the terminal and turns of the text too."""
    events = (
        {"type": "contact.queued", "contact": NAME, "time": 1_767_268_800_000, "queue": NAME, "channel": "voice"},
        {
            "type": "agent.state",
            "agent": "a",
            "time": 1_767_268_800_000,
            "state": "available",
            "team": NAME,
            "source": NAME,
        },
        {"type": "contact.ended", "contact": NAME, "time": 1_767_268_900_000},
    )
    recording = tmp_path / "hostile.jsonl"
    recording.write_bytes(b"\n".join(map(orjson.dumps, events)))
    assert run([*arguments, str(recording)]) == 0
    told = capsys.readouterr().out

    assert {"\x1b", "\r", "\u202e"}.isdisjoint(told)
    assert "\\x1b[2J\\r\\u202e[red]\u3000" in told


@pytest.mark.parametrize("command", ["", *NAMES, *(f"dead-letters {name}" for name in ("list", "show", "requeue"))])
def test_help_fills_the_lines_of_the_terminal(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line ends where the first word of the next one had room; examples have lines of their own."""
    monkeypatch.setenv("COLUMNS", "80")
    assert 0 == run([*command.split(), "--help"])
    prose = capsys.readouterr().out.partition("Usage:")[2].partition("\N{BOX DRAWINGS LIGHT ARC DOWN AND RIGHT}")[0]
    lines = [line.strip() for line in prose.splitlines()[1:]]
    pairs = [pair for pair in pairwise(lines) if all(pair) and not pair[1].startswith(("floorwatch", "FLOORWATCH_"))]

    assert [] == [pair for pair in pairs if len(pair[0]) + len(f" {pair[1].split()[0]}") <= 78]
