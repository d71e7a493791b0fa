"""Parts as processes: what comes of one that fails, and of one that never ends."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from agents.bench.parts import Parts
from agents.bench.reading import Job
from agents.broker.ports import LOOPBACK
from agents.broker.process import GuardedProcess, is_running
from agents.cli.failure import CommandError


@pytest_asyncio.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[GuardedProcess]:
    """Guard what a test starts."""
    process = GuardedProcess(tmp_path / "parts", grace_ms=1_000)
    yield process
    await process.close()


async def test_a_part_without_a_kafka_says_so_in_its_last_line(
    guarded: GuardedProcess, tmp_path: Path, unused_tcp_port: int
) -> None:
    """The line is what the command ends with."""
    parts = Parts(guarded, tmp_path / "parts")
    job = Job(settings={"kafka": f"{LOOPBACK}:{unused_tcp_port}"}, events=10)

    with pytest.raises(CommandError, match=r"bench: raw: ended with status 1; .*KafkaConnectionError"):
        await parts.run("raw", job)


async def test_a_part_that_does_not_end_is_given_up_and_killed(
    guarded: GuardedProcess, tmp_path: Path, unused_tcp_port: int
) -> None:
    """A worker waits for its Kafka for ever."""
    job = Job(settings={"kafka": f"{LOOPBACK}:{unused_tcp_port}", "port": 0}, events=0)
    parts = Parts(guarded, tmp_path / "parts", least_ms=200)

    with pytest.raises(CommandError, match="bench: worker: has not ended in time"):
        await parts.run("worker", job)
    pid = guarded.pid
    await guarded.close()

    assert pid is not None
    assert not is_running(pid)
    assert not (tmp_path / "parts").exists()
