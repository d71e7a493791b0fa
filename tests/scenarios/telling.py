"""How a story is told to the partitions of contacts and of agents: in order, shuffled, twice, restored on the way."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeAlias, TypeVar

import msgspec

from stream.crew.partition import CrewPartition
from stream.overlay import SourceCounts, joined_sources
from stream.partition import Partition
from stream.restore import Restore, restore, restore_crew
from stream.rows import META_KEY
from stream.site import Site
from stream.units import MINUTE, Millis
from tests.scenarios.story import Story, Told

TOPIC_ID = "t"
RESTORES = 20
"""A restore after each event of a story, of a long one after so many parts of it."""

P = TypeVar("P", Partition, CrewPartition)


class Record(NamedTuple):
    """A record of a source topic."""

    offset: int
    timestamp: Millis
    key: bytes
    value: bytes


class Heard(NamedTuple):
    """The partitions that have heard a story: each its own topic of it."""

    contacts: Partition
    crew: CrewPartition

    def sources(self) -> dict[str, SourceCounts]:
        """What became of the records of both."""
        return joined_sources([self.contacts.counted(), self.crew.counted()])


Way: TypeAlias = Callable[[Story, Sequence[Told]], Heard]
"""A way to tell events: the partitions that have heard them."""


def in_order(story: Story, told: Sequence[Told]) -> Heard:
    """Tell everything as it arrives, in one go."""
    return _tell(story.site, sorted(told, key=_arrival), len(told))


def shuffled(story: Story, told: Sequence[Told]) -> Heard:
    """Tell everything with a delay of its own that stays below the settling horizon, record by record."""
    return _tell(story.site, stirred(story, told), 1)


def twice(story: Story, told: Sequence[Told]) -> Heard:
    """Tell everything twice: once more at once, or later within ten minutes."""
    dice = Random(story.name)
    within = 0 if story.fixed else 10 * MINUTE
    again = [one._replace(arrives_at=one.arrives_at + dice.randint(0, within)) for one in told]
    return _tell(story.site, sorted([*told, *again], key=_arrival), 2 * len(told))


def restored(story: Story, told: Sequence[Told]) -> Heard:
    """Write and restore after every event: what goes on never is the partition that heard it."""
    of_contacts, of_agents = _records(sorted(told, key=_arrival))
    return Heard(
        _tell_restored(Partition(story.site, 0), of_contacts, restore),
        _tell_restored(CrewPartition(story.site, 0), of_agents, restore_crew),
    )


WAYS: tuple[Way, ...] = (in_order, shuffled, twice, restored)


def stirred(story: Story, told: Sequence[Told]) -> list[Told]:
    """The events in the order of their arrival, once each of them has its own delay."""
    dice = Random(story.name)
    within = 0 if story.fixed else story.site.settling_horizon_ms - 1
    return sorted((one._replace(arrives_at=one.arrives_at + dice.randint(0, within)) for one in told), key=_arrival)


def until(story: Story, clock: Millis) -> list[Told]:
    """The events that have arrived at an instant."""
    return [one for one in story.told if one.arrives_at <= clock]


def _tell(site: Site, told: Sequence[Told], at_once: int) -> Heard:
    heard = Heard(Partition(site, 0), CrewPartition(site, 0))
    for partition, records in zip(heard, _records(told), strict=True):
        for part in _parts(records, at_once):
            partition.fold(part)
    return heard


def _tell_restored(partition: P, records: Sequence[Record], back: Restore[P]) -> P:
    rows: dict[bytes, bytes] = {}
    partition.topic_id, partition.partitions = TOPIC_ID, 1
    for part in _parts(records, len(records) // RESTORES):
        partition.fold(part)
        changes = list(partition.changes())
        assert changes[-1][0] == META_KEY
        for key, value in changes:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        partition, stale, reason = back(rows, partition.site, 0, topic_id=TOPIC_ID, partitions=1)
        assert (stale, reason) == ([], None)
    return partition


def _parts(records: Sequence[Record], at_once: int) -> Iterator[Sequence[Record]]:
    step = max(1, at_once)
    return (records[start : start + step] for start in range(0, len(records), step))


def _arrival(one: Told) -> Millis:
    return one.arrives_at


def _records(told: Sequence[Told]) -> tuple[list[Record], list[Record]]:
    """The records about contacts, and those about agents."""
    found: tuple[list[Record], list[Record]] = [], []
    for one in told:
        topic = found[one.of_agent]
        event = {"agent" if one.of_agent else "contact": one.subject, "time": one.at, **one.fields}
        topic.append(Record(len(topic), one.arrives_at, one.subject.encode(), msgspec.json.encode(event)))
    return found
