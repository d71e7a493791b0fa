"""A start with much to restore: the state lies in Kafka, a worker is started, and the first events wait for it."""

import logging
from collections.abc import Sequence
from typing import Final

import msgspec
import orjson
from confluent_kafka import Producer

from agents.bench.figures import Figure, measured
from agents.bench.reading import Job
from agents.bench.restarted import Restarted
from agents.bench.source import PARTITIONS
from agents.bench.stage import Stage
from agents.bench.standing import stored
from agents.clock import now_ms
from agents.kafka import Connection
from agents.settings.connection import connection_of, prepare_topics
from stream.units import SECOND

NAME: Final = "restart"
CONTACTS: Final = 100_000
MOST_SECONDS: Final = 5
MANY_CONTACTS: Final = 1_000_000
MOST_SECONDS_OF_MANY: Final = 30
MOST_GIB_OF_MANY: Final = 2.5

_LEAST: Final = 1_000
_WITHIN_MS: Final = 600 * SECOND
_FLUSH_S: Final = 60.0
_BREATH: Final = 1_000
_GIB: Final = 1 << 30


async def measure(stage: Stage) -> Sequence[Figure]:
    """A hundred thousand open contacts, then a million; an hour of calls lies beside both."""
    figures: list[Figure] = []
    for usual, most_s, most_gib in (
        (CONTACTS, MOST_SECONDS, None),
        (MANY_CONTACTS, MOST_SECONDS_OF_MANY, MOST_GIB_OF_MANY),
    ):
        contacts = stage.scaled(usual, _LEAST)
        told = await restarted(stage, contacts)
        about = f"{contacts:,} open contacts: "
        figures += [
            measured(NAME, f"first_event_{usual}", f"{about}start → first event", told.seconds, "s", at_most=most_s),
            measured(NAME, f"rss_{usual}", f"{about}memory", told.rss_bytes / _GIB, "GiB", at_most=most_gib),
        ]
    return figures


async def restarted(stage: Stage, contacts: int) -> Restarted:
    """Write the state of so many contacts and one event for each partition, and start a worker on it."""
    application = f"{NAME}-{contacts}"
    job = Job(settings=stage.settings(application, application), events=contacts)
    settings = job.resolve()
    connection = connection_of(settings)
    topics = await prepare_topics(connection, settings)
    topic_id = topics.topics[settings.contact_topic].topic_id
    stage.tell(f"{contacts:,} open contacts are written")
    for number in range(PARTITIONS):
        share = contacts // PARTITIONS
        rows = stored(share, number, now_ms(), topic_id=topic_id, partitions=PARTITIONS)
        _write(connection, settings.contact_state_topic, number, list(rows.items()))
        event = {"type": "contact.queued", "time": now_ms(), "contact": "first", "queue": "q00", "channel": "chat"}
        _write(connection, settings.contact_topic, number, [(b"first", orjson.dumps(event))])
    stage.tell(f"{contacts:,} open contacts are restored")
    running = await stage.processes.start("restarted", msgspec.json.encode(job).decode())
    try:
        return msgspec.json.decode(await running.answer(_WITHIN_MS), type=Restarted)
    finally:
        await running.close()


def _write(connection: Connection, topic: str, partition: int, records: Sequence[tuple[bytes, bytes]]) -> None:
    """Send records to a partition; raises RuntimeError where Kafka has not taken all."""
    settings = connection.native_arguments() | {"enable.idempotence": True, "linger.ms": 20}
    producer = Producer(settings, logger=logging.getLogger("aiokafka.producer"))
    for number, (key, value) in enumerate(records, 1):
        while True:
            try:
                producer.produce(topic, value, key, partition=partition)
                break
            except BufferError:
                producer.poll(1)
        if number % _BREATH == 0:
            producer.poll(0)
    if producer.flush(_FLUSH_S):
        raise RuntimeError(f"Kafka has not taken the records of {topic}")
