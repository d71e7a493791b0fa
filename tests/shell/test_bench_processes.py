"""Parts as processes: what comes of one that fails, of one that never ends, and of all of them at the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from agents.bench.processes import Processes
from agents.bench.reading import Job
from agents.broker.ports import LOOPBACK
from agents.broker.process import is_running
from agents.cli.failure import CommandError


@pytest.fixture
def job(unused_tcp_port: int) -> Job:
    """Something to measure on a Kafka that is not there."""
    return Job(settings={"kafka": f"{LOOPBACK}:{unused_tcp_port}", "port": 0}, events=10)


@pytest_asyncio.fixture
async def processes(tmp_path: Path) -> AsyncIterator[Processes]:
    """Parts that are soon given up."""
    async with Processes(tmp_path / "parts", least_ms=200, grace_ms=1_000) as started:
        yield started


async def test_a_part_without_a_kafka_says_so_in_its_last_line(tmp_path: Path, job: Job) -> None:
    """The line is what the command ends with."""
    async with Processes(tmp_path / "parts") as processes:
        with pytest.raises(CommandError, match=r"bench: raw: ended with status 1; .*KafkaConnectionError"):
            await processes.read("raw", job)


async def test_a_part_that_does_not_end_is_given_up_and_killed(processes: Processes, job: Job) -> None:
    """A worker waits for its Kafka for ever."""
    running = await processes.start("lane", msgspec.json.encode(job).decode())
    pid = running.pid
    with pytest.raises(CommandError, match="bench: lane: has not ended in time"):
        await running.answer(200)
    await running.close()

    assert pid is not None
    assert not is_running(pid)


async def test_one_that_ends_by_itself_is_noticed(processes: Processes) -> None:
    """Whoever waits for something of it would wait for ever."""
    running = await processes.start("raw", "no job")
    await running.guarded.ended(60_000)

    with pytest.raises(CommandError, match=r"bench: raw: ended with status 1; .*malformed"):
        running.check()


async def test_all_that_still_run_end_with_the_bench(tmp_path: Path, job: Job) -> None:
    """And the folder with what they said goes."""
    argument = msgspec.json.encode(job).decode()
    async with Processes(tmp_path / "parts", grace_ms=1_000) as processes:
        started = [await processes.start("lane", argument) for _ in range(2)]
        pids = [running.pid for running in started]
        assert all(pid is not None and is_running(pid) for pid in pids)

    assert [pid for pid in pids if pid is not None and is_running(pid)] == []
    assert not (tmp_path / "parts").exists()
