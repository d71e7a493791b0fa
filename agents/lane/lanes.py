"""All lanes of this worker: those of the partitions that the group has given it."""

import asyncio
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import structlog

from agents.lane.checkpoint import Keeper, Surroundings, Tally
from agents.lane.errors import Spoiled, placed
from agents.lane.lane import Chunk, Lane, LaneState, LaneView
from agents.lane.policy import SESSION_MS, CheckpointPolicy
from agents.lane.ports import Clock, FatalHook, Membership, Restored, SourcePartition, StateLog
from agents.lane.quarantine import Quarantine

P = TypeVar("P", bound=SourcePartition)

AT_ONCE = 2
"""How many lanes restore at the same time: one for which Kafka does not answer keeps no other one waiting."""
_MOMENT_S = 0.001
"""Within so long a chunk that waits is accepted, unless the loop is busy with something else."""

log = structlog.stdlib.get_logger(__name__)


class Lanes(Generic[P]):
    """The lanes of one source topic; `assign` and `release` follow the group, `accept` takes what was read."""

    def __init__(  # noqa: PLR0913 - a composition of parts, all named
        self,
        topic: str,
        state_log: StateLog,
        restore: Callable[[Mapping[bytes, bytes], int], Restored[P]],
        *,
        clock: Clock,
        on_fatal: FatalHook,
        policy: CheckpointPolicy | None = None,
    ) -> None:
        """Begin without any partition."""
        self.topic = topic
        self.durable = state_log.durable
        self.policy = policy or CheckpointPolicy()
        self.clock = clock
        self.changed = asyncio.Event()
        """Set when there may be more or other partitions to read than before."""
        self.still = asyncio.Lock()
        """Held by who needs the memories to stay as they are for more than a moment, and by who folds."""
        self.left: dict[int, P] = {}
        """The memories of which all was kept when their partitions were let go; whoever follows takes them out."""
        self._accepted = 0
        """How many chunks were since the process began."""
        self.tally = Tally()
        self.assigned_at: int | None = None
        """When the group last gave partitions to this worker, be it none; None while it has not spoken."""
        self._state_log = state_log
        self._restore = restore
        self._on_fatal = on_fatal
        self._membership: Membership | None = None
        self._keepers: dict[int, Keeper[P]] = {}
        self._expected = False
        self._releasing = asyncio.Lock()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._epochs = itertools.count(1)
        self._quarantines: dict[int, Quarantine] = {}

    def join(self, membership: Membership) -> None:
        """Learn whom to ask about the group."""
        self._membership = membership

    def expect(self) -> None:
        """Be ready for an assignment; one that comes after a release without this is out of date."""
        self._expected = True

    async def assign(self, numbers: Collection[int]) -> None:
        """Begin to tend exactly these partitions, from what is kept of them; returns before they are restored."""
        await self._let_go()
        if not self._expected:
            return
        if self._membership is None:
            raise AssertionError("join comes before assign")
        around = Surroundings(
            self._state_log,
            self._restore,
            self._membership,
            self.clock,
            self.give_up,
            self.changed.set,
            self.tally,
            self._turns,
        )
        self.tally.rebalances += 1
        self.assigned_at = self.clock()
        for place, number in enumerate(sorted(numbers)):
            quarantine = self._quarantines.setdefault(number, Quarantine())
            lane: Lane[P] = Lane(self.topic, number, self.policy, self._epochs, quarantine)
            self._keepers[number] = Keeper(lane, around, phase_ms=self.policy.phase_ms(place, len(numbers)))
        self.changed.set()
        log.info("lanes_assigned", topic=self.topic, partitions=sorted(numbers))

    async def release(self) -> dict[int, int]:
        """Keep what waits, drop all memory, let go of every partition, in bounded time; may be called at any time.

        Returns the last kept offset of each that has one.
        """
        self._expected = False
        return _durable(await self._let_go())

    async def _let_go(self) -> dict[int, Keeper[P]]:
        """Release every lane there is, and return what they were."""
        async with self._releasing:
            keepers, self._keepers = self._keepers, {}
            self.assigned_at = None
            if keepers:
                left = await asyncio.gather(*(keeper.release() for keeper in keepers.values()))
                self.left |= {number: last for number, last in zip(keepers, left, strict=True) if last is not None}
                log.info("lanes_released", topic=self.topic, partitions=sorted(keepers))
            return keepers

    def accept(self, chunk: Chunk) -> None:
        """Fold a chunk into its lane; one of a partition that is not ours any more is passed over. Never raises."""
        self._accepted += 1
        keeper = self._keepers.get(chunk.partition)
        if keeper is None:
            return
        try:
            keeper.lane.accept(chunk)
        except Spoiled as spoiled:
            name = "fold_failed" if spoiled.offset is None else "record_quarantined"
            # The dead letter has the whole traceback.
            what = placed(spoiled.cause)
            log.error(name, topic=self.topic, partition=chunk.partition, offset=spoiled.offset, error=what)  # noqa: TRY400
            if keeper.lane.quarantine.is_everything:
                self._fail(keeper.lane, chunk, what)
        except Exception as error:
            log.exception("lane_failed", partition=chunk.partition, start=chunk.start, end=chunk.end)
            self._fail(keeper.lane, chunk, placed(error))

    def out_of_range(self, number: int, first: int, end: int) -> None:
        """Go on where the source has something, which is from `first` up to `end`: what is wanted next is not there."""
        lane = self.lane(number)
        if lane is None or lane.partition is None:
            return
        position = lane.position
        if position < first:
            gone = lane.skip_to(first)
            self.tally.gone += gone
            if gone:
                log.error("records_gone", topic=self.topic, partition=number, start=position, end=first, offsets=gone)
        elif position > end:
            lane.fail()
            where = f"partition {number} of {self.topic} ends at {end}, and offset {position} is to be read next"
            what_to_do = "if the topic was made anew the next start rebuilds, else start once with --rebuild"
            self.give_up(f"{where}: what was counted is gone; {what_to_do}")

    async def catch_up(self, at_most_s: float) -> None:
        """Wait until for a moment no chunk was accepted: who has held `still` lets that be done which had to wait."""
        loop = asyncio.get_running_loop()
        until_s, before = loop.time() + at_most_s, -1
        while before != self._accepted and loop.time() < until_s:
            before = self._accepted
            await asyncio.sleep(_MOMENT_S)

    def _fail(self, lane: Lane[P], chunk: Chunk, error: str) -> None:
        """Give a partition up: the same records would do it again, and to leave all of them out would be wrong."""
        lane.fail()
        where = f"partition {chunk.partition} of {self.topic}, offsets {chunk.start}-{chunk.end - 1}"
        self.give_up(f"{where}: {error}")

    @property
    def quarantined(self) -> dict[int, int]:
        """How many records of each partition have broken the engine since the process began; only where some have."""
        return {number: of.count for number, of in sorted(self._quarantines.items()) if of.count}

    def lane(self, number: int) -> Lane[P] | None:
        """The lane of a partition, None if it is not ours."""
        keeper = self._keepers.get(number)
        return None if keeper is None else keeper.lane

    def memory(self, number: int) -> P | None:
        """The memory of a partition, None while it has none or is not ours."""
        lane = self.lane(number)
        return None if lane is None else lane.partition

    def running(self) -> Iterable[Lane[P]]:
        """The lanes whose partitions are to be read now."""
        lanes = (keeper.lane for keeper in self._keepers.values())
        return [lane for lane in lanes if lane.state is LaneState.RUNNING]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The partitions that are ours."""
        return tuple(sorted(self._keepers))

    @property
    def held(self) -> bool:
        """Whether what is ours cannot be another's yet: the group has answered within the session."""
        return self.assigned_at is not None and (self._membership is None or self._membership.silent_ms() <= SESSION_MS)

    @property
    def group_is_there(self) -> bool:
        """Whether Kafka has said who speaks for the group: without that nobody is given anything."""
        return self._membership is not None and self._membership.is_there()

    @property
    def group_refusal(self) -> str | None:
        """What the group has said against this worker since it took it in last."""
        return None if self._membership is None else self._membership.refusal()

    def durable_offsets(self) -> dict[int, int]:
        """The last kept offset of each partition of ours that has one."""
        return _durable(self._keepers)

    def views(self) -> tuple[LaneView[P], ...]:
        """How each lane stands, in the order of partitions."""
        return tuple(self._keepers[number].lane.view() for number in self.numbers)

    def partitions(self) -> Sequence[P]:
        """The memory of each partition that is restored, in the order of partitions."""
        return [view.partition for view in self.views() if view.partition is not None]

    def give_up(self, reason: str) -> None:
        """Say why the worker cannot go on."""
        log.error("lane_failed", reason=reason)
        self._on_fatal(reason)


def _durable(keepers: Mapping[int, Keeper[P]]) -> dict[int, int]:
    """The last kept offset of each that has one."""
    return {number: kept for number, keeper in keepers.items() if (kept := keeper.lane.durable_offset) >= 0}
