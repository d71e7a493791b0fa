"""A floor at an instant: many open contacts of ten events each, and an hour of calls that are over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from agents.bench.events import BETWEEN_MS, contact_events
from agents.bench.events import EVENTS_PER_CONTACT as CALL_EVENTS
from stream.partition import Partition
from stream.site import Site
from stream.units import HOUR, MINUTE, SECOND, Millis

EVENTS_PER_CONTACT: Final = 10
QUEUES: Final = 20
AGENTS: Final = 300
SITE: Final = Site(labels=("queue", "channel", "priority"))
"""With a label more than the usual two."""
CHUNK: Final = 1_000
EARLY_ROWS: Final = 10_000
"""A worker keeps a checkpoint of a partition at the latest when so many rows wait."""

_STEPS: Final[tuple[dict[str, str], ...]] = (
    {"type": "contact.started"},
    {"type": "contact.queued"},
    {"type": "contact.offered", "agent": ""},
    {"type": "contact.answered", "agent": ""},
    {"type": "contact.message", "from": "customer"},
    {"type": "contact.message", "from": "agent", "agent": ""},
    {"type": "contact.message", "from": "customer"},
    {"type": "contact.message", "from": "agent", "agent": ""},
    {"type": "contact.held", "agent": ""},
    {"type": "contact.resumed", "agent": ""},
)
_STEP_MS: Final = 20 * SECOND
_CALLS_PER_HOUR: Final = 30_000
"""So that each queue has some in every pane."""
_STORED: Final = 2_000
"""So many contacts are folded for a state; the others are the same under names of their own."""


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A record as the core sees it."""

    offset: int
    timestamp: Millis
    key: bytes
    value: bytes


def chats(contacts: int, now_ms: Millis, first_offset: int = 0) -> Iterator[PlainRecord]:
    """The ten events of each contact, step by step for all of them; the last step was just now."""
    begin_ms = now_ms - len(_STEPS) * _STEP_MS
    offset = first_offset
    for number, step in enumerate(_STEPS):
        for contact in range(contacts):
            at_ms = begin_ms + number * _STEP_MS + contact * _STEP_MS // contacts
            yield PlainRecord(offset, at_ms, _name(contact), orjson.dumps(_event(contact, number, step, at_ms)))
            offset += 1


def fold(partition: Partition, records: Iterator[PlainRecord]) -> int:
    """Fold in chunks, the rows taken as often as a worker does; returns how many there were, raises for a bad one."""
    count, chunk = 0, []
    for record in records:
        chunk.append(record)
        count += 1
        if len(chunk) == CHUNK:
            _fold(partition, chunk)
            chunk = []
    _fold(partition, chunk)
    list(partition.changes())
    return count


def stored(contacts: int, number: int, now_ms: Millis, *, topic_id: str, partitions: int) -> dict[bytes, bytes]:
    """The rows of a partition with so many open contacts and an hour of calls, before the source's first record."""
    partition = Partition(Site(), number)
    partition.topic_id, partition.partitions = topic_id, partitions
    few = min(contacts, _STORED)
    calls = list(_calls(now_ms, partitions))
    for chunk in _cut([*calls, *chats(few, now_ms, len(calls))]):
        partition.fold(chunk)
    partition.applied_offset = -1
    written = {key: value for key, value in partition.changes() if value is not None}
    for copy in range(few, contacts):
        written[_row_key(copy)] = written[_row_key(copy % few)]
    model = partition.memory.contacts[_name(0).decode()]
    partition.memory.contacts |= {_name(copy).decode(): model for copy in range(few, contacts)}
    return written | {key: value for key, value in partition.changes() if value is not None}


def _calls(now_ms: Millis, partitions: int) -> Iterator[PlainRecord]:
    """A partition's share of an hour of calls, in the order in which they happened."""
    calls = _CALLS_PER_HOUR // partitions
    begin_ms = now_ms - HOUR - MINUTE
    told = [(orjson.loads(value), key) for key, value in contact_events(calls * CALL_EVENTS, begin_ms)]
    for number, (event, _) in enumerate(told):
        event["time"] += number // CALL_EVENTS * (HOUR // calls - BETWEEN_MS)
    told.sort(key=lambda one: one[0]["time"])
    for offset, (event, key) in enumerate(told):
        yield PlainRecord(offset, event["time"], key, orjson.dumps(event))


def _cut(records: Sequence[PlainRecord]) -> Iterator[Sequence[PlainRecord]]:
    return (records[first : first + CHUNK] for first in range(0, len(records), CHUNK))


def _fold(partition: Partition, chunk: Sequence[PlainRecord]) -> None:
    refused = partition.fold(chunk)
    if refused:
        raise ValueError(f"the core refuses {len(refused)} events, the first as {refused[0].reason}")
    if partition.dirty_rows >= EARLY_ROWS:
        list(partition.changes())


def _name(contact: int) -> bytes:
    return b"d%07d" % contact


def _row_key(contact: int) -> bytes:
    return b'[0,"contact","%s"]' % _name(contact)


def _event(contact: int, number: int, step: dict[str, str], at_ms: Millis) -> dict[str, object]:
    name = _name(contact).decode()
    event: dict[str, object] = {
        **step,
        "id": f"{name}-{number}",
        "source": "chat-1",
        "time": at_ms,
        "contact": name,
        "channel": "chat",
        "queue": f"q{contact % QUEUES:02d}",
        "priority": "normal",
    }
    if "agent" in step:
        event["agent"] = f"a{contact % AGENTS:03d}"
    return event
