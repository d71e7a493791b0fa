"""`floorwatch produce`: pace, dry runs, and the way into a broker."""

import asyncio
import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson
import pytest
from aiokafka import AIOKafkaConsumer

from agents.broker.embedded import EmbeddedCluster
from agents.cli import run
from agents.cli.outgoing import Outgoing
from agents.cli.pace import Pace, shift_to_present
from agents.cli.sending import Delivery
from agents.clock import now_ms
from stream.units import parse_instant
from tests.shell.own_process import own_process

NOON = 1_767_268_800_000
QUEUED = b'{"type":"contact.queued","contact":"c1","time":1767268800000,"queue":"sales"}'
STATE = b'{"type":"agent.state","agent":"a1","time":"2026-01-01T12:00:00Z","state":"available"}'


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set or logged anything before."""
    with own_process(monkeypatch):
        yield


@pytest.mark.parametrize(
    ("speed", "first", "last"),
    [(None, 900, 1_000), (1.0, 1_000, 1_100), (10.0, 910, 1_010), (0.5, 1_000, 1_100)],
)
def test_a_moved_recording_is_never_sent_before_it_happens(speed: float | None, first: int, last: int) -> None:
    """A recording of 100 ms, moved at instant 1,000.

    at once       [====]|
    real time           [====]
    ten times       [===|]         its end is sent at 1,010
    half                [====]     its end is sent at 1,200
    """
    shift = shift_to_present(1_000, (5_000, 5_100), speed)

    assert (5_000 + shift, 5_100 + shift) == (first, last)
    assert last <= 1_000 + (0 if speed is None else 100 / speed)


def test_the_pace_counts_from_the_first_event_or_from_an_anchor() -> None:
    """What is out of order is due in the past and sent at once."""
    pace = Pace(2.0)

    assert [pace.due_at(at, now_ms=100) for at in (5_000, 5_100, 4_900)] == [100, 150, 50]
    assert Pace(1.0, (100, 5_000)).due_at(4_000, now_ms=0) == -900


def test_a_dry_run_judges_as_a_worker_would(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first ten faults with their lines, the number of all, status 1; nothing is sent, so no Kafka is needed."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"\n".join([QUEUED, b"", b'{"type":"contact.queued","contact":"c","time":1}', *[b"?"] * 12]))
    status = run(["produce", str(path), "--dry-run"])
    told = capsys.readouterr()
    faults = told.err.splitlines()

    assert told.out.splitlines() == [
        "1 good, 13 refused; nothing was sent",
        "good: 1 contacts, 0 agents, 2026-01-01T12:00:00Z to 2026-01-01T12:00:00Z",
        "refused: 12 not JSON, 1 missing_field",
    ]
    assert faults[0] == f"{path}:3: missing_field: queue"
    assert faults[1].startswith(f"{path}:4: not JSON")
    assert faults[-1] == "… and 3 more"
    assert (len(faults), status) == (11, 1)


def test_a_dry_run_over_good_events_is_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to tell but their number."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED + b"\n" + STATE)

    assert run(["produce", str(path), "--dry-run"]) == 0
    told = capsys.readouterr()

    assert told.out.splitlines() == [
        "2 good, 0 refused; nothing was sent",
        "good: 1 contacts, 1 agents, 2026-01-01T12:00:00Z to 2026-01-01T12:00:00Z",
    ]
    assert told.err == ""


def test_a_dry_run_knows_what_comes_too_early(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An event an hour ahead would be refused; moved to the present it is not."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED.replace(b"1767268800000", str(now_ms() + 3_600_000).encode()))
    found = [run(["produce", str(path), "--dry-run", *options]) for options in ([], ["--shift-to-now"])]
    told = capsys.readouterr()

    assert found == [1, 0]
    assert told.err.startswith(f"{path}:1: time_too_far_ahead: by 5")
    assert "1 good, 0 refused" in told.out


@pytest.mark.parametrize("speed", ["1", "2"])
def test_a_dry_run_sends_nothing_before_it_happens(
    speed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Moved to the present, an hour is told bit by bit; what stands before the earliest event waits for its turn."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(
        b"\n".join(QUEUED.replace(b"1767268800000", str(NOON + at).encode()) for at in (1_000_000, 0, 3_600_000))
    )

    assert run(["produce", str(path), "--dry-run", "--shift-to-now", "--speed", speed]) == 0
    assert "3 good, 0 refused" in capsys.readouterr().out


@pytest.mark.parametrize("speed", [[], ["--speed", "1"]])
@pytest.mark.parametrize("slip", [b"1767268800", b"1767268800000000"])
def test_a_time_that_no_event_can_have_moves_no_other(
    slip: bytes, speed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seconds, or microseconds, for milliseconds: that event is refused, the others are told now."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED + b"\n" + QUEUED.replace(b"1767268800000", slip))
    before = now_ms()

    assert run(["produce", str(path), "--dry-run", "--shift-to-now", *speed]) == 1
    told = capsys.readouterr()
    since = parse_instant(told.out.rpartition(" to ")[2].split()[0])

    assert told.out.startswith("1 good, 1 refused")
    assert told.err.startswith(f"{path}:2: ")
    assert before <= since <= now_ms()


def test_what_stands_before_the_earliest_event_is_not_sent_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be before its time, by as much as it is out of order."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED.replace(b"8800000", b"8860000") + b"\n" + QUEUED)
    due: list[float] = []

    async def send(records: Iterable[Outgoing], _settings: object, *, pace: Pace, **_: object) -> Delivery:
        due.extend(pace.due_at(record.at_ms or 0, now_ms()) - (record.at_ms or 0) for record in records)
        return Delivery()

    monkeypatch.setattr("agents.cli.sending.send", send)

    assert run(["produce", str(path), "--shift-to-now", "--speed", "1"]) == 0
    assert due == [0, 0]


def test_a_dry_run_of_nothing_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no fault in an empty file."""
    path = tmp_path / "empty.jsonl"
    path.touch()

    assert run(["produce", str(path), "--dry-run"]) == 0
    assert capsys.readouterr().out == "0 good, 0 refused; nothing was sent\n"


async def consumed(bootstrap: str, topics: Sequence[str], count: int) -> list[tuple[str, bytes, bytes]]:
    """Topic, key and value of so many records, sorted."""
    found: list[tuple[str, bytes, bytes]] = []
    async with AIOKafkaConsumer(*topics, bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
        async with asyncio.timeout(60):
            while len(found) < count:
                record = await consumer.getone()
                found.append((record.topic, record.key, record.value))
    return sorted(found)


async def test_good_lines_arrive_and_the_others_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad line costs the exit status and nothing else; at speed the order of time holds over several files."""
    (tmp_path / "contacts.jsonl").write_bytes(QUEUED + b"\nnonsense\n" + QUEUED.replace(b"8800000", b"8800050"))
    (tmp_path / "agents.jsonl").write_bytes(STATE)
    async with EmbeddedCluster() as cluster:
        monkeypatch.setenv("FLOORWATCH_KAFKA", cluster.bootstrap)
        monkeypatch.setenv("FLOORWATCH_DURABILITY", "none")
        files = [str(tmp_path / name) for name in ("contacts.jsonl", "agents.jsonl")]
        status = await asyncio.to_thread(run, ["produce", *files, "--speed", "10"])
        got = await consumed(cluster.bootstrap, ["contact.events", "agent.events"], 3)
    told = capsys.readouterr()

    assert got == [
        ("agent.events", b"a1", STATE),
        ("contact.events", b"c1", QUEUED),
        ("contact.events", b"c1", QUEUED.replace(b"8800000", b"8800050")),
    ]
    assert (told.out, status) == ("3 sent, 1 not\n", 1)
    assert told.err.startswith(f"{tmp_path / 'contacts.jsonl'}:2: not JSON")


async def test_of_a_damaged_file_it_is_told_how_much_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what was wrong before the damage; a dry run says the same of what it has judged."""
    path = tmp_path / "day.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join([b"nonsense\n", *[QUEUED + b"\n"] * 20_000]))[:-20])
    async with EmbeddedCluster() as cluster:
        monkeypatch.setenv("FLOORWATCH_DURABILITY", "none")
        command = ["produce", str(path), "--kafka", cluster.bootstrap]
        status = await asyncio.to_thread(run, command)
    sent = capsys.readouterr()
    judged = run([*command, "--dry-run"]), capsys.readouterr()
    lines = int(sent.err.splitlines()[-1].partition("line ")[2].split(":")[0]) - 1

    assert sent.out == f"{lines - 1} sent, 1 not\n"
    assert judged[1].out.startswith(f"{lines - 1} good, 1 refused; nothing was sent\n")
    assert sent.err == judged[1].err
    assert sent.err.startswith(f"{path}:1: not JSON")
    assert sent.err.endswith(f"{path}: line {lines + 1}: the gzip file is damaged or cut off\n")
    assert (status, judged[0]) == (1, 1)


async def test_a_recording_can_be_moved_to_the_present(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its last event happens now, the distances stay."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED + b"\n" + QUEUED.replace(b"8800000", b"8860000"))
    async with EmbeddedCluster() as cluster:
        monkeypatch.setenv("FLOORWATCH_DURABILITY", "none")
        before = now_ms()
        command = ["produce", str(path), "--shift-to-now", "--kafka", cluster.bootstrap]
        status = await asyncio.to_thread(run, command)
        got = await consumed(cluster.bootstrap, ["contact.events"], 2)
        after = now_ms()
    first, last = sorted(orjson.loads(value)["time"] for _, _, value in got)

    assert (capsys.readouterr().out, status) == ("2 sent, 0 not\n", 0)
    assert last - first == 60_000
    assert before <= last <= after


def test_nothing_can_be_moved_where_nothing_has_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kafka is not even asked."""
    path = tmp_path / "empty.jsonl"
    path.touch()

    assert run(["produce", str(path), "--shift-to-now"]) == 1
    assert capsys.readouterr().err == f"{path}: holds no event with a time that could be moved\n"


def test_no_kafka_is_one_line_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody listens on port 1; the libraries keep quiet about it."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(QUEUED)

    assert run(["produce", str(path), "--kafka", "127.0.0.1:1"]) == 1
    assert capsys.readouterr() == ("", "kafka: 127.0.0.1:1: none of these servers answers\n")
