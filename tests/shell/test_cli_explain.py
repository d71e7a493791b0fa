"""`floorwatch explain` over a small recording and over a topic."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from agents.broker.embedded import EmbeddedCluster
from agents.cli import run, why_tables
from tests.shell.own_process import own_process

NOON = 1_767_268_800_000
EVENTS: tuple[tuple[str, int, str, dict[str, str]], ...] = (
    ("queued", 0, "c1", {"queue": "sales", "channel": "voice"}),
    ("answered", 10_000, "c1", {"agent": "a1"}),
    ("queued", 20_000, "[red]c2", {"queue": "sales", "channel": "voice"}),
    ("answered", 55_000, "[red]c2", {"agent": "a2"}),
    ("ended", 70_000, "c1", {"by": "customer"}),
    ("queued", 100_000, "asa", {"queue": "care", "channel": "voice"}),
    ("abandoned", 130_000, "asa", {}),
    ("queued", 130_000, "waits", {"queue": "care", "channel": "voice"}),
)
"""Two callers answered after 10 s and 35 s; one, called as a KPI, who gives up after 30 s; one who waits."""
LINES = [
    orjson.dumps({"type": f"contact.{kind}", "contact": contact, "time": NOON + after, **facts})
    for kind, after, contact, facts in EVENTS
]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


@pytest.fixture(name="recording")
def _recording(tmp_path: Path) -> Path:
    """The events as a file, with a line that is none."""
    path = tmp_path / "noon.jsonl"
    path.write_bytes(b"\n".join([*LINES, b'{"contact":"c1"']))
    return path


def test_a_contact_is_told_as_json(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its lines with their numbers, its clock in local time, what it counts for."""
    assert run(["explain", "c1", str(recording), "--json", "--tz", "Asia/Seoul"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    (life,) = document["lives"]

    assert [(one["place"], one["outcome"]) for one in document["told"]] == [
        (f"{recording}:1", "applied"),
        (f"{recording}:2", "applied"),
        (f"{recording}:5", "applied"),
        (f"{recording}:9", "rejected"),
    ]
    assert life["clocks"][0]["deadline"] == "2026-01-01T21:00:20+09:00"
    assert {"answered_within", "talk_ms"} <= {one["measure"] for one in document["contributions"]}


def test_a_contact_is_told_in_tables(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every table that has something to say; a name with brackets is printed as it is."""
    assert run(["explain", "[red]c2", str(recording)]) == 0
    told = capsys.readouterr().out

    assert told.startswith("Contact [red]c2, as of 2026-01-01T12:02:10Z")
    for title in ("As told", "As folded", "Entries", "Conversations", "Cycles", "Clocks", "State reached"):
        assert f"\n{title}" in told
    assert "What it counts for" in told
    assert "denominator: service_level," in " ".join(told.split())
    assert "breached" in told
    assert re.search(r"12:00:20Z +2026-01-01T12:00:55Z +answered", told.partition("\nEntries")[2])
    assert "Impossible" not in told
    assert "In flight" not in told


def test_who_waits_is_told_to_be_in_flight(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By entry still undecided."""
    assert run(["explain", "waits", str(recording)]) == 0
    told = capsys.readouterr().out

    assert "In flight: what time alone has decided so far" in told
    assert "still waiting" in told


def test_a_contact_that_is_called_as_a_kpi_is_meant_with_an_option(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it the KPI is."""
    assert run(["explain", "asa", str(recording), "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)[0]["kpi"] == "asa"
    assert run(["explain", "asa", str(recording), "--json", "--contact"]) == 0
    assert orjson.loads(capsys.readouterr().out)["contact"] == "asa"


def test_a_figure_is_that_of_report(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Over the same range and queue, with the contacts that make it."""
    span = ["--from", "2026-01-01T12:00:00Z", "--to", "2026-01-01T12:01:00Z"]
    assert run(["explain", "service_level", str(recording), "--json", "--queue", "sales", *span]) == 0
    (answer,) = orjson.loads(capsys.readouterr().out)
    assert run(["report", str(recording), "--interval", "all", "--by", "queue", "--format", "json", *span]) == 0
    rows = orjson.loads(capsys.readouterr().out)
    (row,) = (row for row in rows if row["slice"] == {"queue": "sales"})

    assert answer["value"] == row["kpis"]["service_level"]
    assert (answer["from"], answer["to"], answer["slice"]) == (row["from"], row["to"], row["slice"])
    assert [one["contact"] for one in answer["contacts"]] == ["c1", "[red]c2"]


def test_a_figure_is_told_in_a_table(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its contacts with what they add, the sums, and what is left out."""
    assert run(["explain", "service_level_strict", str(recording), "--limit", "2"]) == 0
    told = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]

    assert "2026-01-01T12:00:10Z c1 sales voice waited, answered_within 1 1" in told
    assert "2026-01-01T12:00:55Z [red]c2 sales voice waited 1" in told
    assert "… and 1 more: --limit 0 shows all" in told
    assert told[-3:] == [
        "numerator: 1 from 1 contacts",
        "denominator: 3 from 3 contacts",
        "service_level_strict = 33.3 % = 1 / 3, thin",
    ]


@pytest.mark.parametrize(
    ("kpi", "last"),
    [
        ("asa", "asa = 22.5 s = 45,000 ms / 2"),
        ("offered", "offered = 4"),
        ("longest_wait", "longest_wait = 0.0 s"),
        ("answer_time_p90", "answer_time_p90 = 35.3 s of 2"),
        ("first_response_time", "first_response_time = –: nothing to divide by"),
    ],
)
def test_every_kind_of_figure_is_summed_up(
    kpi: str, last: str, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As its kind wants it; a quantile lies within one per cent."""
    assert run(["explain", kpi, str(recording)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(last)


def test_the_contacts_of_a_figure_are_written_as_csv(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each amount."""
    command = ["explain", "asa", str(recording), "--format", "csv", "--channel", "voice", "--attribution", "entry"]
    assert run(command) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert {(row["kpi"], row["at"], row["queue"], row["part"], row["measure"], row["amount"]) for row in rows} == {
        ("asa_by_entry", "2026-01-01T12:00:00Z", "sales", "numerator", "wait_ms", "10000"),
        ("asa_by_entry", "2026-01-01T12:00:00Z", "sales", "denominator", "waited", "1"),
        ("asa_by_entry", "2026-01-01T12:00:20Z", "sales", "numerator", "wait_ms", "35000"),
        ("asa_by_entry", "2026-01-01T12:00:20Z", "sales", "denominator", "waited", "1"),
    }


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["c1", "noon.jsonl", "--queue", "sales"], "is no KPI"),
        (["c1", "noon.jsonl", "--format", "csv"], "is no KPI"),
        (["c1", "noon.jsonl", "--from", "2026-01-01T12:00:00Z"], "--from"),
        (["c1", "noon.jsonl", "--kafka", "127.0.0.1:1"], "--kafka"),
        (["asa.luck", "noon.jsonl"], "has no such value"),
        (["waiting", "noon.jsonl", "--attribution", "entry"], "is no KPI by entry"),
        (["asa", "noon.jsonl", "--tz", "Moon"], "unknown time zone"),
        (["asa", "noon.jsonl", "--from", "noon"], "is not an instant"),
        (["asa", "noon.jsonl", "--json", "--format", "csv"], "--json: and --format csv are two forms"),
        (["waiting", "noon.jsonl", "--to", "2026-01-01T12:00:00Z"], "waiting: is as of the end of the data"),
        (["occupancy", "noon.jsonl"], "is about agents: no contact"),
        (["handled_per_hour", "noon.jsonl"], "divides by the time of agents: no contact"),
    ],
)
def test_what_cannot_be_asked_is_status_2(
    options: list[str], reason: str, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says why."""
    assert recording.exists()
    assert run(["explain", *options]) == 2

    told = capsys.readouterr().err

    assert (True, 1) == (reason in told, told.count("\n"))


@pytest.mark.parametrize(
    ("asked", "reason"),
    [(["nobody"], "and no KPI has this name"), (["--contact", "aht"], "although a KPI has this name")],
)
def test_a_contact_that_nobody_tells_of_is_status_1(
    asked: list[str], reason: str, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the number of records that were read."""
    assert run(["explain", *asked, str(recording)]) == 1
    assert capsys.readouterr() == (
        "",
        f"explain: {asked[-1]}: none of 9 records is about this contact, {reason}\n",
    )


@pytest.mark.parametrize("kpi", ["aht", "waiting"])
def test_of_a_recording_without_events_there_is_no_range(kpi: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As a report says it; nothing happened in 1970."""
    Path("empty.jsonl").touch()
    assert run(["explain", kpi, "empty.jsonl"]) == 0
    assert capsys.readouterr().out == "Nothing happened in the range.\n"


async def filled(cluster: EmbeddedCluster, monkeypatch: pytest.MonkeyPatch, recording: Path) -> None:
    """Put the events on the topic of a cluster, which the commands find from now on."""
    monkeypatch.setenv("FLOORWATCH_KAFKA", cluster.bootstrap)
    monkeypatch.setenv("FLOORWATCH_DURABILITY", "none")
    recording.write_bytes(b"\n".join([*LINES, b'{"type":"contact.lost","contact":"c9"}']))
    assert await asyncio.to_thread(run, ["produce", str(recording)]) == 0


async def test_without_files_the_topic_is_read_to_its_end(
    recording: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a contact its partition; of a KPI all of them: the same answers as from the file, and who keeps the rest."""
    found, told = [], []
    async with EmbeddedCluster() as cluster:
        await filled(cluster, monkeypatch, recording)
        for subject in ("c1", "service_level_strict"):
            for source in ([], [str(recording)]):
                capsys.readouterr()
                monkeypatch.setenv("FLOORWATCH_KAFKA", cluster.bootstrap)
                assert await asyncio.to_thread(run, ["explain", subject, "--json", *source]) == 0
                out, err = capsys.readouterr()
                found.append(orjson.loads(out))
                told.append(err)
    live, filed, answer, expected = found

    assert live["lives"] == filed["lives"]
    assert live["contributions"] == filed["contributions"]
    assert all(one["place"].startswith("contact.events[") for one in live["told"])
    assert [one["outcome"] for one in live["told"]] == ["applied"] * 3
    assert answer == expected
    assert ["", ""] == told[:2]
    assert f"contact.events: 1 of {len(LINES) + 1} records refused (1 unknown_type); floorwatch dead-letters" in told[2]


async def test_from_before_there_were_instants_is_from_the_beginning(
    recording: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kafka is asked for no instant before 1970, which it does not take."""
    async with EmbeddedCluster() as cluster:
        await filled(cluster, monkeypatch, recording)
        capsys.readouterr()
        monkeypatch.setenv("FLOORWATCH_KAFKA", cluster.bootstrap)
        command = ["explain", "c1", "--json", "--from", "1969-12-31T00:00:00Z"]

        assert await asyncio.to_thread(run, command) == 0
    assert len(orjson.loads(capsys.readouterr().out)["told"]) == 3


async def test_a_topic_that_is_not_there_is_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not made for the sake of a question; nor is there anything without Kafka."""
    async with EmbeddedCluster() as cluster:
        monkeypatch.setenv("FLOORWATCH_CONTACT_TOPIC", "nothing.here")
        bootstrap = cluster.bootstrap
        status = await asyncio.to_thread(run, ["explain", "c1", "--kafka", bootstrap])

    assert (status, capsys.readouterr().err) == (1, f"kafka: {bootstrap}: has no topic nothing.here\n")
    assert await asyncio.to_thread(run, ["explain", "c1", "--kafka", "127.0.0.1:1"]) == 1
    assert capsys.readouterr().err == "kafka: 127.0.0.1:1: none of these servers answers\n"


@pytest.mark.parametrize("width", [80, 40])
def test_on_a_narrow_terminal_ids_and_amounts_are_whole(
    width: int, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words go over several lines; neither is an id cut short nor does a column of amounts vanish."""
    console = Console(width=width, file=io.StringIO(), highlight=False)
    monkeypatch.setattr(why_tables, "console_of_stdout", lambda: console)
    assert run(["explain", "aht", str(recording)]) == 0
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()

    assert "60,000" in told
    assert "Denominator" in told
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= width
