"""Clients of Kafka for the length of a command: opened, or it is said in one line why not, and stopped at the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from agents.kafka import Connection
from agents.lane.amended import amend_clients
from agents.lane.closing import close_consumer
from agents.settings.admission import check_admission
from agents.topics import KafkaAwayError

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
