"""Asks once a second where the log ends: the only way to know that all there was at an instant has been read."""

import asyncio
import contextlib
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.kafka import Connection
from agents.lane.closing import close_consumer
from agents.lane.lanes import Lanes

log = structlog.stdlib.get_logger(__name__)

INTERVAL_MS = 1_000
ANSWER_WITHIN_MS = 5_000
_NOBODY = -1
"""Who leads a partition whose brokers are all away."""


class Probe:
    """Probes the ends of the partitions that are ours, for as long as `run` runs."""

    def __init__(self, connection: Connection, *lanes: Lanes[Any], interval_ms: int = INTERVAL_MS) -> None:
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
                    await close_consumer(consumer)
            await asyncio.sleep(self._interval_ms / 1000)

    async def _probe(self, consumer: AIOKafkaConsumer) -> None:
        """Ask once and tell the lanes."""
        ours = [TopicPartition(lanes.topic, number) for lanes in self._lanes for number in lanes.numbers]
        # One that has no leader now would keep the answer of all others away.
        places = [place for place in ours if consumer._client.cluster.leader_for_partition(place) != _NOBODY]
        if len(places) < len(ours):
            consumer._client.force_metadata_update()
        if not places:
            return
        asked_at = self._lanes[0].clock()
        async with asyncio.timeout(ANSWER_WITHIN_MS / 1000):
            ends = await consumer.end_offsets(places)
        for lanes in self._lanes:
            for number in lanes.numbers:
                lane, end_offset = lanes.lane(number), ends.get(TopicPartition(lanes.topic, number))
                if lane is not None and end_offset is not None:
                    lane.probed(end_offset, asked_at)
