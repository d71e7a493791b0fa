"""Asks once a second where the log ends: the only way to know that all there was at an instant has been read."""

import asyncio
import contextlib
from typing import Generic, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.kafka import Connection
from agents.lane.lanes import Lanes
from agents.lane.ports import SourcePartition

P = TypeVar("P", bound=SourcePartition)

log = structlog.stdlib.get_logger(__name__)

INTERVAL_MS = 1_000
ANSWER_WITHIN_MS = 5_000


class Probe(Generic[P]):
    """Probes the ends of the partitions that are ours, for as long as `run` runs."""

    def __init__(self, connection: Connection, lanes: Lanes[P], interval_ms: int = INTERVAL_MS) -> None:
        """Settle whom to ask about what."""
        self._connection = connection
        self._lanes = lanes
        self._interval_ms = interval_ms

    async def run(self) -> None:
        """Probe until cancelled; an outage is waited out."""
        while True:
            consumer = AIOKafkaConsumer(
                **self._connection.asyncio_arguments(),
                request_timeout_ms=ANSWER_WITHIN_MS,
                enable_auto_commit=False,
            )
            try:
                await consumer.start()
                while True:
                    await self._probe(consumer)
                    await asyncio.sleep(self._interval_ms / 1000)
            except (KafkaError, OSError, TimeoutError) as error:
                log.info("probe_unanswered", error=repr(error))
            finally:
                with contextlib.suppress(KafkaError, OSError):
                    await consumer.stop()
            await asyncio.sleep(self._interval_ms / 1000)

    async def _probe(self, consumer: AIOKafkaConsumer) -> None:
        """Ask once and tell the lanes."""
        numbers = self._lanes.numbers
        if not numbers:
            return
        asked_at = self._lanes.clock()
        async with asyncio.timeout(ANSWER_WITHIN_MS / 1000):
            ends = await consumer.end_offsets([TopicPartition(self._lanes.topic, number) for number in numbers])
        for place, end_offset in ends.items():
            lane = self._lanes.lane(place.partition)
            if lane is not None:
                lane.probed(end_offset, asked_at)
