"""Clients of Kafka for the length of a command: opened, or it is said in one line why not, and stopped at the end."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError

from agents.kafka import Connection
from agents.lane.amended import amend_clients
from agents.lane.closing import close_consumer
from agents.settings.admission import check_admission
from agents.topics import KafkaAwayError
from stream.units import Millis

C = TypeVar("C", AIOKafkaConsumer, AIOKafkaProducer)
Isolation = Literal["read_committed", "read_uncommitted"]


@asynccontextmanager
async def opened(connection: Connection, client: C) -> AsyncIterator[C]:
    """Start a client; raises KafkaAwayError where nobody answers, ConfigurationError where we are not let in."""
    amend_clients()
    try:
        try:
            await client.start()
        except KafkaConnectionError:
            await check_admission(connection)
            raise KafkaAwayError(f"kafka: {connection.bootstrap}: none of these servers answers") from None
        yield client
    finally:
        await (close_consumer(client) if isinstance(client, AIOKafkaConsumer) else client.stop())


@asynccontextmanager
async def onlooker(connection: Connection, isolation: Isolation, fetch_bytes: int) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a consumer in no group, which leaves no trace; it has no partition yet. Raises as `opened` does."""
    consumer = AIOKafkaConsumer(
        **connection.asyncio_arguments(),
        enable_auto_commit=False,
        isolation_level=isolation,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=fetch_bytes,
    )
    async with opened(connection, consumer):
        yield consumer


async def first_offsets(
    consumer: AIOKafkaConsumer, places: Sequence[TopicPartition], from_ms: Millis | None
) -> dict[TopicPartition, int]:
    """Where each partition begins, or what of it was written from an instant on: at its end where nothing was."""
    firsts: dict[TopicPartition, int] = await consumer.beginning_offsets(places)
    # Of an instant before 1970 Kafka cannot be asked, and no record is older.
    if from_ms is None or from_ms <= 0:
        return firsts
    ends = await consumer.end_offsets(places)
    found = await consumer.offsets_for_times(dict.fromkeys(places, from_ms))
    later = {place: at.offset for place, at in found.items() if at is not None}
    return {place: max(firsts[place], later.get(place, ends[place])) for place in places}
