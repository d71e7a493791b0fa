"""A worker that has no partition: it stays in its group for as long as it runs, and is there when another one dies."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agents.broker.local import LocalKafka
from tests.system.impatient_worker import MAX_POLL_INTERVAL_S
from tests.system.worker_process import Command, Commands, Document, environment, eventually

pytestmark = pytest.mark.system

IMPATIENT_WORKER = Path(__file__).with_name("impatient_worker.py")
LONG_ENOUGH = timedelta(seconds=5 * MAX_POLL_INTERVAL_S)


async def floor_of(worker: Command) -> Document:
    """Wait for a floor."""
    return await eventually(worker.floor, "it shows a floor")


async def test_a_worker_that_was_idle_for_long_takes_over(
    shared_kafka: LocalKafka, prefix: str, commands: Commands
) -> None:
    """It has shown what the other one told it, and nothing had to be read by itself."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=1)
    workers = [commands.start(settings, program=IMPATIENT_WORKER) for _ in range(2)]
    floors = [await floor_of(worker) for worker in workers]
    begun = datetime.fromisoformat(floors[1]["as_of"])

    async def idle() -> bool | None:
        shown = [await floor_of(worker) for worker in workers]
        owned = sorted(floor["partitions"]["owned"] for floor in shown)
        late = min(datetime.fromisoformat(floor["as_of"]) for floor in shown) - begun >= LONG_ENOUGH
        return True if late and owned == [0, 1] else None

    await eventually(idle, "one has the partition and the other has been idle for long")
    owned = [(await floor_of(worker))["partitions"]["owned"] for worker in workers]
    busy, spare = workers if owned == [1, 0] else reversed(workers)
    await busy.kill()

    async def has_it() -> bool | None:
        return True if (await floor_of(spare))["partitions"]["owned"] == 1 else None

    await eventually(has_it, "the other one has the partition")
    status = await spare.terminate()

    assert 0 == status
