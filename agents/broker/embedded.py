"""The small cluster inside librdkafka: for a demo on a machine without Java, and for fast tests."""

import asyncio
from types import TracebackType
from typing import Final, Self

from confluent_kafka import KafkaException, Producer

from agents.broker.errors import NotReady


class EmbeddedCluster:
    """A broker in this process that lives in memory and ends with it.

    Its limits: a topic comes to be when it is first named, with four partitions, and cannot be created or configured;
    it keeps a few megabytes of each partition, compacts nothing and does no transactions.
    """

    durable: Final = False
    """Whether it keeps what it is given and does transactions."""

    def __init__(self, *, ready_within_ms: int = 10_000) -> None:
        """Settle how long the start may take."""
        self._ready_within_ms = ready_within_ms
        self._handle: Producer | None = None
        self._bootstrap = ""

    @property
    def bootstrap(self) -> str:
        """The address for clients; raises NotReady while it does not run."""
        if self._handle is None:
            raise NotReady("the embedded cluster is not running")
        return self._bootstrap

    async def start(self) -> None:
        """Start it and return once it serves; raises NotReady."""
        # The library blocks while it asks; what it serves with are threads of its own.
        await asyncio.to_thread(self._start)

    async def stop(self) -> None:
        """End it, and with it all that it held; may be called at any time."""
        handle, self._handle = self._handle, None
        if handle is not None:
            await asyncio.to_thread(handle.close)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    def _start(self) -> None:
        """Make a client handle of which the cluster is a part, and ask it where that listens."""
        handle = Producer({"test.mock.num.brokers": 1, "log_level": 0})
        try:
            (broker,) = handle.list_topics(timeout=self._ready_within_ms / 1000).brokers.values()
        except (KafkaException, ValueError) as error:
            handle.close()
            raise NotReady(f"the embedded cluster did not answer: {error}") from error
        self._bootstrap = f"{broker.host}:{broker.port}"
        self._handle = handle
