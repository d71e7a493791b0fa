"""Stopping clients of aiokafka: all of it, and whoever stops one goes on, unless he is to end himself."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from agents.lane.closing import close_consumer, close_producer


class Ends:
    """What a client's stop comes to, and whether its connections were closed after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin with nothing closed."""
        self.closed: list[str] = []
        self._monkeypatch = monkeypatch

    def of(self, client: AIOKafkaConsumer | AIOKafkaProducer, stop: Callable[[], Awaitable[None]]) -> None:
        """Let this client stop so."""

        async def stopped() -> None:
            client._closed = True  # noqa: SLF001 - what its own stop does first
            await stop()

        async def close() -> None:
            self.closed.append("client")

        self._monkeypatch.setattr(client, "stop", stopped)
        connections = vars(client)["_client"] if isinstance(client, AIOKafkaConsumer) else client.client
        self._monkeypatch.setattr(connections, "close", close)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Ends that the test decides."""
    return Ends(monkeypatch)


async def stumble() -> None:
    """Raise the cancellation of a task of its own: a fetch that has failed and waits to be tried again."""
    fetching = asyncio.create_task(asyncio.sleep(30))
    await asyncio.sleep(0)
    fetching.cancel()
    await fetching


async def wait() -> None:
    """Take a while."""
    await asyncio.sleep(30)


async def keep_back() -> None:
    """Keep a cancellation of whoever stops it to itself, as aiokafka does while it waits for tasks that it cancels."""
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(30)


async def test_whoever_stops_a_consumer_that_stumbles_goes_on(ends: Ends) -> None:
    """Nobody has cancelled him: what he reads again and again would end unseen."""
    consumer = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:9")
    ends.of(consumer, stumble)
    await close_consumer(consumer)

    assert ends.closed == ["client"]


async def test_a_producer_whose_stop_stumbles_is_closed_all_the_same(ends: Ends) -> None:
    """While Kafka is away its sender puts a failed batch back, and does not find it where it was."""

    async def fail() -> None:
        raise KeyError("a batch")

    producer = AIOKafkaProducer(bootstrap_servers="127.0.0.1:9")
    ends.of(producer, fail)
    await close_producer(producer)

    assert ends.closed == ["client"]


@pytest.mark.parametrize("stop", [wait, keep_back])
@pytest.mark.parametrize(
    ("of", "close"),
    [(AIOKafkaConsumer, close_consumer), (AIOKafkaProducer, close_producer)],
    ids=["consumer", "producer"],
)
async def test_whoever_is_cancelled_meanwhile_ends_and_leaves_no_connection(
    ends: Ends,
    of: Any,  # noqa: ANN401 - aiokafka's own
    close: Any,  # noqa: ANN401 - as above
    stop: Callable[[], Awaitable[None]],
) -> None:
    """Partitions are taken away while the lane still waits for a producer, a worker ends while it reads its alarms."""
    client = of(bootstrap_servers="127.0.0.1:9")
    ends.of(client, stop)
    stopping = asyncio.create_task(close(client))
    await asyncio.sleep(0)
    stopping.cancel()

    with pytest.raises(asyncio.CancelledError):
        await stopping
    assert ends.closed == ["client"]
