"""The command line as a whole: exit statuses, one line for each failure, help."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from aiokafka.errors import KafkaTimeoutError

from agents import cli
from agents.broker.errors import JavaMissing
from agents.cli import run
from agents.lane.errors import NotAllowed
from agents.settings.runtime import Settings
from agents.topics import KafkaAwayError, TopicError
from tests.shell.own_process import own_process

COMMANDS = (
    *("demo", "worker", "check", "generate", "health", "link"),
    *("simulate", "produce", "replay", "report", "bench"),
    "audit",
    "dead-letters list",
    "dead-letters requeue",
    "dead-letters show",
)
SAMPLE = Path(__file__).parents[2] / "deploy" / "floorwatch.toml"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def test_alone_it_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever types the name only learns what there is."""
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if name.split()[0] not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The example is one that begins with the program's name."""
    assert run([*command.split(), "--help"]) == 0
    assert f"floorwatch {command}" in capsys.readouterr().out.split("Usage:", 1)[1].split("\n", 1)[1]


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    """What a bug report needs."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == version("floorwatch") + "\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["prodce"], "No such command 'prodce'. Did you mean 'produce'?"),
        (["produce"], "Missing argument 'FILE'."),
        (["produce", "gone.jsonl"], "gone.jsonl: cannot be read: No such file or directory"),
        (["produce", "-", "--shift-to-now"], "command line: --shift-to-now: reads everything twice"),
        (["replay", "-", "--at", "noon"], "command line: --at: 'noon' is not an instant with offset"),
        (["replay", "-", "--partitions", "0"], "Invalid value for '--partitions'"),
        (["replay", "-", "--config", "gone.toml"], "gone.toml: cannot be read: No such file or directory"),
        (["replay", "-", "--at", "9999-12-31T23:59:59-12:00"], "command line: --at: '9999-12-31T23:59:59"),
        (["report", "-", "--from", "0001-01-01T00:00:00+14:00"], "command line: --from: '0001-01-01T0"),
        (["report", "-", "--interval", "99999mo"], "report: interval: is longer than 100 years"),
        (["report", "-", "--interval", "999999999d"], "report: interval: is longer than 100 years"),
        (["report", "-", "--interval", "5"], "command line: --interval: '5' is not a duration"),
        (["report", "-", "--by", "agent"], "report: by: unknown label 'agent'"),
        (["report", "-", "--by", "team,queue"], "report: by: team and site stand alone, without the labels of"),
        (["simulate", "--rate", "0"], "command line: --rate: 0.0 is not between"),
        (["simulate", "--history", "1e11"], "command line: --history: 100000000000.0 reaches back beyond 1990"),
        (["simulate", "--start", "1969-07-20T20:17:00Z"], "command line: --start: is not from 1990 to 9998"),
        (["demo", "--rate", "0"], "command line: --rate: 0.0 is not between 1 and 50000 events/s"),
        (["simulate", "--time-zone", "Mars"], "command line: --time-zone: 'Mars' is no IANA time zone"),
        (["simulate", "--out", "a", "--kafka", "b:1"], "command line: --out: and --kafka are two places"),
        (["simulate", "--out", "gone/a.jsonl"], "gone/a.jsonl: cannot be written: No such file or directory"),
        (["worker", "--kafka", "nowhere"], "command line: --kafka: 'nowhere' is not host:port"),
        (["audit", "--from", "noon"], "command line: --from: 'noon' is not an instant with offset"),
        (["dead-letters", "requeue"], "command line: requeue: name letters, or --reason"),
        (["dead-letters", "show", "17"], "command line: 17: is no place of a letter, such as 2@17"),
    ],
)
def test_misuse_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It names what was typed, and no traceback follows."""
    (tmp_path / "empty").touch()
    with (tmp_path / "empty").open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        status = run(arguments)
    told = capsys.readouterr()

    assert told.err.startswith(line)
    assert told.err.count("\n") == 1
    assert (told.out, status) == ("", 2)


@pytest.mark.parametrize(
    ("failure", "line", "status"),
    [
        (TopicError("topic a has 3 partitions\nand b 4"), "topic a has 3 partitions and b 4", 2),
        (KafkaAwayError("Kafka at x:9092 does not answer"), "Kafka at x:9092 does not answer", 1),
        (JavaMissing("no Java"), "no Java", 1),
        (NotAllowed("not authorised"), "not authorised", 1),
        (KafkaTimeoutError(), "Kafka: has not answered in time", 1),
    ],
)
def test_trouble_around_kafka_is_one_line(
    failure: Exception, line: str, status: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person can mend in the set-up is 2, what may pass by itself or needs another machine is 1."""

    def fail() -> None:
        raise failure

    monkeypatch.setattr("agents.cli.check.check", fail)

    assert run(["check"]) == status
    assert capsys.readouterr().err == line + "\n"


def test_a_defect_of_the_program_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw must not look like a person's mistake."""

    def divide() -> float:
        return 1 / 0

    monkeypatch.setattr("agents.cli.check.check", divide)
    with pytest.raises(ZeroDivisionError):
        run(["check"])


def test_the_entry_point_ends_the_process_with_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the shell sees is what the command returned."""
    monkeypatch.setattr(sys, "argv", ["floorwatch", "prodce"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2


def test_ctrl_c_ends_it_with_130_and_without_a_traceback() -> None:
    """Here while it writes more events than anybody waits for."""
    code = "from agents.cli import main; main()"
    command = [sys.executable, "-c", code, "simulate", "--rate", "50000", "--duration", "1000000"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(b'{"type"')
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()

    assert told == b""
    assert process.returncode == 130


def test_ctrl_c_while_the_libraries_are_loaded_is_no_traceback_either() -> None:
    """That takes half a second, in which a person notices the slip of the pen."""
    code = """
import sys
class Impatient:
    def find_spec(self, name, path, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
from agents.cli import main
main()
"""
    command = [sys.executable, "-c", code, "check"]
    ended = subprocess.run(command, capture_output=True, cwd=Path(__file__).parents[2], timeout=60, check=False)

    assert (130, b"", b"") == (ended.returncode, ended.stdout, ended.stderr)


def test_check_describes_what_it_has_read(capsys: pytest.CaptureFixture[str]) -> None:
    """The sample is a good configuration, and no file at all is one too."""
    assert run(["check", str(SAMPLE)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{SAMPLE}: site 'Seoul' in Asia/Seoul, queues: 4, later versions: 1, calendars: 1, policies: 3"
    assert told[1] == "environment: Kafka at localhost:9092 (PLAINTEXT), clock wall"
    assert told[2].startswith("catalogue: ")

    assert run(["check"]) == 0
    assert capsys.readouterr().out.startswith("no floorwatch.toml, the defaults: site 'floor' in UTC, queues learned")


def test_check_takes_a_catalogue_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of [[kpi]] is no site: it is checked alone, and a fault is told as for any other file."""
    root = Path(__file__).parents[2]
    good, bad = root / "stream" / "kpis.toml", root / "tests" / "core" / "bad_catalogues" / "unknown_window.toml"

    assert run(["check", str(good)]) == 0
    assert re.fullmatch(rf"{good}: a catalogue of \d+ KPIs in \d+ families\n", capsys.readouterr().out)
    assert run(["check", str(bad)]) == 2
    assert capsys.readouterr().err.startswith(f"{bad}: kpi.asa.windows: unknown window '2h'")


@pytest.mark.parametrize("name", ["deploy/floorwatch.toml", "stream/kpis.toml"])
def test_check_reads_files_of_editors_that_begin_with_a_mark(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of Windows put it before the first line."""
    (tmp_path / "marked.toml").write_bytes(b"\xef\xbb\xbf" + (SAMPLE.parents[1] / name).read_bytes())

    assert run(["check", str(tmp_path / "marked.toml")]) == 0
    assert capsys.readouterr().err == ""


def test_check_tells_of_a_file_that_is_neither(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Not there, no text, no TOML."""
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "broken.toml").write_text("[[kpi]\n")

    for name in ("absent.toml", "binary.toml", "broken.toml"):
        assert run(["check", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.startswith(f"{tmp_path / name}: ")


def test_check_tells_all_faults_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not the first of each part alone: whoever mends one would meet the next one at the next start."""
    faulty = tmp_path / "floorwatch.toml"
    faulty.write_text(
        "[alerting]\nfast_burn = 9.0\nslow_burn = 9.0\n"
        '[[alarms]]\nname = "a"\nkpi = "anything"\n[[alarms]]\nname = "b"\nkpi = "abandonment_rate"\nwarning = 2\n'
        '[[boards]]\nname = "c"\ncolumns = ["nothing"]\n[[boards]]\nname = "c"\n'
    )
    assert run(["check", str(faulty)]) == 2
    told = [line.removeprefix(f"{faulty}: ").partition(": ")[0] for line in capsys.readouterr().err.splitlines()]

    assert ["alerting.fast_burn", "alerting.slow_burn"] == told[:2]
    assert ["alarms[0].kpi", "alarms[1].warning", "boards[0].columns[0]", "boards[1].name"] == told[2:]


def test_check_looks_at_the_environment_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker would not start with it."""
    monkeypatch.setenv("FLOORWATCH_SASL_USERNAME", "floor")

    assert run(["check"]) == 2
    assert capsys.readouterr().err == "environment: FLOORWATCH_SASL_USERNAME: needs FLOORWATCH_SASL_MECHANISM\n"


@pytest.mark.parametrize(
    ("variable", "text", "line"),
    [
        ("TOKEN", "abc", "FLOORWATCH_TOKEN: is shorter than"),
        ("HTTP_TLS_CERTIFICATE", "/nope", "FLOORWATCH_HTTP_TLS_CERTIFICATE: "),
        ("HTTP_CLIENT_CA", str(SAMPLE), "FLOORWATCH_HTTP_CLIENT_CA: needs FLOORWATCH_HTTP_TLS_CERTIFICATE"),
        ("METRICS_HOST", "127.0.0.1", "FLOORWATCH_METRICS_HOST: needs FLOORWATCH_METRICS_PORT"),
    ],
)
def test_check_looks_at_how_a_worker_would_serve(
    variable: str, text: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that cannot let anybody in does not start either."""
    monkeypatch.setenv(f"FLOORWATCH_{variable}", text)

    assert run(["check"]) == 2
    assert capsys.readouterr().err.startswith(f"environment: {line}")


@pytest.mark.parametrize(
    ("arguments", "module", "expected"),
    [
        (["worker", "--port", "0"], "agents.worker_process", {"rebuild": False}),
        (
            ["demo", "--port", "0", "--rate", "9", "--duration", "3"],
            "agents.demo",
            {"rate": 9.0, "duration_s": 3.0, "seed": 1},
        ),
    ],
)
def test_what_runs_long_gets_settings_and_options(
    arguments: list[str], module: str, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit status is the command's."""
    given: list[tuple[Settings, dict[str, object]]] = []

    def record(settings: Settings, **options: object) -> int:
        given.append((settings, options))
        return 70

    monkeypatch.setattr(f"{module}.run", record)

    assert run([*arguments, "--kafka", "k:1"]) == 70
    ((settings, options),) = given
    assert (settings.kafka, options) == ("k:1", expected)
    assert settings.port == 0
