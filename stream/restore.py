"""Rows of the state topic back into a partition, or the reason why it has to start again."""

from collections.abc import Callable, Mapping
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from stream.contact import Contact, State, short
from stream.crew import rows as crew
from stream.crew.partition import CrewPartition
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.rows import META_KEY, ContactRow, Meta
from stream.site import Site
from stream.units import Millis
from stream.words import Words

P = TypeVar("P", bound="Keeping")
M = TypeVar("M", bound="About")


class Keeping(Protocol):
    """A partition whose state is kept in rows."""

    generation: int
    topic_id: str
    partitions: int


class About(Protocol):
    """What the row about a partition says of all its rows, whatever else it says."""

    log_clock_ms: Millis
    generation: int
    fingerprint: str
    topic_id: str
    partitions: int
    rows: int


class Restored(NamedTuple, Generic[P]):
    """A partition as of its last checkpoint; `stale_keys` are to be tombstoned with the next one.

    `rebuild_reason` says why it starts from the beginning although there were rows.
    """

    partition: P
    stale_keys: list[bytes]
    rebuild_reason: str | None


class Restore(Protocol[P]):
    """How the partitions of one topic come back from their rows."""

    def __call__(  # noqa: PLR0913 - all that a restore depends on
        self,
        rows: Mapping[bytes, bytes],
        site: Site,
        number: int,
        *,
        topic_id: str,
        partitions: int,
        anew: bool = False,
    ) -> Restored[P]:
        """The partition that wrote these rows, or a fresh one: in any case where it is wanted `anew`."""


class Restoring(NamedTuple, Generic[P, M]):
    """How one kind of partition comes back: a fresh one, its meta row, the fingerprint of today's rules, its rows."""

    begin: Callable[[], P]
    about: Callable[[bytes], M]
    fingerprint: Callable[[Millis], str]
    fill: Callable[[P, M, Mapping[bytes, bytes]], None]


_keys: Final = msgspec.json.Decoder().decode
_measures: Final = msgspec.msgpack.Decoder(dict[int, int]).decode
_contact: Final = msgspec.msgpack.Decoder(ContactRow).decode
_meta: Final = msgspec.msgpack.Decoder(Meta).decode


def restore(  # noqa: PLR0913 - as Restore has it
    rows: Mapping[bytes, bytes], site: Site, number: int, *, topic_id: str, partitions: int, anew: bool = False
) -> Restored[Partition]:
    """The partition of contacts that wrote these rows, or a fresh one of the next generation with the reason for it."""
    how = Restoring(lambda: Partition(site, number), _meta, site.fingerprint, _fill)
    return restored(rows, how, topic_id=topic_id, partitions=partitions, anew=anew)


def restore_crew(  # noqa: PLR0913 - as Restore has it
    rows: Mapping[bytes, bytes], site: Site, number: int, *, topic_id: str, partitions: int, anew: bool = False
) -> Restored[CrewPartition]:
    """The same for a partition of agents."""
    how = Restoring(
        lambda: CrewPartition(site, number), crew.decode_meta, lambda _log_clock_ms: crew.fingerprint(site), crew.fill
    )
    return restored(rows, how, topic_id=topic_id, partitions=partitions, anew=anew)


def restored(
    rows: Mapping[bytes, bytes], how: Restoring[P, M], *, topic_id: str, partitions: int, anew: bool
) -> Restored[P]:
    """The partition that wrote these rows, or a fresh one of the next generation with the reason for it."""

    def fresh(generation: int) -> P:
        begun = how.begin()
        begun.topic_id, begun.partitions, begun.generation = topic_id, partitions, generation
        return begun

    if META_KEY not in rows:
        generation = _latest_generation(rows) + 1 if rows else 0
        return Restored(fresh(generation), list(rows), "rows without a meta row" if rows else None)
    partition, meta = fresh(0), None
    try:
        meta = how.about(rows[META_KEY])
        if meta.partitions != partitions:
            raise ConfigurationError(
                "source topic",
                "partitions",
                f"there were {meta.partitions} and are {partitions}: contacts would be split; make new topics",
            )
        mine, stale = _sorted_out(rows, meta.generation)
        reason = _unfit(meta, how.fingerprint(meta.log_clock_ms), topic_id, len(mine))
        if anew:
            reason = "asked for"
        if reason is None:
            how.fill(partition, meta, mine)
    except (msgspec.MsgspecError, LookupError) as fault:  # a pane of no level, an event of no kind
        meta, reason = None, f"damaged row: {fault}"
    if reason is None:
        return Restored(partition, stale, None)
    generation = meta.generation + 1 if meta else _latest_generation(rows) + 1
    return Restored(fresh(generation), [key for key in rows if key != META_KEY], reason)


def _sorted_out(rows: Mapping[bytes, bytes], generation: int) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The rows of a generation, and the keys of all others."""
    prefix = b"[%d," % generation
    mine = {key: value for key, value in rows.items() if key.startswith(prefix)}
    return mine, [key for key in rows if key not in mine and key != META_KEY]


def _unfit(meta: About, fingerprint: str, topic_id: str, rows: int) -> str | None:
    """Why rows of this meta row cannot be gone on with, or None."""
    if meta.topic_id != topic_id:
        return "the source topic is another one"
    if meta.fingerprint != fingerprint:
        return "what shapes the numbers was changed"
    if meta.rows != rows:
        return f"the state topic holds {rows} of {meta.rows} rows"
    return None


def _fill(partition: Partition, meta: Meta, rows: Mapping[bytes, bytes]) -> None:
    partition.applied_offset = meta.applied_offset
    partition.log_clock_ms = meta.log_clock_ms
    partition.newest_event_ms = meta.newest_event_ms
    partition.generation = meta.generation
    partition.queues |= set(meta.queues)
    partition.labels = {label: set(meta.labels.get(label, ())) for label in partition.labels}
    partition.sources = meta.sources
    partition.came_with = partition.counted()
    words = Words()
    for key, value in rows.items():
        match _keys(key):
            case [_, "pane", int(length), int(start), list(where)]:
                partition.panes.put(length, start, tuple(where), _measures(value))
            case [_, "contact", str(contact_id)]:
                contact = _restored(contact_id, _contact(value))
                words.share(contact.state)
                if contact.base is not None:
                    words.share(contact.base)
                partition.memory.restore(contact)
            case unknown:
                raise msgspec.ValidationError(f"unknown kind of row {unknown}")


def _restored(contact_id: str, row: ContactRow) -> Contact:
    return Contact(
        contact_id,
        short(bytes(row.recent)),
        held=row.held,
        since=row.since,
        base=row.base,
        settled_at=row.settled_at,
        settled=row.settled,
        idle=row.idle,
        asleep=row.state is None,
        state=row.state or State(row.last_at, row.channel, queue=row.queue),
    )


def _latest_generation(rows: Mapping[bytes, bytes]) -> int:
    generations = [key[1 : key.index(b",")] for key in rows if key != META_KEY and b"," in key]
    return max((int(text) for text in generations if text.isdigit()), default=0)
