"""One partition of the source while this worker owns it: its memory, how far it is read, what waits to be kept.

Nothing here awaits or asks the time. Each restore begins a new epoch, a number that no other lane of the worker has
had: chunks read for a former one are of no use any more.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from agents.dead_letters import DeadLetter, ReadRecord, refused
from agents.lane.errors import Spoiled
from agents.lane.policy import CheckpointPolicy, Load
from agents.lane.ports import Refusal, Restored, Rows, SourcePartition
from agents.lane.quarantine import ENGINE_ERROR, Quarantine

P = TypeVar("P", bound=SourcePartition)

# Probes that are waited for at the same time: beyond that the partition is behind anyway.
MAX_PROBES = 60


class LaneState(StrEnum):
    """What a lane is doing."""

    RESTORING = "restoring"
    RUNNING = "running"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Records of one partition in a row: everything that the source holds from `start` up to, not including, `end`."""

    partition: int
    epoch: int
    start: int
    end: int
    records: Sequence[ReadRecord]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a checkpoint keeps: the changes up to an offset, and the letters of the records refused on the way."""

    through: int
    rows: Rows
    letters: Sequence[DeadLetter]


@dataclass(frozen=True, slots=True)
class LaneView(Generic[P]):
    """A lane at an instant, for those who show it; instants in ms, None for what has not happened yet.

    `position` is the next offset to be read, `end_offset` the log's end as it was when asked at `end_asked_at`;
    at `caught_up_at` all that the log held then had been folded. `fetched_at` is the last answer to a fetch, `gone` how
    many offsets the source had lost before they were read.
    """

    number: int
    state: LaneState
    partition: P | None
    position: int
    durable_offset: int
    dirty_rows: int
    end_offset: int | None
    end_asked_at: int | None
    caught_up_at: int | None
    fetched_at: int | None
    checkpoint_at: int | None
    checkpoint_rows: int | None
    restored_records: int
    records_to_restore: int
    rebuild_reason: str | None
    gone: int = 0

    @property
    def applied_offset(self) -> int:
        """The last offset folded, -1 before the first."""
        return -1 if self.partition is None else self.partition.applied_offset


class Lane(Generic[P]):
    """The state and the progress of one partition."""

    def __init__(
        self,
        topic: str,
        number: int,
        policy: CheckpointPolicy,
        epochs: Iterator[int],
        quarantine: Quarantine | None = None,
    ) -> None:
        """Begin without memory; `epochs` never yields a number twice."""
        self.quarantine = quarantine or Quarantine()
        self.topic = topic
        self.number = number
        self.policy = policy
        self._epochs = epochs
        self.epoch = next(epochs)
        self.position = 0
        self.partition: P | None = None
        self.wake = asyncio.Event()
        self.rebuild_reason: str | None = None
        self.checkpoint_at: int | None = None
        self.checkpoint_rows: int | None = None
        self._failed = False
        self._durable = -1
        self._letters: list[DeadLetter] = []
        self._letter_bytes = 0
        self._stale_keys: Sequence[bytes] = ()
        self._progress = (0, 0)
        self._probes: deque[tuple[int, int]] = deque(maxlen=MAX_PROBES)
        self._end: tuple[int, int] | None = None
        self._caught_up_at: int | None = None
        self._fetched_at: int | None = None
        self._gone = 0

    @property
    def state(self) -> LaneState:
        """What the lane is doing."""
        if self._failed:
            return LaneState.FAILED
        if self.partition is None:
            return LaneState.RESTORING
        return LaneState.HELD if self.policy.full(self.load) else LaneState.RUNNING

    @property
    def load(self) -> Load:
        """What waits for a checkpoint."""
        rows = 0 if self.partition is None else self.partition.dirty_rows
        return Load(rows + len(self._letters), self._letter_bytes)

    @property
    def durable_offset(self) -> int:
        """The last offset whose effect is kept, -1 before the first."""
        return self._durable

    def resume(self, restored: Restored[P], at_ms: int) -> None:
        """Take over restored memory; the source is to be read from `position` on."""
        self.epoch = next(self._epochs)
        self.partition = restored.partition
        self.rebuild_reason = restored.rebuild_reason
        self._durable = restored.partition.applied_offset
        self._stale_keys = restored.stale_keys
        self.position = self._durable + 1
        self.checkpoint_at = at_ms
        self._catch_up()

    def forget(self) -> None:
        """Drop the memory: it may be ahead of what is kept."""
        self.epoch = next(self._epochs)
        self.partition = None
        self._letters, self._letter_bytes, self._stale_keys = [], 0, ()
        self._progress = (0, 0)
        self._caught_up_at = None

    def fail(self) -> None:
        """Drop the memory for good."""
        self.forget()
        self._failed = True

    def accept(self, chunk: Chunk) -> None:
        """Fold a chunk; one of a former epoch is passed over, and where one is missing the source is read again.

        Raises Spoiled, the memory dropped, where the engine raised: once it is restored, who did it is left out.
        """
        if self.partition is None or chunk.epoch != self.epoch:
            return
        if chunk.start > self.position:
            self.epoch = next(self._epochs)
            return
        refusals = self._fold(self.partition, chunk.records)
        if refusals:
            self._keep_refused(refusals, chunk.records)
        self.position = max(self.position, chunk.end)
        self._catch_up()
        if self.policy.early(self.load):
            self.wake.set()

    def skip_to(self, first: int) -> int:
        """Go on with the first offset that the source still has; returns how many were lost that nobody has read."""
        # Who begins from the start takes what there is.
        gone = 0 if self.partition is None or self.partition.applied_offset < 0 else first - self.position
        self.epoch, self.position = next(self._epochs), first
        self._gone += gone
        self._catch_up()
        return gone

    def cut(self) -> Cut | None:
        """Take all that waits for a checkpoint, None if nothing does; what is taken is kept or the memory dropped."""
        partition = self.partition
        self.wake.clear()
        if partition is None or (partition.applied_offset == self._durable and not self._stale_keys):
            return None
        rows = partition.changes()
        if self._stale_keys:
            rows = [*((key, None) for key in self._stale_keys), *rows]
        letters = self._letters
        self._letters, self._letter_bytes, self._stale_keys = [], 0, ()
        return Cut(partition.applied_offset, rows, letters)

    def kept(self, cut: Cut, at_ms: int) -> None:
        """Note that a cut is kept."""
        self._durable = cut.through
        self.checkpoint_at = at_ms
        self.checkpoint_rows = len(cut.rows)

    def probed(self, end_offset: int, asked_at: int) -> None:
        """Note where the log ended when asked at that instant."""
        self._end = (end_offset, asked_at)
        self._probes.append((end_offset, asked_at))
        self._catch_up()

    def fetched(self, at_ms: int) -> None:
        """Note when a fetch of the partition was answered."""
        self._fetched_at = at_ms

    def restoring(self, done: int, total: int) -> None:
        """Note how much of the state has been read."""
        self._progress = (done, total)

    def view(self) -> LaneView[P]:
        """Return how things stand."""
        end_offset, end_asked_at = self._end or (None, None)
        return LaneView(
            number=self.number,
            state=self.state,
            partition=self.partition,
            position=self.position,
            durable_offset=self._durable,
            dirty_rows=self.load.rows,
            end_offset=end_offset,
            end_asked_at=end_asked_at,
            caught_up_at=self._caught_up_at,
            fetched_at=self._fetched_at,
            checkpoint_at=self.checkpoint_at,
            checkpoint_rows=self.checkpoint_rows,
            restored_records=self._progress[0],
            records_to_restore=self._progress[1],
            rebuild_reason=self.rebuild_reason,
            gone=self._gone,
        )

    def _fold(self, partition: P, records: Sequence[ReadRecord]) -> Sequence[Refusal]:
        """Fold records, those in quarantine left out; an engine that raised is not gone on with."""
        refusals: list[Refusal] = []
        for part in self.quarantine.parts(records):
            if len(part) == 1 and self.quarantine.fault_of(part[0].offset) is not None:
                refusal = partition.refuse(part[0], ENGINE_ERROR)
                refusals += [] if refusal is None else [refusal]
                continue
            try:
                refusals += partition.fold(part)
            except MemoryError:
                raise
            except Exception as error:
                offset = self.quarantine.caught(part, error, durable_offset=self._durable)
                self.forget()
                self.wake.set()
                raise Spoiled(offset, error) from error
        return refusals

    def _keep_refused(self, refusals: Sequence[Refusal], records: Sequence[ReadRecord]) -> None:
        """Write a dead letter for each refused record."""
        by_offset = {record.offset: record for record in records}
        for refusal in refusals:
            error = self.quarantine.fault_of(refusal.offset)
            letter = refused(by_offset[refusal.offset], refusal.reason, self.topic, self.number, error)
            self._letters.append(letter)
            self._letter_bytes += letter.size

    def _catch_up(self) -> None:
        """Settle the probes whose end has been read: all that was in the log when they were asked is folded."""
        while self.partition is not None and self._probes and self._probes[0][0] <= self.position:
            self._caught_up_at = self._probes.popleft()[1]
