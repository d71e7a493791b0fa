"""A worker that is killed, at whatever instant, ends with the figures of one that never was.

Two hundred thousand records of a simulated floor, delayed, sent twice and spoilt here and there, are what it reads.
"""

import asyncio
import secrets
import signal
import time
from itertools import islice
from pathlib import Path

import pytest
from confluent_kafka import Producer

from agents.broker.local import LocalKafka
from agents.kafka import Connection
from agents.simulate.encoding import CONTACT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from agents.topics import TopicNames, prepare
from tests.oracle.noise import Noise, noisy
from tests.system.kept_state import Expected, Topics, differences, expected, kept_count
from tests.system.shared_kafka import shared_kafka_of
from tests.system.worker_process import Command, Commands, environment, eventually, folded

pytestmark = pytest.mark.system

RECORDS = 200_000
PARTITIONS = 4
KILLS = 3
FURTHER = 20_000
LEAD = 10_000
DEATHS = 10
SPAN_S = 5 * 3600
SEED = 11
DYING_WORKER = Path(__file__).with_name("dying_worker.py")


class Calls:
    """The records of these tests, on a topic of their own, written as far as somebody has asked for."""

    def __init__(self, kafka: LocalKafka) -> None:
        """Make the topic and the records, the last of which have just happened."""
        self.connection = Connection(kafka.bootstrap)
        self.prefix = f"test-{secrets.token_hex(4)}"
        self.source = f"{self.prefix}.contacts"
        begins_at = int(time.time() - SPAN_S) * 1000
        scenario = Scenario(start_at_ms=begins_at, seed=SEED, rate=RECORDS / SPAN_S * 1.3, duration_s=SPAN_S)
        noise = Noise(seed=SEED, delay_ms=10_000, duplicates=0.05, bad=0.003)
        sent = (record for record in noisy(simulate(scenario), noise) if record.topic == CONTACT_TOPIC)
        self._records = list(islice(sent, RECORDS))
        self.written = 0
        self._expected: dict[int, Expected] = {}
        names = TopicNames(
            self.source, f"{self.prefix}.agents", *(f"{self.prefix}.{n}" for n in ("s", "a", "d", "alarms"))
        )
        asyncio.run(prepare(self.connection, names, partitions=PARTITIONS))

    def environment(self, app: str, checkpoint_interval: str) -> dict[str, str]:
        """Return the environment of a worker with its own state, which comes back without a rebalance."""
        topics = {"contact_topic": self.source, "agent_topic": f"{self.prefix}.agents"}
        own = {"instance": "one", "checkpoint_interval": checkpoint_interval}
        return environment(self.connection.bootstrap, f"{self.prefix}-{app}", **topics, **own)

    async def write(self, count: int) -> None:
        """Write up to this number of records in all."""
        await asyncio.to_thread(self._write, min(count, RECORDS))

    async def expected(self, topics: Topics) -> dict[int, Expected]:
        """Return what a worker must know of all records; they are folded once for all."""
        assert self.written == RECORDS
        self._expected = self._expected or await expected(topics)
        return self._expected

    def _write(self, count: int) -> None:
        producer = Producer(
            {"bootstrap.servers": self.connection.bootstrap, "enable.idempotence": True, "log_level": 3}
        )
        for record in self._records[self.written : count]:
            while True:
                try:
                    producer.produce(self.source, key=record.key, value=record.value)
                    break
                except BufferError:
                    producer.poll(1)
        assert producer.flush() == 0
        self.written = max(self.written, count)


@pytest.fixture(scope="module")
def calls(pytestconfig: pytest.Config) -> Calls:
    """Return the records that both tests read."""
    return Calls(shared_kafka_of(pytestconfig))


async def killed_on_the_way(worker: Command, calls: Calls) -> int:
    """Let a worker keep a checkpoint, fold so many further records, and kill it; return how many it had folded."""
    mark: int | None = None

    async def look() -> int | None:
        nonlocal mark
        floor = await worker.floor()
        if floor is None:
            return None
        count = folded(floor)
        if mark is None and await worker.metric("floorwatch_checkpoints_total"):
            mark = count
        if mark is not None and count >= mark + FURTHER:
            return count
        # Records come as long as it lives, and never so many that it could be through with all.
        await calls.write(count + LEAD)
        return None

    count = await eventually(look, "a checkpoint, and many records after it")
    await worker.kill()
    return count


async def finish(worker: Command) -> None:
    """Let a worker fold everything, and end it in order."""

    async def look() -> bool | None:
        floor = await worker.floor()
        return True if floor is not None and folded(floor) == RECORDS else None

    await eventually(look, "all is folded")
    assert await worker.terminate() == 0


async def test_a_worker_that_is_killed_three_times_ends_with_every_pane_right(calls: Calls, commands: Commands) -> None:
    """Each kill comes after a checkpoint and twenty thousand records more, while others arrive."""
    names = calls.environment("killed", "4s")
    topics = Topics.of(calls.connection, names, PARTITIONS)
    await calls.write(LEAD)
    harmful = 0
    while harmful < KILLS:
        worker = commands.start(names, "worker")
        count = await killed_on_the_way(worker, calls)
        kept = await kept_count(topics)
        # Where a checkpoint has come between the last look and the kill, nothing was lost: that is none of them.
        harmful += kept < count
        assert 0 < kept
        assert calls.written < RECORDS
    await calls.write(RECORDS)
    await finish(commands.start(names, "worker"))

    assert await differences(topics, await calls.expected(topics)) == {}


async def test_a_worker_that_dies_inside_ten_checkpoints_ends_with_every_pane_right(
    calls: Calls, commands: Commands
) -> None:
    """Each death comes at a random instant between the beginning and the end of a transaction."""
    names = calls.environment("dying", "200ms")
    topics = Topics.of(calls.connection, names, PARTITIONS)
    await calls.write(RECORDS)
    seed = secrets.randbelow(1_000_000)
    print(f"seed {seed}")  # noqa: T201 - with it the deaths can be repeated
    for life in range(DEATHS):
        arguments = [f"{seed}-{life}", *(["kept"] if life % 2 else [])]
        worker = commands.start(names, *arguments, program=DYING_WORKER)

        assert await worker.ended() == -signal.SIGKILL
    kept = await kept_count(topics)
    await finish(commands.start(calls.environment("dying", "2s"), "worker"))

    assert 0 < kept < RECORDS
    assert await differences(topics, await calls.expected(topics)) == {}
