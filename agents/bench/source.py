"""The topic that is read: filled once, read from its beginning, and taken away again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka import KafkaError, KafkaException, Message, Producer
from confluent_kafka.admin import AdminClient

from agents.bench.events import contact_events
from agents.dead_letters import ReadRecord
from agents.kafka import Connection
from agents.lane.closing import close_consumer
from agents.settings.connection import connection_of
from agents.settings.runtime import Settings
from stream.units import Millis

PARTITIONS: Final = 4
FETCH_BYTES: Final = 1 << 20
FETCH_WAIT_MS: Final = 50
_BATCH_BYTES: Final = 256 << 10
_LINGER_MS: Final = 20
_POLL_MS: Final = 1_000
_BREATH: Final = 1_000
_NAP_S: Final = 0.01
_ANSWER_WITHIN_S: Final = 10.0


async def fill(connection: Connection, topic: str, count: int, start_at_ms: Millis) -> None:
    """Send the events that every part reads; raises KafkaException unless all have arrived."""
    await send(connection, topic, contact_events(count, start_at_ms))


async def send(connection: Connection, topic: str, records: Iterable[tuple[bytes, bytes]]) -> None:
    """Send keys and values as fast as it goes, placed as Kafka's own clients place them; raises as `fill` does."""
    failures: list[KafkaError] = []

    def arrived(failure: KafkaError | None, _message: Message) -> None:
        if failure is not None:
            failures.append(failure)

    settings = connection.native_arguments() | {
        "partitioner": "murmur2_random",
        "enable.idempotence": True,
        "linger.ms": _LINGER_MS,
        "batch.size": _BATCH_BYTES,
    }
    producer = Producer(settings, logger=logging.getLogger("aiokafka.producer"))
    for number, (key, value) in enumerate(records, 1):
        while True:
            with suppress(BufferError):
                producer.produce(topic, value, key, on_delivery=arrived)
                break
            producer.poll(_NAP_S)
        if number % _BREATH == 0:
            producer.poll(0)
            await asyncio.sleep(0)
    while len(producer):
        producer.poll(0)
        await asyncio.sleep(_NAP_S)
    if failures:
        raise KafkaException(failures[0])


@asynccontextmanager
async def reader(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """A bare consumer of the whole topic, in no group, at the beginning."""
    consumer = AIOKafkaConsumer(
        **connection_of(settings).asyncio_arguments(),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    try:
        await consumer.start()
        consumer.assign([TopicPartition(settings.contact_topic, number) for number in range(settings.partitions)])
        await consumer.seek_to_beginning()
        yield consumer
    finally:
        await close_consumer(consumer)


async def in_memory(settings: Settings, events: int) -> Sequence[Sequence[ReadRecord]]:
    """The records of each partition, once there are so many in all."""
    logs: tuple[list[ReadRecord], ...] = tuple([] for _ in range(settings.partitions))
    async with reader(settings) as consumer:
        while sum(map(len, logs)) < events:
            for place, records in (await consumer.getmany(timeout_ms=_POLL_MS)).items():
                logs[place.partition].extend(records)
    return logs


async def remove(connection: Connection, prefix: str) -> None:
    """Delete the topics and groups whose names begin so; those that cannot be deleted stay."""
    admin = AdminClient(connection.native_arguments(), logger=logging.getLogger("aiokafka.admin"))
    with suppress(KafkaException):
        known = await asyncio.to_thread(admin.list_topics, timeout=_ANSWER_WITHIN_S)
        topics = [name for name in known.topics if name.startswith(prefix)]
        listed = await asyncio.wrap_future(admin.list_consumer_groups(request_timeout=_ANSWER_WITHIN_S))
        groups = [group.group_id for group in listed.valid if group.group_id.startswith(prefix)]
        await _settled(admin.delete_topics(topics, request_timeout=_ANSWER_WITHIN_S) if topics else {})
        await _settled(admin.delete_consumer_groups(groups, request_timeout=_ANSWER_WITHIN_S) if groups else {})


async def _settled(answers: Mapping[str, Future[None]]) -> None:
    await asyncio.gather(*map(asyncio.wrap_future, answers.values()), return_exceptions=True)
