"""`floorwatch replay` and `floorwatch report` over a small recording."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import orjson
import pytest
from rich.console import Console

from agents.cli import run
from agents.cli.tables import fitted, shown
from stream.floor import schema
from stream.kpi import KpiValue, Unit
from tests.shell.own_process import own_process

NOON = 1_767_268_800_000
EVENTS: tuple[tuple[str, int, str, dict[str, str]], ...] = (
    ("queued", 0, "c1", {"queue": "sales", "channel": "voice"}),
    ("answered", 10_000, "c1", {"agent": "a1"}),
    ("ended", 70_000, "c1", {"by": "customer"}),
    ("queued", 20_000, "c2", {"queue": "sales", "channel": "voice"}),
    ("answered", 55_000, "c2", {"agent": "a2"}),
    ("ended", 115_000, "c2", {"by": "agent"}),
    ("queued", 100_000, "c3", {"queue": "care", "channel": "voice"}),
    ("abandoned", 130_000, "c3", {}),
)
"""Two callers answered after 10 s and 35 s, each talking for 60 s; one who gives up after 30 s."""
THIN = "from fewer cases than the KPI's minimum evidence"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


@pytest.fixture(name="recording")
def _recording(tmp_path: Path) -> Path:
    """The events as a file."""
    path = tmp_path / "noon.jsonl"
    lines = (
        orjson.dumps({"type": f"contact.{kind}", "contact": contact, "time": NOON + after, **facts})
        for kind, after, contact, facts in sorted(EVENTS, key=lambda event: event[1])
    )
    path.write_bytes(b"\n".join(lines))
    return path


def test_replay_prints_the_document_of_the_floor(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is valid, and the same however many partitions fold it."""
    documents = []
    for partitions in ("1", "4"):
        assert run(["replay", str(recording), "--json", "--partitions", partitions]) == 0
        documents.append(orjson.loads(capsys.readouterr().out))
    jsonschema.validate(documents[0], schema())
    everything = next(each for each in documents[0]["slices"] if each["slice"] == {})

    assert documents[0]["as_of"] == "2026-01-01T12:02:10Z"
    assert everything["kpis"]["offered"]["today"]["value"] == 3
    assert everything["kpis"]["service_level"]["today"]["numerator"] == 1
    assert everything["kpis"]["aht"]["today"]["value"] == 60
    assert documents[0]["slices"] == documents[1]["slices"]


def test_replay_at_an_instant_folds_nothing_later(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At 12:00:30 one caller talks and one waits."""
    assert run(["replay", str(recording), "--json", "--at", "2026-01-01T12:00:30Z"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    (sales,) = (each for each in document["slices"] if each["slice"].get("queue") == "sales")

    assert document["as_of"] == "2026-01-01T12:00:30Z"
    assert (sales["live"]["waiting"], sales["live"]["longest_wait_ms"]) == (1, 10_000)


def test_replay_shows_a_table_to_a_person(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row for all, each channel and each queue; what has no evidence is a dash, thin evidence is marked."""
    assert run(["replay", str(recording)]) == 0
    rows = {tuple(line.split()[:2]): " ".join(line.split()[2:]) for line in capsys.readouterr().out.splitlines()}

    assert "~33.3 %" in rows["all", "all"]
    assert "~33.3 %" in rows["all", "voice"]
    assert rows["sales", "voice"] == "0 0.0 s 2 2 0 ~50.0 % ~0.0 % 22.5 s 1:00 –"
    assert rows["care", "voice"] == "0 0.0 s 1 0 1 ~0.0 % ~100.0 % – – –"
    assert rows["~", "thin:"] == THIN


def test_replay_reads_the_site_that_is_named(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty seconds are promised there, so that both answers are in time."""
    queue = '[[queues]]\nname = "sales"\nchannel = "voice"\nservice_level_threshold = "40s"\n'
    (tmp_path / "site.toml").write_text(queue)
    assert run(["replay", str(recording), "--config", str(tmp_path / "site.toml"), "--json"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    queues = {each["slice"]["queue"]: each for each in document["slices"] if "queue" in each["slice"]}

    assert queues.keys() == {"sales", "other"}
    assert queues["sales"]["kpis"]["service_level"]["today"]["value"] == 1


def test_a_line_that_pretends_to_be_a_dump_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File and line, counted as an editor does."""
    path = tmp_path / "dump.jsonl"
    path.write_text(f'\n{{"type":"contact.started","contact":"c","time":{NOON},"record":{{"partition":0}}}}\n')

    for command in ("replay", "report"):
        assert run([command, str(path)]) == 1
        assert capsys.readouterr().err.startswith(f"{path}: line 2, record: ")


def test_report_has_a_row_for_each_interval_and_slice(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, with a value for each threshold asked for; the last interval holds the end of the data."""
    command = ["report", str(recording), "--interval", "1m", "--by", "queue", "--threshold", "20s,40s"]
    assert run([*command, "--format", "json"]) == 0
    rows = orjson.loads(capsys.readouterr().out)
    levels = {(row["from"], row["slice"]["queue"]): row["kpis"]["service_level"] for row in rows if row["slice"]}
    first = levels["2026-01-01T12:00:00Z", "sales"]

    assert [(first[limit]["numerator"], first[limit]["denominator"]) for limit in ("20s", "40s")] == [(1, 2), (2, 2)]
    assert {row["from"]: row["final"] for row in rows} == {
        "2026-01-01T12:00:00Z": True,
        "2026-01-01T12:01:00Z": True,
        "2026-01-01T12:02:00Z": False,
    }


def test_report_by_entry_puts_the_outcome_where_the_wait_began(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who gives up at 12:02:10 was queued at 12:01:40; the range and the zone are the options'."""
    command = ["report", str(recording), "--interval", "1m", "--format", "csv", "--tz", "Asia/Seoul"]
    found = {}
    for attribution, name in (("event", "abandoned"), ("entry", "abandoned_by_entry")):
        span = ["--from", "2026-01-01T12:01:00Z", "--to", "2026-01-01T12:03:00Z"]
        assert run([*command, "--attribution", attribution, *span]) == 0
        rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
        found[attribution] = {row["from"]: row[name] for row in rows if row[name] != "0"}

    assert found == {"event": {"2026-01-01T21:02:00+09:00": "1"}, "entry": {"2026-01-01T21:01:00+09:00": "1"}}


def test_report_shows_a_table_to_a_person(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row for all of it, marked since it holds the end; columns without a figure are left out."""
    assert run(["report", str(recording), "--interval", "all"]) == 0
    told = capsys.readouterr().out
    (row,) = (line for line in told.splitlines() if line.strip().startswith("2026-01-01"))

    assert " * " in row
    assert "~33.3 %" in row
    assert "first_response" not in told
    assert "* not final" in told
    assert f"~ thin: {THIN}" in told


def test_report_shows_the_columns_and_totals_that_are_asked_for(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also those in which nothing happened; the totals come last and say so."""
    command = ["report", str(recording), "--interval", "1m", "--by", "queue,channel", "--totals"]
    assert run([*command, "--kpis", "offered,service_level,first_response_time"]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    totals = [words for words in told if words[0] == "total"]

    assert told[0] == ["From", "To", "Queue", "Channel", "offered", "service_level", "first_response_time"]
    assert [" ".join(words[-6:]) for words in totals] == [
        "all all 3 ~33.3 % –",
        "care voice 1 ~0.0 % –",
        "sales voice 2 ~50.0 % –",
    ]
    assert {words[1] for words in totals} == {"2026-01-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("1w", "2025-12-29T00:00:00+09:00", "2026-01-05T00:00:00+09:00"),
        ("1mo", "2026-01-01T00:00:00+09:00", "2026-02-01T00:00:00+09:00"),
        ("3mo", "2026-01-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00"),
    ],
)
def test_report_knows_weeks_and_months(
    interval: str, start: str, end: str, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Weeks begin on Monday, months on the first, at midnight in the zone of the report."""
    command = ["report", str(recording), "--interval", interval, "--tz", "Asia/Seoul", "--by", "none"]
    assert run([*command, "--format", "json"]) == 0
    (row,) = orjson.loads(capsys.readouterr().out)

    assert (row["from"], row["to"], row["slice"]) == (start, end, {})


@pytest.mark.parametrize(
    ("options", "key"),
    [(["--interval", "0mo"], "--interval"), (["--interval", "soon"], "--interval"), (["--kpis", "luck"], "kpis")],
)
def test_report_refuses_what_it_does_not_know(
    options: list[str], key: str, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the option, status 2."""
    assert run(["report", str(recording), *options]) == 2

    told = capsys.readouterr().err

    assert (1, True) == (told.count("\n"), f": {key}: " in told)


def test_a_table_that_is_too_wide_becomes_several() -> None:
    """Names are broken first; what does not fit then goes below, with the words of its row repeated."""
    heads = ("From", "offered", "first_response_time_p50", "sla_attainment.answer")
    rows = [("2026-01-01T12:00:00Z", "1", "2.0 s", "3 %")]
    told = {}
    for width in (100, 70, 40):
        console = Console(width=width, file=io.StringIO(), highlight=False)
        tables = fitted(heads, rows, left=1, width=width)
        for table in tables:
            console.print(table)
        assert isinstance(console.file, io.StringIO)
        told[width] = (len(tables), console.file.getvalue())

    assert [1, 1, 3] == [count for count, _ in told.values()]
    assert "first_response_time_p50" in told[100][1]
    assert "first_response_time_p50" not in told[70][1]
    assert all("…" not in text and text.count("2026-01-01T12:00:00Z") == count for count, text in told.values())
    assert all(max(map(len, text.splitlines())) <= width for width, (_, text) in told.items())


@pytest.mark.parametrize("piped", [False, True])
def test_report_tells_of_lines_that_it_cannot_read(
    recording: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    piped: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Once for all thresholds, beside a result that stays as it is."""
    command = ["report", "--threshold", "20s,40s", "--format", "json"]
    assert run([*command, str(recording)]) == 0
    good = capsys.readouterr()
    recording.write_bytes(b'no\n\n{"type":"contact.lost"}\nnor this\n' + recording.read_bytes())
    with recording.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run([*command, "-" if piped else str(recording)]) == 0
    told = capsys.readouterr()

    assert (good.err, told.out) == ("", good.out)
    name = "standard input" if piped else str(recording)
    reasons = "2 not_json, 1 unknown_type); floorwatch produce --dry-run says which"
    assert told.err == f"{name}: 3 of 11 lines refused ({reasons}\n"


def test_report_of_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty recording has no interval in which anything happened."""
    (tmp_path / "empty.jsonl").touch()

    assert run(["report", str(tmp_path / "empty.jsonl")]) == 0
    assert capsys.readouterr().out == "Nothing happened in the range.\n"


def test_report_reads_the_standard_input_once_for_all_thresholds(
    recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe cannot be read again for the second one, and gives what the file gives."""
    outputs = []
    for source in (str(recording), "-"):
        with recording.open() as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            assert run(["report", source, "--threshold", "20s,40s", "--format", "json"]) == 0
        outputs.append(capsys.readouterr().out)

    assert outputs[0] == outputs[1]
    assert outputs[0].count("40s") > 0


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "ratio", "–"),
        (0.8333, "ratio", "83.3 %"),
        (59.94, "s", "59.9 s"),
        (59.96, "s", "1:00"),
        (125.0, "s", "2:05"),
        (3_725.0, "s", "1:02:05"),
        (1_204, "contacts", "1,204"),
        (0.4, "per_hour", "0.4"),
        (12.0, "per_hour", "12.0"),
    ],
)
def test_figures_are_shown_with_their_unit(value: float | None, unit: Unit, text: str) -> None:
    """No evidence is a dash, never 0 %."""
    assert shown(KpiValue(value, None, None, unit)) == text
