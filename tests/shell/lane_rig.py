"""Lanes on a log in memory, as the group and the reader deal with them."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable

from agents.lane.lane import Chunk, LaneState
from agents.lane.lanes import Lanes
from agents.lane.policy import CheckpointPolicy
from tests.shell.lane_doubles import META, CountingPartition, Group, MemoryLog, PlainRecord, restore

SELDOM = CheckpointPolicy(interval_ms=3_600_000, early_rows=5, max_rows=10, retry_ms=1, max_retry_ms=2, release_ms=200)
OFTEN = CheckpointPolicy(interval_ms=5, retry_ms=1, max_retry_ms=2)


class Rig:
    """Lanes over a log in memory, and what they said."""

    def __init__(self, log: MemoryLog, policy: CheckpointPolicy) -> None:
        """Compose them."""
        self.log = log
        self.group = Group()
        self.back_ms = 0
        self.fatal: list[str] = []
        self.lanes: Lanes[CountingPartition] = Lanes(
            "contact.events", log, restore, clock=self.now_ms, on_fatal=self.fatal.append, policy=policy
        )
        self.lanes.join(self.group)

    def now_ms(self) -> int:
        """Return the time of the running loop, less what the wall clock was put back since."""
        return round(asyncio.get_running_loop().time() * 1000) - self.back_ms

    async def assign(self, *numbers: int) -> None:
        """Give partitions as the group does."""
        self.lanes.expect()
        await self.lanes.assign(numbers)

    async def running(self, number: int = 0) -> None:
        """Wait until a partition is restored."""
        await until(lambda: (lane := self.lanes.lane(number)) is not None and lane.state is LaneState.RUNNING)

    def feed(self, *offsets: int, number: int = 0, value: bytes = b"1") -> None:
        """Hand over records that follow what is folded."""
        lane = self.lanes.lane(number)
        if lane is None:
            raise AssertionError
        records = [PlainRecord(offset, b"%d" % offset, value) for offset in offsets]
        self.lanes.accept(Chunk(number, lane.epoch, lane.position, offsets[-1] + 1, records))

    def kept(self, number: int = 0) -> int:
        """Return the offset in the meta row."""
        meta = json.loads(self.log.rows.get(number, {}).get(META, b'{"S": -1}'))
        return int(meta["S"])


@contextlib.asynccontextmanager
async def rig(log: MemoryLog | None = None, policy: CheckpointPolicy = SELDOM) -> AsyncIterator[Rig]:
    """Run lanes and release them at the end."""
    made = Rig(log or MemoryLog(), policy)
    try:
        yield made
    finally:
        await made.lanes.release()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the code under test sets no event of the test's
            await asyncio.sleep(0.001)
