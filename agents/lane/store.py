"""The state topic: a checkpoint is one transaction of the partition's own producer."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    InvalidTransactionTimeout,
    MessageSizeTooLargeError,
    ProducerFenced,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedVersionError,
)

from agents.dead_letters import DeadLetter, Headers, encode
from agents.kafka import Connection
from agents.lane.closing import close_producer
from agents.lane.errors import Fenced, NotAllowed, RowTooLarge
from agents.lane.loader import read_rows
from agents.lane.ports import Progress, Row, Rows
from agents.turns import in_turns

log = structlog.stdlib.get_logger(__name__)

BATCH_BYTES = 512 << 10
RECORDS_A_STEP = 50
"""How many records are made and put into a batch before anybody looks whose turn it is."""
NOT_ALLOWED = (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    InvalidTransactionTimeout,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedVersionError,
)


@dataclass(frozen=True, slots=True)
class StateTopics:
    """Where checkpoints go; `app` begins the ids of the producers, which must be nobody else's in the cluster.

    The limits are those of the topics: the longest record that they take.
    """

    app: str
    state: str
    dead_letters: str
    max_row_bytes: int = 1_000_000
    max_letter_bytes: int = 1_000_000

    @property
    def batch_bytes(self) -> int:
        """How large a batch may become: a topic takes none that is longer than its longest record."""
        return min(BATCH_BYTES, self.max_row_bytes, self.max_letter_bytes)

    def producer_id(self, partition: int) -> str:
        """Return the transactional id of a partition's only writer."""
        return f"{self.app}-{self.state}-{partition}"


@dataclass(frozen=True, slots=True)
class KafkaStateLog:
    """The state of all partitions in a compacted topic."""

    connection: Connection
    topics: StateTopics
    transaction_timeout_ms: int = 60_000
    durable: bool = True

    async def open(self, partition: int) -> "TransactionalWriter":
        """Start the partition's producer, which ends or aborts what a former one left open; waits out an outage."""
        producer = AIOKafkaProducer(
            **self.connection.asyncio_arguments(),
            transactional_id=self.topics.producer_id(partition),
            transaction_timeout_ms=self.transaction_timeout_ms,
            acks="all",
            max_batch_size=self.topics.batch_bytes,
            max_request_size=BATCH_BYTES + max(self.topics.max_row_bytes, self.topics.max_letter_bytes),
        )
        writer = TransactionalWriter(producer, self.topics, partition)
        async with _closed_on_error(writer):
            with _named_errors():
                await producer.start()
        return writer

    async def read(self, partition: int, progress: Progress) -> Mapping[bytes, bytes]:
        """Return the committed rows of a partition."""
        with _named_errors():
            return await read_rows(self.connection, self.topics.state, partition, progress)


class TransactionalWriter:
    """One partition's producer."""

    def __init__(self, producer: AIOKafkaProducer, topics: StateTopics, partition: int) -> None:
        """Take over a producer that is or is about to be started."""
        self._producer = producer
        self._topics = topics
        self._partition = partition

    async def commit(self, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        """Keep rows and letters in one transaction."""
        producer, topics = self._producer, self._topics
        with _named_errors():
            await producer.begin_transaction()
            state = batches(producer, ((key, value, []) for key, value in self._fitting(rows)))
            letter_records = (encode(letter, topics.max_letter_bytes) for letter in letters)
            dead = batches(producer, ((letter.key, letter.value, letter.headers) for letter in letter_records))
            sent = await send_all(producer, topics.dead_letters, self._partition, dead)
            sent += await send_all(producer, topics.state, self._partition, state)
            # A transaction commits although a batch of it has failed: each one must be seen to have arrived.
            await asyncio.gather(*sent)
            await producer.commit_transaction()

    async def close(self) -> None:
        """Stop the producer; a transaction that is still open is aborted by the next one of its id."""
        await close_producer(self._producer)

    def _fitting(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, raising RowTooLarge for one that the topic would refuse for ever."""
        for key, value in rows:
            size = len(key) + len(value or b"")
            if size > self._topics.max_row_bytes:
                # The key may name a contact, and this is logged.
                state = self._topics.state
                raise RowTooLarge(f"a row takes {size} bytes, topic {state} fewer: raise max.message.bytes")
            yield key, value


async def send_all(
    producer: AIOKafkaProducer, topic: str, partition: int, filled: Iterator[Any]
) -> list[asyncio.Future[Any]]:
    """Send batches in order and return what tells their arrival; to fill one takes a while, and others have turns."""
    sent: list[asyncio.Future[Any]] = []
    while (batch := await in_turns(filled)) is not None:
        arrival = await producer.send_batch(batch, topic, partition=partition)
        # Should another batch fail first, nobody asks this one.
        arrival.add_done_callback(lambda done: done.cancelled() or done.exception())
        sent.append(arrival)
    return sent


def batches(
    producer: AIOKafkaProducer,
    records: Iterable[tuple[bytes | None, bytes | None, Headers]],
) -> Iterator[Any]:
    """Fill batches with records, in order; None at each pause: a record may be made only when it is asked for."""
    batch = producer.create_batch()
    for number, (key, value, headers) in enumerate(records, 1):
        if number % RECORDS_A_STEP == 0:
            yield None
        if batch.append(key=key, value=value, headers=headers, timestamp=None) is None:
            yield batch
            batch = producer.create_batch()
            if batch.append(key=key, value=value, headers=headers, timestamp=None) is None:
                raise RowTooLarge("a record fits into no batch")
    if batch.record_count():
        yield batch


@asynccontextmanager
async def _closed_on_error(writer: TransactionalWriter) -> AsyncIterator[None]:
    """Close a writer that could not be opened."""
    try:
        yield
    except BaseException:
        await writer.close()
        raise


@contextmanager
def _named_errors() -> Iterator[None]:
    """Give the errors that a lane tells apart their names."""
    try:
        yield
    except ProducerFenced as error:
        raise Fenced(str(error)) from error
    except NOT_ALLOWED as error:
        raise NotAllowed(f"{type(error).__name__}: {error}") from error
    except MessageSizeTooLargeError as error:
        # The limits were asked for at the start, and nothing longer was sent.
        raise RowTooLarge("a topic of state or dead letters takes less than before: raise max.message.bytes") from error
