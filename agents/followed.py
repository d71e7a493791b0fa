"""The lanes of one topic as the tick follows them: the memory and the clock of each partition that is ours."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from msgspec import UNSET, UnsetType

from agents.lane.lane import LaneView
from agents.lane.lanes import Lanes
from agents.lane.ports import SourcePartition
from stream.floor_clock import PartitionReading, State
from stream.units import Millis
from stream.watermark import PartitionClock


class Shown(SourcePartition, Protocol):
    """A partition of which something is shown."""

    generation: int
    """Which state it is of: a higher one has begun from the start again."""

    @property
    def newest_event_ms(self) -> Millis:
        """The greatest event time seen, 0 before the first."""


P = TypeVar("P", bound=Shown)

_BY_TRUST: Final[tuple[State, ...]] = ("stale", "behind", "caught_up")


class Followed(Generic[P]):
    """`memories` and `clocks` by partition; `views` are those of the last look."""

    def __init__(
        self,
        lanes: Lanes[P],
        source_delay_ms: Millis,
        begun: Callable[[int, P], None],
        dropped: Callable[[int, bool, P | None], None],
    ) -> None:
        """`begun` is told of each memory that is new; `dropped` of each that is gone.

        The latter with whether the partition is still ours, and the memory itself where all that it knew is kept.
        """
        self.lanes = lanes
        self.clocks: dict[int, PartitionClock] = {}
        self.memories: dict[int, P] = {}
        self.views: Sequence[LaneView[P]] = ()
        self._source_delay_ms = source_delay_ms
        self._begun = begun
        self._dropped = dropped
        self._assigned_at: Millis | None = None
        self._moved_ms: Millis = 0

    def look(self) -> bool:
        """Forget what belongs to partitions that are gone or were restored; returns whether all is assigned anew."""
        anew = self.lanes.assigned_at != self._assigned_at
        if anew:
            self._assigned_at = self.lanes.assigned_at
            self.clocks.clear()
        self.views = self.lanes.views()
        present = {view.number: view.partition for view in self.views if view.partition is not None}
        for number, memory in list(self.memories.items()):
            if present.get(number) is not memory:
                del self.memories[number]
                kept = self.lanes.left.get(number) is memory
                self._dropped(number, any(view.number == number for view in self.views), memory if kept else None)
        self.lanes.left.clear()
        for number, memory in present.items():
            if self.memories.get(number) is not memory:
                self.memories[number] = memory
                self._begun(number, memory)
        return anew

    def move_clocks(self, present_ms: Millis, now_ms: Millis) -> None:
        """Let every clock go on; `present_ms` is the newest instant that there is, 0 while nothing is known of it."""
        self._moved_ms = now_ms
        for view in self.views:
            clock = self.clocks.setdefault(view.number, PartitionClock(self._source_delay_ms))
            if view.partition is not None and view.partition.newest_event_ms:
                clock.observe(view.partition.newest_event_ms)
            if present_ms:
                clock.tick(present_ms, view.caught_up_at, view.fetched_at, wall_ms=now_ms)
            else:
                clock.judge(now_ms, view.caught_up_at, view.fetched_at)

    @property
    def newest_ms(self) -> Millis:
        """The greatest event time of all partitions, 0 before the first event."""
        return max((memory.newest_event_ms for memory in self.memories.values()), default=0)

    @property
    def whole(self) -> bool:
        """Whether the group has spoken, and every partition that is ours has its memory."""
        return self._assigned_at is not None and all(view.partition is not None for view in self.views)

    def has(self, number: int, memory: P) -> bool:
        """Whether a partition still has this memory: one whose fold was broken off halfway shows nothing."""
        return self.lanes.memory(number) is memory

    @property
    def backlog(self) -> int:
        """How many records are still to be read."""
        return sum(view.end_offset - view.position for view in self.views if view.end_offset is not None)

    def known_ms(self, number: int) -> Millis:
        """The instant up to which the events of a partition that has its memory are known.

        Where the clock has not started, its first events may have come since the clocks were moved.
        """
        clock = self.clocks.get(number)
        value_ms = None if clock is None else clock.value_ms
        return self.memories[number].newest_event_ms if value_ms is None else value_ms

    def reading(self, number: int) -> PartitionReading | None:
        """How far a partition is; None if it is not ours."""
        clock = self.clocks.get(number)
        if clock is None:
            return None
        state: State = "stale" if clock.stale else "caught_up" if clock.caught_up else "behind"
        return PartitionReading(number, clock.value_ms, state, self._age_ms(number) if clock.stale else UNSET)

    def _age_ms(self, number: int) -> Millis | UnsetType:
        """For how long the partition has not been read; unset where it never was."""
        fetched = [view.fetched_at for view in self.views if view.number == number and view.fetched_at is not None]
        return max(0, self._moved_ms - fetched[0]) if fetched else UNSET


def together(first: PartitionReading, second: PartitionReading | None) -> PartitionReading:
    """How far both topics are in a partition: as far as the one that is less to be trusted."""
    if second is None:
        return first
    state = min(first.state, second.state, key=_BY_TRUST.index)
    known = [reading.at_ms for reading in (first, second) if reading.at_ms is not None]
    ages = [reading.age_ms for reading in (first, second) if reading.age_ms is not UNSET]
    return PartitionReading(first.partition, min(known, default=None), state, max(ages, default=UNSET))
