"""Reading a topic of Kafka up to the end that it has now, in no group and without leaving a trace."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka.admin import AdminClient

from agents.cli.failure import CommandError
from agents.kafka import Connection
from agents.opened import first_offsets, onlooker
from agents.settings.connection import connection_of
from agents.settings.runtime import Settings
from stream.explain.following import Heard
from stream.replay import partition_of
from stream.units import Millis

_POLL_MS: Final = 200
_MAX_RECORDS: Final = 20_000
_FETCH_BYTES: Final = 4 << 20
_ANSWER_WITHIN_S: Final = 10.0

Hear = Callable[[Iterable[Heard]], None]


async def listen(
    settings: Settings,
    hear: Hear,
    *,
    contact: str | None = None,
    found: Callable[[], bool] = lambda: False,
    from_ms: Millis | None = None,
) -> None:
    """Read the contact topic, or of it the partition of one contact, from its beginning or an instant on.

    Where the contact is not `found` in the partition in which Kafka's own clients put it, the others are read as well:
    clients that are made of librdkafka put it elsewhere. Raises CommandError where the topic is not there,
    KafkaAwayError, ConfigurationError where we are not let in.
    """
    connection = connection_of(settings)
    async with onlooker(connection, "read_uncommitted", _FETCH_BYTES) as consumer:  # as workers read it
        count = await asyncio.to_thread(_partitions, connection, settings.contact_topic)
        places = [TopicPartition(settings.contact_topic, number) for number in range(count)]
        likely = places if contact is None else [places[partition_of(contact.encode(), count)]]
        for some in (likely, [place for place in places if place not in likely]):
            if not some or found():
                continue
            consumer.assign(some)
            for place, first in (await first_offsets(consumer, some, from_ms)).items():
                consumer.seek(place, first)
            await _read(consumer, some, hear)


def _partitions(connection: Connection, topic: str) -> int:
    """How many partitions a topic has; asking for all topics makes none."""
    topics = AdminClient(connection.native_arguments()).list_topics(timeout=_ANSWER_WITHIN_S).topics
    if topic not in topics:
        raise CommandError("kafka", connection.bootstrap, f"has no topic {topic}")
    return len(topics[topic].partitions)


async def _read(consumer: AIOKafkaConsumer, places: Sequence[TopicPartition], hear: Hear) -> None:
    ends = await consumer.end_offsets(places)
    # Never the offset of the last record: the tail may be the markers of transactions.
    while unread := [place for place in places if await consumer.position(place) < ends[place]]:
        fetched = await consumer.getmany(*unread, timeout_ms=_POLL_MS, max_records=_MAX_RECORDS)
        for place, records in fetched.items():
            hear(
                Heard(
                    f"{place.topic}[{place.partition}]@{record.offset}",
                    place.partition,
                    record.offset,
                    record.timestamp,
                    record.key,
                    record.value,
                )
                for record in records
            )
