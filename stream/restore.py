"""Rows of the state topic back into a partition, or the reason why it has to start again."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec

from stream.contact import Contact
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.rows import META_KEY, ContactRow, Meta
from stream.site import Site


class Restored(NamedTuple):
    """A partition as of its last checkpoint; `stale_keys` are to be tombstoned with the next one.

    `rebuild_reason` says why it starts from the beginning although there were rows.
    """

    partition: Partition
    stale_keys: list[bytes]
    rebuild_reason: str | None


_keys: Final = msgspec.json.Decoder().decode
_measures: Final = msgspec.msgpack.Decoder(dict[int, int]).decode
_contact: Final = msgspec.msgpack.Decoder(ContactRow).decode
_meta: Final = msgspec.msgpack.Decoder(Meta).decode


def restore(rows: Mapping[bytes, bytes], site: Site, number: int, *, topic_id: str, partitions: int) -> Restored:
    """The partition that wrote these rows, or a fresh one of the next generation with the reason for it."""
    partition = Partition(site, number)
    partition.topic_id, partition.partitions = topic_id, partitions
    if META_KEY not in rows:
        partition.generation = _latest_generation(rows) + 1 if rows else 0
        return Restored(partition, list(rows), "rows without a meta row" if rows else None)
    try:
        meta = _meta(rows[META_KEY])
        if meta.partitions != partitions:
            raise ConfigurationError(
                "source topic",
                "partitions",
                f"there were {meta.partitions} and are {partitions}: contacts would be split; make new topics",
            )
        mine, stale = _sorted_out(rows, meta.generation)
        reason = _unfit(meta, site, topic_id, len(mine))
        if reason is None:
            _fill(partition, meta, mine)
    except (msgspec.MsgspecError, LookupError) as fault:  # a pane of no level, an event of no kind
        meta, reason = None, f"damaged row: {fault}"
    if reason is None:
        return Restored(partition, stale, None)
    fresh = Partition(site, number)
    fresh.topic_id, fresh.partitions = topic_id, partitions
    fresh.generation = meta.generation + 1 if meta else _latest_generation(rows) + 1
    return Restored(fresh, [key for key in rows if key != META_KEY], reason)


def _sorted_out(rows: Mapping[bytes, bytes], generation: int) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The rows of a generation, and the keys of all others."""
    prefix = b"[%d," % generation
    mine = {key: value for key, value in rows.items() if key.startswith(prefix)}
    return mine, [key for key in rows if key not in mine and key != META_KEY]


def _unfit(meta: Meta, site: Site, topic_id: str, rows: int) -> str | None:
    """Why rows of this meta row cannot be gone on with, or None."""
    if meta.topic_id != topic_id:
        return "the source topic is another one"
    if meta.fingerprint != site.fingerprint(meta.log_clock_ms):
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
    partition.sources = meta.sources
    for key, value in rows.items():
        match _keys(key):
            case [_, "pane", int(length), int(start), list(where)]:
                partition.panes.put(length, start, tuple(where), _measures(value))
            case [_, "contact", str(contact_id)]:
                row = _contact(value)
                contact = Contact(contact_id)
                contact.recent, contact.base = row.recent, row.base
                contact.settled_at, contact.settled, contact.idle = row.settled_at, row.settled, row.idle
                partition.memory.restore(contact)
            case unknown:
                raise msgspec.ValidationError(f"unknown kind of row {unknown}")


def _latest_generation(rows: Mapping[bytes, bytes]) -> int:
    generations = [key[1 : key.index(b",")] for key in rows if key != META_KEY and b"," in key]
    return max((int(text) for text in generations if text.isdigit()), default=0)
