"""A small bench on a real Kafka: every part runs, the figures are theirs, and nothing stays."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from agents.bench import session
from agents.bench.figures import Figure, Spread
from agents.bench.registry import READING
from agents.bench.throughput import Rounds
from agents.broker.local import LocalKafka
from agents.settings.runtime import read_settings
from tests.system.lane_harness import DEADLINE_S, POLL_S, until

pytestmark = pytest.mark.system

EVENTS = 4_000
SLICE = 40
PREFIX = "floorwatch-bench-"


@pytest.fixture(autouse=True)
def _temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A temporary folder in which no other bench leaves anything."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def names_left(kafka: LocalKafka) -> list[str]:
    """What of a bench is still on Kafka or in the temporary folder once its brokers have heard what was deleted."""
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    ends_s = time.monotonic() + DEADLINE_S
    # A deletion is answered before the brokers have heard of it.
    while (left := _names(admin)) and time.monotonic() < ends_s:
        time.sleep(POLL_S)
    return left


def _names(admin: AdminClient) -> list[str]:
    groups = [group.group_id for group in admin.list_consumer_groups().result(30).valid]
    folders = [path.name for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*")]
    topics = admin.list_topics(timeout=30).topics
    return [name for name in [*topics, *groups, *folders] if name.startswith(PREFIX)]


def measured(kafka: LocalKafka, *names: str, scale: float = 0.01) -> dict[str, Figure]:
    """The figures of these sub-benches by name, of very little; nothing of them stays."""
    plan = session.Plan(names, Rounds(events=EVENTS, rounds=2, slice_events=SLICE), scale)
    findings = session.run(read_settings(kafka=kafka.bootstrap), plan)
    figures = {figure.name: figure for figure in findings.figures}

    assert findings.kafka == f"Kafka at {kafka.bootstrap}"
    assert {figure.bench for figure in findings.figures} - {"raw"} == set(names)
    assert len(figures) == len(findings.figures)
    assert all(figure.value.low <= figure.value.median <= figure.value.high for figure in findings.figures)
    assert names_left(kafka) == []
    return figures


def test_every_part_that_reads_is_measured(shared_kafka: LocalKafka) -> None:
    """Two rounds of the quick parts, one of the slow one; all positive, the loop compared with itself is one."""
    figures = measured(shared_kafka, *READING)
    rates = {name: figure for name, figure in figures.items() if figure.unit == "events/s"}

    assert list(rates) == [
        *("raw", "decode", "core", "core_changes", "worker_applied", "worker_durable"),
        "per_event",
    ]
    assert [figure.rounds for figure in rates.values()] == [2, 2, 2, 2, 2, 2, 1]
    assert [figure.events for figure in rates.values()] == [EVENTS] * 6 + [SLICE]
    assert all(figure.value.low > 0 for figure in rates.values())
    assert all(figure.cpu_us_per_event is not None for figure in rates.values())
    assert Spread(1.0, 1.0, 1.0) == figures["raw"].of_raw == figures["raw"].cpu_of_raw
    assert figures["worker_durable"].value.high <= figures["worker_applied"].value.high
    assert figures["to_per_event"].value.median == pytest.approx(
        figures["worker_durable"].value.median / figures["per_event"].value.median
    )


def test_latency_is_that_of_every_event_and_promise(shared_kafka: LocalKafka) -> None:
    """Events are applied before they are visible; all that were sent in the time are in the figures."""
    figures = measured(shared_kafka, "latency")

    for rate in ("1000", "20000"):
        applied, visible = figures[f"applied_{rate}"], figures[f"visible_{rate}"]
        assert applied.value.median <= visible.value.median
        assert visible.events is not None
        assert visible.events > 100
        assert figures[f"breach_{rate}"].events
        assert figures[f"breach_{rate}"].value.median >= 0
        assert figures[f"blocked_{rate}"].value.median >= 5
        assert all(figures[f"{name}_{rate}"].met is not None for name in ("applied", "visible", "breach", "blocked"))


def test_scrapes_are_those_of_fifty_queues(shared_kafka: LocalKafka) -> None:
    """Half a mebibyte and more is not a page of a worker without queues."""
    figures = measured(shared_kafka, "scrape")

    assert 0 < figures["median"].value.median <= figures["p99"].value.median
    assert figures["size"].value.median > 500


def test_boards_that_never_read_are_dropped(shared_kafka: LocalKafka) -> None:
    """The others go on getting their floors; all boards are there before the worker begins to read."""
    figures = measured(shared_kafka, "sse", scale=0.02)

    assert figures["dropped"].met
    assert figures["memory"].met
    assert figures["floors"].value.median > 0
    assert {"lost", "dearer"} <= figures.keys()


def test_a_backlog_is_read_as_the_replay_reads_it(shared_kafka: LocalKafka) -> None:
    """40,000 events on eight partitions that run ahead of each other: nothing late or lost, no breach of its own."""
    figures = measured(shared_kafka, "backlog", scale=0.04)

    assert figures["took"].events == 40_000
    assert [name for name in ("lost", "late", "breaches", "unlike") if not figures[name].met] == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
async def test_a_signal_in_the_middle_leaves_nothing(
    shared_kafka: LocalKafka, number: signal.Signals, status: int
) -> None:
    """It comes while a part runs; the part ends with the bench, and the topics go."""
    program = [sys.executable, "-c", "import sys; from agents.cli import main; main()"]
    command = [*program, "bench", "--kafka", shared_kafka.bootstrap, "--events", "20000"]
    bench = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        await until(lambda: bool(_parts_of(bench.pid)), "a part runs")
        parts = _parts_of(bench.pid)
        bench.send_signal(number)
        ended = bench.wait(60)
    finally:
        if bench.poll() is None:
            bench.kill()
            bench.wait()

    assert ended == status
    assert [pid for pid in parts if Path(f"/proc/{pid}").exists()] == []
    assert names_left(shared_kafka) == []


def _parts_of(pid: int) -> list[int]:
    """The processes that are grandchildren: a guard stands between."""
    guards = _children_of(pid)
    return [part for guard in guards for part in _children_of(guard)]


def _children_of(pid: int) -> list[int]:
    stats = (entry / "stat" for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    parents = {}
    for path in stats:
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [child for child, parent in parents.items() if parent == pid]
