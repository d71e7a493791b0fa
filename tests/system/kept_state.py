"""What a worker has kept of a topic, against the same records folded without any worker."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec
from aiokafka.errors import KafkaError

from agents.dead_letters import decode
from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.lane.store import KafkaStateLog, StateTopics
from stream.contact import Contact
from stream.panes import LEVELS
from stream.partition import Partition
from stream.restore import restore
from stream.rows import META_KEY, Meta
from stream.site import Site
from tests.system.lane_harness import read_all, whole
from tests.system.worker_process import eventually

NAMES = ("APP_ID", "CONTACT_TOPIC", "CONTACT_STATE_TOPIC", "DEAD_LETTER_TOPIC")


class Topics(NamedTuple):
    """The topics of one worker's application."""

    connection: Connection
    app: str
    source: str
    state: str
    dead_letters: str
    partitions: int

    @classmethod
    def of(cls, connection: Connection, environment: Mapping[str, str], partitions: int) -> "Topics":
        """Return the topics that a command's environment names."""
        app, source, state, dead_letters = (environment[f"FLOORWATCH_{name}"] for name in NAMES)
        return cls(connection, app, source, state, dead_letters, partitions)


async def kept_count(topics: Topics) -> int:
    """Return how many records are kept, over all partitions; disturbs nobody."""
    count = 0
    for number in range(topics.partitions):
        rows = await read_rows(topics.connection, topics.state, number, lambda _done, _total: None)
        if META_KEY in rows:
            count += msgspec.msgpack.decode(rows[META_KEY], type=Meta).applied_offset + 1
    return count


class Expected(NamedTuple):
    """What a partition's records make it know, and the letters of those that are refused."""

    told: dict[str, object]
    letters: list[tuple[object, ...]]


async def expected(topics: Topics) -> dict[int, Expected]:
    """Fold all records of the source, with the offsets, timestamps and partitions that they have there."""
    source = await read_all(topics.connection, topics.source, topics.partitions, "read_uncommitted")
    return {number: folded_by(Partition(Site(), number), records) for number, records in source.items()}


def folded_by(partition: Partition, records: Sequence[Any]) -> Expected:
    """Let a new partition fold all of its records, and return what it must know then."""
    refused = {refusal.offset: refusal.reason for refusal in partition.fold(records)}
    letters = [(*whole(record), refused[record.offset]) for record in records if record.offset in refused]
    return Expected(_told(partition), letters)


async def differences(topics: Topics, wanted: Mapping[int, Expected]) -> dict[str, object]:
    """Compare each partition's panes, contacts, clocks, counts and letters with what they should be.

    No worker may run: the rows are read as their next owner would read them.
    """
    kept = {number: _told(await _restored(topics, number)) for number in wanted}
    letters = await read_all(topics.connection, topics.dead_letters, topics.partitions)
    found: dict[str, object] = {}
    for number, (told, wanted_letters) in wanted.items():
        for what in told.keys() | kept[number].keys():
            if told.get(what) != kept[number].get(what):
                found[f"{number} {what}"] = (told.get(what), kept[number].get(what))
        if wanted_letters != (written := letters_told(letters[number], topics.source)):
            found[f"{number} letters"] = (len(wanted_letters), len(written))
    return found


def letters_told(records: Sequence[Any], source: str) -> list[tuple[object, ...]]:
    """Return what the letters about a topic have in common with its records, and their reasons."""
    decoded = [decode(record) for record in records]
    return [(*whole(letter), letter.reason) for letter in decoded if letter is not None and letter.topic == source]


async def fence_off(topics: Topics, number: int) -> None:
    """Become the only writer of a partition, and go."""
    log = _log(topics)

    async def fenced() -> bool | None:
        # Of a busy broker the client says in many ways that it has not come to answer.
        with suppress(KafkaError, OSError, AssertionError):
            await (await log.open(number)).close()
            return True
        return None

    await eventually(fenced, f"the writer of partition {number} is fenced off")


def _log(topics: Topics) -> KafkaStateLog:
    return KafkaStateLog(topics.connection, StateTopics(topics.app, topics.state, topics.dead_letters))


async def _restored(topics: Topics, number: int) -> Partition:
    """Restore a partition as its next owner would."""
    await fence_off(topics, number)
    rows = await _log(topics).read(number, lambda _done, _total: None)
    topic_id = msgspec.msgpack.decode(rows[META_KEY], type=Meta).topic_id
    restored = restore(rows, Site(), number, topic_id=topic_id, partitions=topics.partitions)
    if restored.rebuild_reason is not None or restored.stale_keys:
        raise AssertionError(f"partition {number}: {restored.rebuild_reason}, stale {restored.stale_keys[:3]}")
    return restored.partition


def _told(partition: Partition) -> dict[str, object]:
    """Return everything that a partition knows, under names."""
    told: dict[str, object] = {
        "applied offset": partition.applied_offset,
        "log clock": partition.log_clock_ms,
        "newest event": partition.newest_event_ms,
        "queues": (partition.queues, partition.queues_full),
        "sources": partition.sources,
        "live": partition.memory.live.keys(),
    }
    for level in LEVELS:
        for start, slices in partition.panes.kept(level.length_ms).items():
            told |= {f"pane {level.length_ms} {start} {where}": measures for where, measures in slices.items()}
    return told | {f"contact {name}": _contact(partition, one) for name, one in partition.memory.contacts.items()}


def _contact(partition: Partition, contact: Contact) -> tuple[object, ...]:
    partition.memory.wake(contact)
    return contact.recent, contact.base, contact.state, contact.settled_at, contact.settled, contact.idle
