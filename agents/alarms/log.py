"""The topic of alarms: the last record of each alarm and slice says how it stands."""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.lane.store import close_producer

Record: TypeAlias = tuple[bytes, bytes | None]
"""Key and value; without a value it is a tombstone."""

AWAY: Final = (KafkaError, OSError)
"""What is raised where Kafka cannot be asked or does not take a record: trying again may help."""


class AlarmLog(Protocol):
    """Where alarms are kept."""

    async def read(self) -> list[tuple[bytes, bytes]]:
        """Return the last record of each key that has one; raises one of `AWAY`."""

    async def send(self, records: Sequence[Record]) -> None:
        """Keep records in this order; raises one of `AWAY`, and then any of them may have been kept."""

    async def close(self) -> None:
        """Let go of Kafka."""


class KafkaAlarmLog:
    """Alarms in a topic of Kafka, sent by an idempotent producer that is made anew after each failure.

    Where the worker is not `durable` its broker forgets, and may know no idempotent producers: nothing is read back.
    """

    def __init__(self, connection: Connection, topic: str, partitions: int, *, durable: bool = True) -> None:
        """Begin without a producer."""
        self._connection = connection
        self._topic = topic
        self._partitions = partitions
        self._durable = durable
        self._producer: AIOKafkaProducer | None = None

    async def read(self) -> list[tuple[bytes, bytes]]:
        """Return the last record of each key that has one."""
        if not self._durable:
            return []
        numbers = range(self._partitions)
        parts = [await read_rows(self._connection, self._topic, number, _unwatched) for number in numbers]
        return [record for part in parts for record in part.items()]

    async def send(self, records: Sequence[Record]) -> None:
        """Keep records, those of one key in this order."""
        try:
            producer = await self._started()
            sent = [await producer.send(self._topic, value, key) for key, value in records]
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
            arguments = self._connection.asyncio_arguments()
            producer = AIOKafkaProducer(**arguments, acks="all", enable_idempotence=self._durable)
            self._producer = producer
            await producer.start()
        return self._producer


def _unwatched(done: int, total: int) -> None:
    """Alarms are few: nobody waits for their progress."""
