"""The topic of the floor: a worker tells of its partitions there, and reads what all of them tell."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition

from agents.kafka import Connection
from agents.lane.closing import close_consumer
from agents.publish.letter import SENDER, Letter
from agents.sender import Sender, Sending


class Take(Protocol):
    """Told of each record, and whether it came after we had begun to read."""

    def __call__(self, letter: Letter, *, live: bool) -> None:
        """Take it."""


FETCH_BYTES: Final = 8 << 20
WAIT_MS: Final = 1_000
_BESIDES_BYTES: Final = 65_536
"""What may stand in a request besides the largest record."""


class FloorLog(Protocol):
    """Where parts of the floor are told."""

    async def send(self, letters: Sequence[Letter]) -> None:
        """Tell these; raises one of `AWAY`, and then any of them may have been told."""

    async def follow(self, take: Take) -> None:
        """Read all that is there and all that comes, until cancelled; raises one of `AWAY`."""

    async def close(self) -> None:
        """Let go of Kafka."""


class KafkaFloorLog:
    """The floor in a compacted topic of Kafka. Nothing depends on it but what is shown: the leader's word is enough."""

    def __init__(self, connection: Connection, topic: str, partitions: int, max_bytes: int) -> None:
        """Begin without a producer."""
        self._connection = connection
        self._places = [TopicPartition(topic, number) for number in range(partitions)]
        self._sender = Sender(connection, topic, acks=1, max_request_size=max_bytes + _BESIDES_BYTES)

    async def send(self, letters: Sequence[Letter]) -> None:
        """Tell these."""
        await self._sender.send(Sending(of.key, of.value, of.partition, of.headers) for of in letters)

    async def follow(self, take: Take) -> None:
        """Read on for ever."""
        consumer = AIOKafkaConsumer(
            **self._connection.asyncio_arguments(),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=WAIT_MS,
            max_partition_fetch_bytes=FETCH_BYTES,
        )
        try:
            await consumer.start()
            consumer.assign(self._places)
            ends: dict[TopicPartition, int] = await consumer.end_offsets(self._places)
            await consumer.seek_to_beginning(*self._places)
            while True:
                fetched = await consumer.getmany(timeout_ms=WAIT_MS)
                for place, records in fetched.items():
                    for record in records:
                        if record.value is not None and record.key is not None:
                            take(letter_of(record), live=record.offset >= ends[place])
                await asyncio.sleep(0)
        finally:
            await close_consumer(consumer)

    async def close(self) -> None:
        """Stop the producer; the next letter starts another."""
        await self._sender.close()


def letter_of(record: Any) -> Letter:  # noqa: ANN401 - aiokafka's own
    """A record as it was read; one of somebody else has no sender."""
    sender = (dict(record.headers).get(SENDER) or b"").decode(errors="replace")
    return Letter(record.partition, record.key, record.value, sender, record.timestamp)
