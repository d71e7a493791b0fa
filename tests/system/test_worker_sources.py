"""A source topic that becomes another one while it is read: the worker ends, and the next start knows what to do."""

import json
import time

import pytest
from confluent_kafka import KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic  # type: ignore[attr-defined]

from agents.broker.local import LocalKafka
from agents.kafka import Connection
from tests.system.kept_state import Topics, kept_count
from tests.system.worker_process import Command, Commands, environment, eventually, folded

pytestmark = pytest.mark.system

PARTITIONS = 2
BEGIN_ANEW = 70
MISUSED = 2


def queue_up(kafka: LocalKafka, topic: str, count: int) -> None:
    """Let so many callers wait."""
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "partitioner": "murmur2_random"})
    for number in range(count):
        event = {"type": "contact.queued", "time": int(time.time() * 1000), "contact": f"c{number}", "queue": "sales"}
        producer.produce(topic, json.dumps(event).encode(), f"c{number}".encode())
    assert producer.flush() == 0


async def shows(worker: Command, count: int) -> None:
    """Wait until its floor is made of so many records."""

    async def look() -> bool | None:
        floor = await worker.floor()
        return True if floor is not None and folded(floor) == count else None

    await eventually(look, f"a floor of {count} records")


async def test_a_source_that_is_made_anew_is_read_from_its_start(
    shared_kafka: LocalKafka, prefix: str, commands: Commands
) -> None:
    """Its first records have offsets that were folded long ago: they are not passed over as if nothing had been."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=PARTITIONS)
    source = settings["FLOORWATCH_CONTACT_TOPIC"]
    worker = commands.start(settings, "worker")
    await worker.says("lane_restored")
    queue_up(shared_kafka, source, 100)
    await shows(worker, 100)
    admin = AdminClient({"bootstrap.servers": shared_kafka.bootstrap})
    admin.delete_topics([source])[source].result()

    async def made_again() -> bool | None:
        # A deletion is answered before the brokers have done it.
        try:
            admin.create_topics([NewTopic(source, PARTITIONS, 1)])[source].result()
        except KafkaException:
            return None
        return True

    await eventually(made_again, "the topic is made again")
    queue_up(shared_kafka, source, 30)
    status = await worker.ended()
    (failed,) = worker.events("worker_failed")
    second = commands.start(settings, "worker")
    await shows(second, 30)

    assert BEGIN_ANEW == status
    assert source in failed["reason"]
    assert "made a" in failed["reason"]
    assert await second.terminate() == 0


async def test_what_the_source_has_deleted_before_it_was_read_is_said(
    shared_kafka: LocalKafka, prefix: str, commands: Commands
) -> None:
    """Retention has gone on while no worker was there: 150 are counted, and of 50 it is known that they are missing."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=1)
    source = settings["FLOORWATCH_CONTACT_TOPIC"]
    worker = commands.start(settings, "worker")
    await worker.says("lane_restored")
    queue_up(shared_kafka, source, 100)
    await shows(worker, 100)
    topics = Topics.of(Connection(shared_kafka.bootstrap), settings, 1)

    async def all_kept() -> bool | None:
        # Of what was read and not kept the next worker knows nothing.
        return True if await kept_count(topics) == 100 else None

    await eventually(all_kept, "what was read is kept")
    await worker.terminate()
    queue_up(shared_kafka, source, 100)
    place = TopicPartition(source, 0, 150)
    admin = AdminClient({"bootstrap.servers": shared_kafka.bootstrap})
    admin.delete_records([place])[place].result()
    second = commands.start(settings, "worker")
    await shows(second, 150)
    floor = await second.floor()
    counted = await second.metric("floorwatch_gone_offsets_total")
    (line,) = second.events("records_gone")

    assert floor is not None
    assert 50 == counted
    assert ["deleted from the source before they were read: 50 offsets of partition 0"] == floor["remarks"]
    assert (source, 0, 100, 150) == (line["topic"], line["partition"], line["start"], line["end"])
    assert await second.terminate() == 0


async def test_partitions_that_are_added_end_the_worker(
    shared_kafka: LocalKafka, prefix: str, commands: Commands
) -> None:
    """It says so soon, and not after minutes that it restores a partition of which there is no state."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=PARTITIONS)
    source = settings["FLOORWATCH_CONTACT_TOPIC"]
    worker = commands.start(settings, "worker")
    await worker.says("lane_restored")
    admin = AdminClient({"bootstrap.servers": shared_kafka.bootstrap})
    admin.create_partitions([NewPartitions(source, PARTITIONS + 1)])[source].result()
    status = await worker.ended()
    (failed,) = worker.events("worker_failed")
    second = commands.start(settings, "worker")

    assert BEGIN_ANEW == status
    assert f"topic {source} has 3 partitions now, and had 2 when the worker started" == failed["reason"]
    assert MISUSED == await second.ended()
    assert any("must be equal" in line for line in second.logged)
