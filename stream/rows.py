"""The rows of the state topic: one per pane and slice, one per contact, and one about the whole partition.

A key is a JSON array, `[generation, "pane", length, start, slice]` or `[generation, "contact", id]`, so that a person
can read it; the row about the partition has the key `["meta"]`. Values are msgpack. Rows of another generation than
the meta row's are of no use any more.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from stream.contact import Contact, State
from stream.overlay import SourceCounts
from stream.panes import Panes
from stream.units import Millis

if TYPE_CHECKING:
    from stream.partition import Partition

META_KEY: Final = b'["meta"]'


class Meta(msgspec.Struct):
    """What a partition's rows are about: the log up to `applied_offset`, folded by the rules of `fingerprint`."""

    applied_offset: int
    log_clock_ms: Millis
    newest_event_ms: Millis
    generation: int
    fingerprint: str
    topic_id: str
    partitions: int
    queues: list[str]
    sources: dict[str, SourceCounts]
    rows: int
    """How many pane and contact rows belong to it: fewer means that the topic has lost some."""
    labels: dict[str, list[str]] = {}
    """The values learned of each further label of slices."""


class ContactRow(msgspec.Struct, array_like=True):
    """A contact. What the events of one that is live fold to is there too: to fold them all again would take too long.

    Of all others, which hardly ever hear of an event, there is what silence needs to forget them.
    """

    recent: msgspec.Raw
    """Its events, packed; looked into only when one of them is asked for."""
    held: int
    since: Millis
    base: State | None
    settled_at: Millis | None
    settled: tuple[str, ...]
    idle: bool
    last_at: Millis
    channel: str | None
    queue: str | None
    state: State | None


_key: Final = msgspec.json.Encoder().encode
_pack: Final = msgspec.msgpack.Encoder().encode


def pane_changes(generation: int, panes: Panes) -> list[tuple[bytes, bytes | None]]:
    """The rows of panes that differ from those written last; None: the row is to go. Clears their marks."""
    rows: list[tuple[bytes, bytes | None]] = []
    for length, start, where in panes.dirty():
        measures = panes.measures_at(length, start, where)
        rows.append((_key((generation, "pane", length, start, where)), _pack(measures) if measures else None))
    panes.clear_dirty()
    return rows


class Changes:
    """The rows that differ from those written last, the meta row last; None: the row is to go. To be read once.

    Making them takes a while, and who reads them can do something else in between: the row of a contact is made when
    its turn comes, or just before the contact changes, so that all are as of the moment at which this was made.
    """

    def __init__(self, partition: "Partition") -> None:
        """Begin with the rows of panes, of which there are few, and clear all marks."""
        self._generation, self._memory = partition.generation, partition.memory
        self._panes = pane_changes(partition.generation, partition.panes)
        self._meta = _pack(_about(partition))
        self._size = len(self._panes) + self._memory.leave() + 1

    def __len__(self) -> int:
        """How many there are in all."""
        return self._size

    def __iter__(self) -> Iterator[tuple[bytes, bytes | None]]:
        """Make those that are left."""
        yield from self._panes
        for contact_id, row in self._memory.left():
            yield _key((self._generation, "contact", contact_id)), row
        yield META_KEY, self._meta


def _about(partition: "Partition") -> Meta:
    return Meta(
        partition.applied_offset,
        partition.log_clock_ms,
        partition.newest_event_ms,
        partition.generation,
        partition.site.fingerprint(partition.log_clock_ms),
        partition.topic_id,
        partition.partitions,
        sorted(partition.queues),
        partition.sources,
        len(partition.panes) + len(partition.memory.contacts),
        {label: sorted(known) for label, known in partition.labels.items()},
    )


def contact_row(contact: Contact, *, live: bool) -> bytes:
    """The row of a contact."""
    state = contact.state
    row = ContactRow(
        msgspec.Raw(contact.pack()),
        contact.held,
        contact.since,
        contact.base,
        contact.settled_at,
        contact.settled,
        contact.idle,
        state.last_at,
        state.channel,
        state.queue,
        state if live else None,
    )
    return _pack(row)
