"""Two partitions side by side: all that one holds, shows and writes, as values that can be compared."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from stream.contact import Contact, State
from stream.events import Event
from stream.measures import Measures, Slice
from stream.overlay import Part, SourceCounts
from stream.panes import LEVELS
from stream.partition import Partition
from stream.units import SECOND, Millis


class Remembered(NamedTuple):
    """All of a contact."""

    recent: list[Event]
    base: State | None
    settled_at: Millis | None
    settled: tuple[str, ...]
    idle: bool
    state: State


class Kept(NamedTuple):
    """What a partition holds; `panes` by length, start and slice."""

    panes: dict[int, dict[int, dict[Slice, Measures]]]
    contacts: dict[str, Remembered]
    live: set[str]
    queues: set[str]
    queues_full: bool
    sources: dict[str, SourceCounts]
    clocks: tuple[int, Millis, Millis]


def kept(partition: Partition) -> Kept:
    """A copy of what a partition holds, apart from what belongs to its process."""
    panes = {length_ms: partition.panes.kept(length_ms) for length_ms, _ in LEVELS}
    return Kept(
        {n: {start: {w: dict(m) for w, m in s.items()} for start, s in level.items()} for n, level in panes.items()},
        {contact.id: _remembered(partition, contact) for contact in partition.memory.contacts.values()},
        set(partition.memory.live),
        set(partition.queues),
        partition.queues_full,
        {name: replace(counts, rejected=dict(counts.rejected)) for name, counts in partition.sources.items()},
        (partition.applied_offset, partition.log_clock_ms, partition.newest_event_ms),
    )


def now_of(partition: Partition, after_s: int = 0) -> Millis:
    """A whole second at which nothing of the log is in the future, or so many seconds later."""
    newest_ms = max(partition.newest_event_ms, partition.log_clock_ms)
    return (newest_ms // SECOND + 1 + after_s) * SECOND


def shown(partition: Partition, clock_ms: Millis) -> Part:
    """The partition's part of a floor without what belongs to its process."""
    return replace(partition.part(clock_ms), net={}, corrections={}, dropped_deltas=0, overflowed=0)


def opened(rows: Mapping[bytes, bytes]) -> dict[bytes, object]:
    """Rows as values: in which order a map was written is of no account."""
    return {key: msgspec.msgpack.decode(value, strict=False) for key, value in rows.items()}


def write(rows: dict[bytes, bytes], changes: Iterable[tuple[bytes, bytes | None]]) -> None:
    """Do to `rows` what a checkpoint does to a compacted topic."""
    for key, value in changes:
        if value is None:
            rows.pop(key, None)
        else:
            rows[key] = value


def _remembered(partition: Partition, contact: Contact) -> Remembered:
    base = contact.base.copy() if contact.base is not None else None
    woken = replace(contact)  # that it is looked at must not make a difference
    partition.memory.wake(woken)
    state = woken.state.copy()
    return Remembered(list(contact.recent), base, contact.settled_at, contact.settled, contact.idle, state)
