"""Two workers that were given one name, as by a variable that is the same for all."""

import pytest

from agents.broker.local import LocalKafka
from tests.system.worker_process import Commands, environment, eventually

pytestmark = pytest.mark.system

BEGIN_ANEW = 70


async def test_workers_of_one_name_end_and_say_why(shared_kafka: LocalKafka, prefix: str, commands: Commands) -> None:
    """Each would put the other out of the group as soon as it is back, and neither would show anything."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=1, instance="pod-0")
    first = commands.start(settings, "worker")
    await first.says("lane_restored")
    second = commands.start(settings, "worker")

    async def one_has_ended() -> str | None:
        ended = [worker for worker in (first, second) if worker.process.poll() is not None]
        return str([worker.events("worker_failed") for worker in ended]) if ended else None

    said = await eventually(one_has_ended, "one of them ends")

    assert BEGIN_ANEW in {first.process.poll(), second.process.poll()}
    assert "FLOORWATCH_INSTANCE=pod-0" in said
