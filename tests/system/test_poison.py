"""Records that no source should send leave a worker as it was, and each one that is refused has a dead letter."""

from pathlib import Path

import pytest

from agents.kafka import Connection
from tests.system.faults_victim import Victim
from tests.system.worker_process import Commands

pytestmark = pytest.mark.system

RECORDS = 3_000
QUEUES = 1_500
SEED = 6


async def test_poison_leaves_worker_series_and_memory_where_they_were(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """The first doses bring every reason, label and buffer that there can be; the last brings nothing more."""
    victim = Victim(connection, prefix, commands, tmp_path)
    found = await victim.suffer(SEED, RECORDS, QUEUES)
    print(found)  # noqa: T201 - a record

    assert [] == found["unlike"]
    assert found["records"] > 3 * (RECORDS + QUEUES)
    assert found["letters"] > RECORDS
    assert len(found["reasons"]) > 5
