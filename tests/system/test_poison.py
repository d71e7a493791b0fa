"""Twice ten thousand records that no source should send leave a worker as it was, and each that is refused a dead letter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.kafka import Connection
from tests.system.faults_victim import Victim, resident_bytes
from tests.system.worker_process import Commands

pytestmark = pytest.mark.system

RECORDS = 10_000
QUEUES = 5_000
SEED = 6
# What a run of a garbage collector and fetched batches of ten megabytes may leave behind.
ROOM_BYTES = 96 << 20


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    """Return the commands of this test."""
    with Commands(tmp_path) as started:
        yield started


async def test_poison_leaves_worker_series_and_memory_where_they_were(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """The first half brings every reason and every label that there can be; the second brings nothing more."""
    victim = Victim(connection, prefix, commands, tmp_path)
    worker = await victim.start()
    await victim.dose(worker, SEED, RECORDS, QUEUES)
    series, resident = await victim.series(worker), resident_bytes(worker)
    await victim.dose(worker, SEED + 1, RECORDS, QUEUES)
    after, resident_after = await victim.series(worker), resident_bytes(worker)
    print(f"{len(after)} series, {(resident_after - resident) / 1e6:.1f} MB more")  # noqa: T201 - a record

    assert series == after
    assert resident_after - resident < ROOM_BYTES
    assert await worker.terminate() == 0
    assert [] == await victim.unlike_letters()
