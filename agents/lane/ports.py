"""What a lane needs from others: the engine's state of one partition, the log that keeps it, the group's word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from agents.dead_letters import DeadLetter, ReadRecord

Row = tuple[bytes, bytes | None]
"""A key of the state topic and what it stands for now; None deletes it."""


class Rows(Protocol):
    """Rows that may be made only when they are read, once."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Row]:
        """Each of them."""


Clock = Callable[[], int]
"""The wall clock in ms."""

Progress = Callable[[int, int], None]
"""Told how many records of the state have been read, and how many there are about."""

FatalHook = Callable[[str], None]
"""Told in one line why the worker cannot go on."""


class Refusal(Protocol):
    """A record that the engine did not fold."""

    @property
    def offset(self) -> int:
        """Which one."""

    @property
    def reason(self) -> str:
        """Why."""


class SourcePartition(Protocol):
    """The engine's state of one partition of the source."""

    @property
    def applied_offset(self) -> int:
        """The last offset folded, -1 before the first."""

    @property
    def dirty_rows(self) -> int:
        """How many rows have changed since `changes`."""

    def fold(self, records: Sequence[ReadRecord]) -> Sequence[Refusal]:
        """Fold records in the order of their offsets, skipping what is folded already; return the refused ones."""

    def refuse(self, record: ReadRecord, reason: str) -> Refusal | None:
        """Count a record as refused and change nothing else; None where it is folded already."""

    def changes(self) -> Rows:
        """Return the rows changed since the last call, as they are now, the meta row last, and count them as kept."""


P_co = TypeVar("P_co", bound=SourcePartition, covariant=True)


class Restored(Protocol[P_co]):
    """What the rows of the state topic have become."""

    @property
    def partition(self) -> P_co:
        """The state, ready to fold what follows its applied offset."""

    @property
    def stale_keys(self) -> Sequence[bytes]:
        """Rows that no longer count and are to be deleted."""

    @property
    def rebuild_reason(self) -> str | None:
        """Why the state was not used and the source is read anew; None where it was."""


class Writer(Protocol):
    """The only one who may write the state of one partition."""

    async def commit(self, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        """Keep all of these or none; after any exception neither writer nor memory may be used again."""

    async def close(self) -> None:
        """Let go of the partition, in bounded time and without raising."""


class StateLog(Protocol):
    """Where the state of partitions outlives a worker."""

    @property
    def durable(self) -> bool:
        """Whether it does."""

    async def open(self, partition: int) -> Writer:
        """Become the only writer of a partition: what a former one has not yet committed never becomes visible."""

    async def read(self, partition: int, progress: Progress) -> Mapping[bytes, bytes]:
        """Return the committed rows of a partition, the last one of each key."""


class Membership(Protocol):
    """What the consumer group says."""

    async def confirm(self, partition: int) -> bool:
        """Ask the group whether this worker still owns a partition of the source."""

    def silent_ms(self) -> int:
        """For how long the group has not answered: beyond its session, what was ours may be another's."""

    def is_there(self) -> bool:
        """Whether Kafka has said who speaks for the group, and that one has not gone since."""

    def refusal(self) -> str | None:
        """What the group has said against this worker since it took it in last; None where it has said nothing."""
