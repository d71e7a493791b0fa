"""The life of a lane: become the only writer, restore, keep checkpoints, let go; after any doubt, from the start again.

Nothing is ever repaired in place. An error of a checkpoint leaves open whether it was kept: the memory is dropped, the
group is asked whether the partition is still ours, and a new writer and the log say what holds.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from agents.endings import cancelled
from agents.lane.errors import LaneError, Unrecoverable
from agents.lane.lane import Lane
from agents.lane.ports import Clock, FatalHook, Membership, Restored, SourcePartition, StateLog, Writer

P = TypeVar("P", bound=SourcePartition)

log = structlog.stdlib.get_logger(__name__)


class _MemoryGone(LaneError):  # noqa: N818 - named for what happened
    """The lane has dropped its memory, because the engine raised in the middle of a fold."""


@dataclass(slots=True)
class Tally:
    """How often something has happened since the process began."""

    checkpoints: int = 0
    failures: int = 0
    rebalances: int = 0
    gone: int = 0
    """Offsets that the source had deleted before they were read."""


@dataclass(frozen=True, slots=True)
class Surroundings(Generic[P]):
    """What all lanes of a worker share."""

    state_log: StateLog
    restore: Callable[[Mapping[bytes, bytes], int], Restored[P]]
    membership: Membership
    clock: Clock
    on_fatal: FatalHook
    on_change: Callable[[], None]
    tally: Tally
    turns: asyncio.Semaphore
    """Rows take as much memory as what becomes of them, and not all lanes have theirs in memory at once."""


class Keeper(Generic[P]):
    """Tends one lane from its assignment to its release."""

    def __init__(self, lane: Lane[P], around: Surroundings[P], *, phase_ms: int) -> None:
        """Start tending under the running event loop."""
        self.lane = lane
        self._around = around
        self._policy = lane.policy
        self._phase_ms = phase_ms
        self._writer: Writer | None = None
        self._failures = 0
        """Since the last checkpoint that was kept."""
        self._released = asyncio.Event()
        self._task = asyncio.create_task(self._tend(), name=f"lane {lane.number}")

    async def release(self) -> P | None:
        """Keep what can be kept in the time that there is, drop the memory, and let go of the partition.

        Returns the memory where all that it knows is kept: whoever has the partition next goes on from there.
        """
        self._released.set()
        self.lane.wake.set()
        if self.lane.partition is None:
            self._task.cancel()
        _, unfinished = await asyncio.wait([self._task], timeout=self._policy.release_ms / 1000)
        if unfinished:
            log.warning("lane_released_unkept", partition=self.lane.number, durable_offset=self.lane.durable_offset)
            await cancelled([self._task])
        memory, durable_offset = self.lane.partition, self.lane.durable_offset
        self.lane.forget()
        return memory if memory is not None and memory.applied_offset == durable_offset else None

    async def _tend(self) -> None:
        """Tend the lane until it is released; no failure ends this, except those that would come again for ever."""
        while not self._released.is_set():
            try:
                await self._bring_up()
                await self._keep()
            except Unrecoverable as error:
                self.lane.fail()
                self._around.on_fatal(f"partition {self.lane.number} of {self.lane.topic}: {error}")
                return
            except _MemoryGone:
                log.info("lane_restored_again", partition=self.lane.number)
            except Exception as error:  # noqa: BLE001 - whatever it was, memory and log may differ now
                self.lane.forget()
                log.warning("lane_dropped", partition=self.lane.number, error=repr(error))
                self._around.tally.failures += 1
                self._failures += 1
            finally:
                await self._close()
            await self._until_ours()

    async def _bring_up(self) -> None:
        """Fence off whoever wrote before, and only then read what holds."""
        lane, around = self.lane, self._around
        self._writer = await around.state_log.open(lane.number)
        async with around.turns:
            rows = await around.state_log.read(lane.number, lane.restoring)
            # Rows by the hundred thousand take their time to decode, and the other lanes go on meanwhile.
            restored = await asyncio.to_thread(around.restore, rows, lane.number)
            count = len(rows)
            del rows
        lane.resume(restored, around.clock())
        log.info(
            "lane_restored",
            partition=lane.number,
            rows=count,
            applied_offset=lane.durable_offset,
            rebuild_reason=restored.rebuild_reason,
        )
        around.on_change()

    async def _keep(self) -> None:
        """Keep checkpoints, each in its turn or when there is much to keep; the last one when released."""
        clock, policy, lane = self._around.clock, self._policy, self.lane
        due = policy.next_due(clock(), self._phase_ms)
        while not self._released.is_set():
            await self._pause(min(due - clock(), policy.interval_ms))
            if lane.partition is None:
                raise _MemoryGone
            if policy.is_due(clock(), due) or policy.early(lane.load):
                await self._checkpoint()
                due = policy.next_due(clock(), self._phase_ms)
        await self._checkpoint()

    async def _checkpoint(self) -> None:
        """Keep what waits."""
        cut = self.lane.cut()
        if cut is None or self._writer is None:
            return
        # Reading may have been waiting for the memory that the cut has freed.
        self._around.on_change()
        await asyncio.sleep(0)  # the cut has kept everybody waiting
        await self._writer.commit(cut.rows, cut.letters)
        self.lane.kept(cut, self._around.clock())
        self._around.tally.checkpoints += 1
        self._failures = 0

    async def _until_ours(self) -> None:
        """Wait, longer each time, until the group confirms that the partition is ours, or it is released."""
        while not self._released.is_set():
            await self._pause(self._policy.retry_after(self._failures))
            if self._released.is_set() or await self._around.membership.confirm(self.lane.number):
                return
            self._failures += 1

    async def _pause(self, pause_ms: int) -> None:
        """Wait that long, or until the lane wants something."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0, pause_ms) / 1000):
                await self.lane.wake.wait()
        if not self._released.is_set():
            self.lane.wake.clear()

    async def _close(self) -> None:
        """Let go of the writer."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.close()
