"""The cluster inside librdkafka."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from agents.broker.embedded import EmbeddedCluster
from agents.broker.errors import NotReady
from agents.broker.ports import LOOPBACK


async def test_what_is_produced_is_consumed() -> None:
    """Topics need not be created there, they come to be by name."""
    async with EmbeddedCluster() as cluster:
        async with AIOKafkaProducer(bootstrap_servers=cluster.bootstrap) as producer:
            sent = await producer.send_and_wait("contact.events", b"hello", key=b"contact-1")
        async with AIOKafkaConsumer(
            "contact.events", bootstrap_servers=cluster.bootstrap, auto_offset_reset="earliest"
        ) as consumer:
            got = await asyncio.wait_for(consumer.getone(), 20)

    assert (got.key, got.value, got.partition, got.offset) == (b"contact-1", b"hello", sent.partition, sent.offset)


async def test_it_is_on_the_loopback_address_and_gone_after_the_stop() -> None:
    """Nobody listens on its port once it has ended, and it has no address any more."""
    cluster = EmbeddedCluster()
    await cluster.start()
    host, port = cluster.bootstrap.split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    await cluster.stop()
    await cluster.stop()

    assert host == LOOPBACK
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(host, int(port))
    with pytest.raises(NotReady, match="not running"):
        _ = cluster.bootstrap


async def test_two_clusters_are_two() -> None:
    """Tests can run side by side."""
    async with EmbeddedCluster() as one, EmbeddedCluster() as other:
        addresses = {one.bootstrap, other.bootstrap}

    assert len(addresses) == 2
    assert one.durable is False


async def test_a_cluster_that_does_not_answer_in_time_is_an_error() -> None:
    """No time at all is too short even for it."""
    with pytest.raises(NotReady, match="did not answer"):
        await EmbeddedCluster(ready_within_ms=0).start()
