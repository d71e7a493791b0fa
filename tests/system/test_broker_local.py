"""A real Kafka of one's own: it serves, it keeps, and it leaves nothing behind."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from agents.broker.choice import open_broker
from agents.broker.errors import BrokerDied, NotReady, PortTaken
from agents.broker.kraft import Endpoints
from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports, is_free
from agents.broker.process import is_running, until

pytestmark = pytest.mark.system

DEADLINE_MS = 60_000
# A noisy machine with two cores needs its time; what is waited for is a condition and no duration.
READY_MS = 180_000
ROOT = Path(__file__).parents[2]
TOPIC = "contact.events"
# Starts a broker, tells where it is, and never ends by itself.
PARENT = f"""
import asyncio, json
from agents.broker.local import LocalKafka

async def main():
    async with LocalKafka(ready_within_ms={READY_MS}) as kafka:
        print(json.dumps([kafka.pid, kafka.bootstrap, str(kafka.directory)]), flush=True)
        await asyncio.sleep(3600)

asyncio.run(main())
"""


@pytest.fixture
async def kafka() -> AsyncIterator[LocalKafka]:
    """Run a temporary broker with a topic of two partitions."""
    async with LocalKafka(ready_within_ms=READY_MS) as broker:
        await create_topic(broker)
        yield broker


async def create_topic(kafka: LocalKafka) -> None:
    """Create the topic of these tests."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(TOPIC, num_partitions=2, replication_factor=1)])
    finally:
        await admin.close()


async def produce(kafka: LocalKafka, *values: bytes) -> None:
    """Write records in one transaction."""
    async with (
        AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, transactional_id="tests") as producer,
        producer.transaction(),
    ):
        for value in values:
            await producer.send_and_wait(TOPIC, value, partition=1)


async def consume(kafka: LocalKafka, count: int) -> list[bytes]:
    """Read that many committed records as a member of a group."""
    async with (
        asyncio.timeout(DEADLINE_MS / 1000),
        AIOKafkaConsumer(
            TOPIC,
            bootstrap_servers=kafka.bootstrap,
            group_id="tests",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            isolation_level="read_committed",
        ) as consumer,
    ):
        values: list[bytes] = []
        while len(values) < count:
            chunk: dict[TopicPartition, list[Any]] = await consumer.getmany(timeout_ms=200)
            values += [record.value for records in chunk.values() for record in records]
        return values


def port_of(bootstrap: str) -> int:
    """Return the port of an address."""
    return int(bootstrap.rsplit(":", 1)[1])


async def test_records_go_in_by_transaction_and_come_out_to_a_group(kafka: LocalKafka) -> None:
    """What the worker needs of a Kafka is there: topics, transactions, groups, only committed records."""
    await produce(kafka, b"one", b"two")

    assert await consume(kafka, 2) == [b"one", b"two"]
    assert kafka.durable is True
    assert "Kafka Server started" in kafka.log_path.read_text()


async def test_a_stop_leaves_no_process_no_port_and_no_file(kafka: LocalKafka) -> None:
    """A second stop does no harm."""
    pid, bootstrap, directory = kafka.pid, kafka.bootstrap, kafka.directory
    before = is_running(pid), is_free(port_of(bootstrap)), directory.exists()
    await kafka.stop()
    await kafka.stop()

    assert before == (True, False, True)
    assert (is_running(pid), is_free(port_of(bootstrap)), directory.exists()) == (False, True, False)
    with pytest.raises(NotReady, match="not running"):
        _ = kafka.pid


async def test_a_killed_broker_comes_back_at_the_same_address_with_its_records(kafka: LocalKafka) -> None:
    """What was committed before the crash is there after it."""
    bootstrap, pid = kafka.bootstrap, kafka.pid
    await produce(kafka, b"before")
    await kafka.kill()
    dead = not is_running(pid)
    await kafka.restart()
    await produce(kafka, b"after")

    assert dead
    assert kafka.bootstrap == bootstrap
    assert kafka.pid != pid
    assert await consume(kafka, 2) == [b"before", b"after"]


async def test_a_named_directory_keeps_records_and_identity(tmp_path: Path) -> None:
    """The second broker on it is the first one's successor and does not format it anew."""
    directory = tmp_path / "with a space" / "서울"
    async with LocalKafka(directory, ready_within_ms=READY_MS) as first:
        await create_topic(first)
        await produce(first, b"kept")
    async with LocalKafka(directory, ready_within_ms=READY_MS) as second:
        values = await consume(second, 1)

    assert values == [b"kept"]
    assert second.cluster_id == first.cluster_id
    assert directory.exists()


async def test_further_properties_reach_the_broker_and_bad_ones_are_told(tmp_path: Path) -> None:
    """A broker that dies at its start says why, and there is no waiting for the deadline."""
    kafka = LocalKafka(tmp_path, properties={"log.segment.bytes": "many"}, ready_within_ms=READY_MS)
    with pytest.raises(BrokerDied, match=r"(?s)ended with status 1;.*log\.segment\.bytes"):
        await kafka.start()

    assert is_free(port_of(kafka.bootstrap))


async def test_a_port_that_was_taken_during_an_outage_is_an_error(kafka: LocalKafka) -> None:
    """A restart is at the same address or not at all, and says so at once."""
    await kafka.halt()
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), LOOPBACK, port_of(kafka.bootstrap))
    async with taken:
        with pytest.raises(PortTaken, match=kafka.bootstrap):
            await kafka.restart()


async def test_a_port_that_somebody_takes_in_between_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between choosing a port and listening on it lie seconds in which others can be quicker."""
    (port,) = free_ports(1)
    pick = Endpoints.pick
    chosen: list[Endpoints] = []

    def unlucky_at_first(_given: int | None = None) -> Endpoints:
        """Choose the taken port, and a free one from then on."""
        chosen.append(pick(None if chosen else port))
        return chosen[-1]

    monkeypatch.setattr(Endpoints, "pick", unlucky_at_first)
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), LOOPBACK, port)
    async with taken, LocalKafka(ready_within_ms=READY_MS) as kafka:
        await create_topic(kafka)

    assert [endpoints.broker == port for endpoints in chosen] == [True, False]
    assert kafka.bootstrap == chosen[1].bootstrap


async def test_a_broker_that_is_not_ready_in_time_is_an_error_and_leaves_nothing() -> None:
    """The deadline of the caller holds."""
    kafka = LocalKafka(ready_within_ms=1)
    with pytest.raises(NotReady, match="took longer than"):
        await kafka.start()

    assert not kafka.directory.exists()


async def test_where_java_is_there_a_real_kafka_is_opened() -> None:
    """The line for the person names the version and the address."""
    async with open_broker() as opened:
        assert isinstance(opened.broker, LocalKafka)
        pid, address = opened.broker.pid, opened.broker.bootstrap

    assert not is_running(pid)
    assert opened.notice.startswith("Apache Kafka 4.")
    assert address in opened.notice


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    """Run a process of its own, with its own terminal session, that has a broker."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_the_broker_when_its_parent_ends(
    parent: subprocess.Popen[str], signum: signal.Signals
) -> None:
    """Killed, ended or interrupted at the terminal together with its whole process group: no process, port or file."""
    assert parent.stdout is not None
    pid, bootstrap, directory = json.loads(parent.stdout.readline())
    port, records = port_of(bootstrap), Path(directory)
    before = is_running(pid), is_free(port), records.exists()
    try:
        os.killpg(parent.pid, signum)
        gone = asyncio.run(until(lambda: not is_running(pid) and is_free(port) and not records.exists(), DEADLINE_MS))
    finally:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(records, ignore_errors=True)

    assert before == (True, False, True)
    assert gone
