"""Two workers that were given one name, as by a variable that is the same for all."""

import pytest

from agents.broker.local import LocalKafka
from tests.system.worker_process import Command, Commands, environment, eventually

pytestmark = pytest.mark.system

BEGIN_ANEW = 70


async def test_workers_of_one_name_end_and_say_why(shared_kafka: LocalKafka, prefix: str, commands: Commands) -> None:
    """Each would put the other out of the group as soon as it is back, and neither would show anything."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=1, instance="pod-0")
    first = commands.start(settings, "worker")
    await first.says("lane_restored")
    second = commands.start(settings, "worker")

    async def one_has_ended() -> Command | None:
        return next((worker for worker in (first, second) if worker.process.poll() is not None), None)

    ended = await eventually(one_has_ended, "one of them ends")
    # With its status its last words are taken in too.
    status = await ended.ended()
    (failed,) = ended.events("worker_failed")

    assert BEGIN_ANEW == status
    assert "FLOORWATCH_INSTANCE=pod-0" in failed["reason"]
