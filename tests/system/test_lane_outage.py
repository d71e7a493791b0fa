"""Kafka goes away and comes back: nothing is lost, nothing is counted twice, and nobody has to do anything."""

import signal

import pytest

from agents.broker.local import LocalKafka
from agents.broker.progress import silent
from agents.kafka import Connection
from tests.system.lane_harness import Floor, Workers, until
from tests.system.shared_kafka import READY_MS

pytestmark = pytest.mark.system


async def test_a_worker_goes_on_by_itself_after_a_crash_of_kafka(prefix: str) -> None:
    """The crash comes amid checkpoints; more records come after it, some of each partition with a dead letter.

    A Kafka of one broker may forget the marker of a transaction whose end it had just taken ("likely deleted already"
    in its log): what it held is seen with the next transaction of the same writer in the same partition.
    """
    async with LocalKafka(ready_within_ms=READY_MS, progress=silent) as kafka:
        floor = Floor(Connection(kafka.bootstrap), prefix)
        await floor.prepare()
        await floor.produce(0, 20_000)
        before = await floor.ends()
        with Workers(floor.connection, prefix) as workers:
            worker = workers.start(max_records=100, interval_ms=100)
            await until(lambda: worker.durable > 0, "it keeps checkpoints")
            await kafka.kill()
            await kafka.restart()
            await floor.produce(20_000, 24_000)
            ends = await floor.ends()
            await until(lambda: len(worker.views) == floor.partitions and worker.has_kept(ends), "all is kept")

            assert await worker.terminate() == 0
            assert worker.fatal == []
        assert await floor.differences() == {}
        letters = await floor.letters()
        assert all(letters[number][-1].offset >= end for number, end in before.items())


async def test_a_worker_ends_in_order_while_kafka_is_away(prefix: str) -> None:
    """It cannot keep what it has, and the next one folds that again."""
    async with LocalKafka(ready_within_ms=READY_MS, progress=silent) as kafka:
        floor = Floor(Connection(kafka.bootstrap), prefix)
        await floor.prepare()
        await floor.produce(0, 2_000)
        with Workers(floor.connection, prefix) as workers:
            worker = workers.start(interval_ms=3_600_000)
            await until(lambda: worker.applied == 2_000, "all is folded")
            await kafka.kill()
            worker.signal(signal.SIGTERM)

            assert await worker.ended() == 0

            await kafka.restart()
            ends = await floor.ends()
            successor = workers.start()
            await until(lambda: len(successor.views) == floor.partitions and successor.has_kept(ends), "all is kept")

            assert await successor.terminate() == 0
        assert await floor.differences() == {}
