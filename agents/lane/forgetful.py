"""A log that keeps no state, for a broker without transactions: dead letters are sent, rows are not."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from agents.dead_letters import DeadLetter, encode
from agents.kafka import Connection
from agents.lane.closing import close_producer
from agents.lane.ports import Progress, Rows
from agents.lane.store import BATCH_BYTES, StateTopics, batches, send_all
from agents.turns import in_turns


@dataclass(frozen=True, slots=True)
class ForgetfulLog:
    """After a restart everything is read again from the beginning of the source, and letters are sent again."""

    connection: Connection
    topics: StateTopics
    durable: bool = False

    async def open(self, partition: int) -> "ForgetfulWriter":
        """Start a producer for the partition's dead letters."""
        producer = AIOKafkaProducer(
            **self.connection.asyncio_arguments(),
            acks="all",
            max_batch_size=self.topics.batch_bytes,
            max_request_size=BATCH_BYTES + self.topics.max_letter_bytes,
        )
        writer = ForgetfulWriter(producer, self.topics, partition)
        try:
            await producer.start()
        except BaseException:
            await writer.close()
            raise
        return writer

    async def read(self, partition: int, progress: Progress) -> Mapping[bytes, bytes]:
        """Return nothing, which is what is kept."""
        del partition
        progress(0, 0)
        return {}


class ForgetfulWriter:
    """Sends dead letters, drops rows."""

    def __init__(self, producer: AIOKafkaProducer, topics: StateTopics, partition: int) -> None:
        """Take over a producer that is or is about to be started."""
        self._producer = producer
        self._topics = topics
        self._partition = partition

    async def commit(self, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        """Send the letters."""
        # As long as nobody reads them, they are made whenever something changes.
        await in_turns(None for _ in rows)
        records = (encode(letter, self._topics.max_letter_bytes) for letter in letters)
        filled = batches(self._producer, ((letter.key, letter.value, letter.headers) for letter in records))
        await asyncio.gather(*await send_all(self._producer, self._topics.dead_letters, self._partition, filled))

    async def close(self) -> None:
        """Stop the producer."""
        await close_producer(self._producer)
