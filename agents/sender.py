"""Records to one topic, by a producer that is made when there is one to send, and made anew after each failure."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from agents.lane.closing import close_producer


class Sending(NamedTuple):
    """A record to be sent; without a value it is a tombstone, without a partition its key decides."""

    key: bytes
    value: bytes | None
    partition: int | None = None
    headers: Sequence[tuple[str, bytes]] | None = None


class Sender:
    """Sends to one topic; `options` are further ones of the producer."""

    def __init__(self, connection: Connection, topic: str, **options: Any) -> None:  # noqa: ANN401 - aiokafka's own
        """Begin without a producer."""
        self._connection = connection
        self._topic = topic
        self._options = options
        self._producer: AIOKafkaProducer | None = None

    async def send(self, records: Iterable[Sending]) -> None:
        """Send records, those of one key in this order, and wait until Kafka has them.

        Raises KafkaError, OSError, and then any of them may have been taken.
        """
        try:
            producer = await self._started()
            sent = [
                await producer.send(self._topic, of.value, of.key, partition=of.partition, headers=of.headers)
                for of in records
            ]
            await asyncio.gather(*sent)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Stop the producer; the next record starts another."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await close_producer(producer)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(**self._connection.asyncio_arguments(), **self._options)
            self._producer = producer
            await producer.start()
        return self._producer
