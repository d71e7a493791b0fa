"""The topic of alarms in memory: it keeps what it is sent, and is away when it is told to be."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from aiokafka.errors import KafkaConnectionError

from agents.alarms.desk import AlarmDesk
from agents.alarms.log import Record
from agents.alarms.outbox import Outbox

DEADLINE_S = 30


class MemoryAlarmLog:
    """Keeps the records in their order."""

    def __init__(self, *records: Record) -> None:
        """Begin with these records."""
        self.records = list(records)
        self.tries = 0
        self.reads = 0
        self.is_away = False
        self.closed = 0
        self.gate = asyncio.Event()
        """While it is not set, nothing is taken and nothing is read."""
        self.gate.set()

    async def read(self) -> list[tuple[bytes, bytes]]:
        """Return the last record of each key that has one."""
        self.reads += 1
        await self.gate.wait()
        self._check()
        return [(key, value) for key, value in dict(self.records).items() if value is not None]

    async def send(self, records: Sequence[Record]) -> None:
        """Keep them, or none of them."""
        self.tries += 1
        await self.gate.wait()
        self._check()
        self.records += records

    async def close(self) -> None:
        """Take note of it."""
        self.closed += 1

    def _check(self) -> None:
        if self.is_away:
            raise KafkaConnectionError("away")


async def until(condition: Callable[[], bool]) -> None:
    """Let the other tasks go on until this holds."""
    async with asyncio.timeout(DEADLINE_S):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0)


@asynccontextmanager
async def running(work: AlarmDesk | Outbox) -> AsyncIterator[None]:
    """Let it run for as long as the block does."""
    task = asyncio.create_task(work.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
