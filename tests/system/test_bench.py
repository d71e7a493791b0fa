"""A small bench on a real Kafka: every part runs, the figures are theirs, and nothing stays."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from agents.bench import run
from agents.broker.local import LocalKafka
from agents.settings.runtime import read_settings
from tests.system.lane_harness import until

pytestmark = pytest.mark.system

EVENTS = 4_000
SLICE = 40
PREFIX = "floorwatch-bench-"


def names_left(kafka: LocalKafka) -> list[str]:
    """What of a bench is still on Kafka or in the temporary folder."""
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    groups = [group.group_id for group in admin.list_consumer_groups().result(30).valid]
    folders = [path.name for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*")]
    topics = admin.list_topics(timeout=30).topics
    return [name for name in [*topics, *groups, *folders] if name.startswith(PREFIX)]


def test_every_part_is_measured_and_nothing_stays(shared_kafka: LocalKafka, capsys: pytest.CaptureFixture[str]) -> None:
    """Two rounds of the quick parts, one of the slow one; all positive, the loop compared with itself is one."""
    status = run(read_settings(kafka=shared_kafka.bootstrap), events=EVENTS, as_json=True, rounds=2, slice_events=SLICE)
    findings = json.loads(capsys.readouterr().out)
    figures = {figure["part"]: figure for figure in findings["figures"]}

    assert status == 0
    assert ["raw", "core", "core_changes", "worker_applied", "worker_durable", "per_event"] == list(figures)
    assert [2, 2, 2, 2, 2, 1] == [figure["rounds"] for figure in figures.values()]
    assert [EVENTS] * 5 + [SLICE] == [figure["events"] for figure in figures.values()]
    for figure in figures.values():
        assert 0 < figure["per_second"]["low"] <= figure["per_second"]["median"] <= figure["per_second"]["high"]
        assert figure["cpu_us_per_event"]["low"] > 0
    assert {"median": 1.0, "low": 1.0, "high": 1.0} == figures["raw"]["of_raw"] == figures["raw"]["cpu_of_raw"]
    assert figures["worker_durable"]["per_second"]["high"] <= figures["worker_applied"]["per_second"]["high"]
    assert findings["kafka"] == f"Kafka at {shared_kafka.bootstrap}"
    assert names_left(shared_kafka) == []


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
