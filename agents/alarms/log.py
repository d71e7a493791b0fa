"""The topic of alarms: the last record of each alarm and slice says how it stands."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

from aiokafka.errors import KafkaError

from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.sender import Sender, Sending

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
        self._sender = Sender(connection, topic, acks="all", enable_idempotence=durable)

    async def read(self) -> list[tuple[bytes, bytes]]:
        """Return the last record of each key that has one."""
        if not self._durable:
            return []
        numbers = range(self._partitions)
        parts = [await read_rows(self._connection, self._topic, number, _unwatched) for number in numbers]
        return [record for part in parts for record in part.items()]

    async def send(self, records: Sequence[Record]) -> None:
        """Keep records, those of one key in this order."""
        await self._sender.send(Sending(key, value) for key, value in records)

    async def close(self) -> None:
        """Stop the producer; the next record starts another."""
        await self._sender.close()


def _unwatched(done: int, total: int) -> None:
    """Alarms are few: nobody waits for their progress."""
