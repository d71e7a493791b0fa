"""Replay: a recording folded through the same partitions as a worker's, without Kafka.

A line is one event. It may carry `"record": {"timestamp": ms, "partition": n}`, as Kafka knew it; without that its
timestamp is the event's time, and its partition the one that Kafka's default partitioner gives its contact.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec
from msgspec.structs import replace

from stream import floor
from stream.alarms.rounds import Rounds
from stream.catalog import Catalogue
from stream.codec import decode
from stream.crew.partition import CrewPartition
from stream.errors import FloorwatchError
from stream.events import AGENT_TYPES, Rejected
from stream.floor import Floor
from stream.floor_clock import FloorClock, PartitionReading
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND, Millis

BATCH: Final = 2_000

_MIX: Final = 0x5BD1E995
_SEED: Final = 0x9747B28C
_BITS: Final = 0xFFFFFFFF
_POSITIVE: Final = 0x7FFFFFFF
_MARK: Final = b'"record"'


class Recorded(msgspec.Struct, frozen=True):
    """A line as the record that Kafka would have made of it. `at_ms` is None where the line is no event.

    `of_agent`: it is about an agent, and belongs to the topic of those.
    """

    offset: int
    timestamp: Millis
    key: bytes | None
    value: bytes
    partition: int = 0
    at_ms: Millis | None = None
    of_agent: bool = False


class _Stamp(msgspec.Struct, frozen=True):
    """The member `record` of a dumped line."""

    timestamp: int
    partition: int


class _Stamped(msgspec.Struct, frozen=True):
    """Unread at first: of several members `record` only the last one counts, the others are the sender's own."""

    record: msgspec.Raw = msgspec.Raw(b"null")


_stamped: Final = msgspec.json.Decoder(_Stamped).decode
_stamp_of: Final = msgspec.json.Decoder(_Stamp | None).decode


class Replay:
    """One pass over a recording, on `partitions` partitions; events after `at_ms` are not folded.

    `rounds` lets alarms look every ten seconds of event time, and at the instant of a floor.
    """

    def __init__(
        self, site: Site, partitions: int = 1, at_ms: Millis | None = None, rounds: Rounds | None = None
    ) -> None:
        self._site = site
        self._rounds = rounds
        self._count = partitions
        self._at_ms = at_ms
        self._line = 0
        self.partitions = {number: Partition(site, number) for number in range(partitions)}
        self.crews = {number: CrewPartition(site, number) for number in range(partitions)}

    def feed(self, lines: Iterable[bytes]) -> None:
        """Fold JSON lines in the order given; what a worker would reject is counted under its reason."""
        source = iter(lines)
        while batch := list(islice(source, BATCH)):
            of: dict[tuple[bool, int], list[Recorded]] = {}
            for one in recorded(batch, self._count, self._line, agents=True):
                if self._at_ms is None or one.at_ms is None or one.at_ms <= self._at_ms:
                    if self._is_due(one):
                        self._fold(of)
                        of = {}
                        self._look(one.at_ms or 0)
                    of.setdefault((one.of_agent, one.partition), []).append(one)
            self._line += len(batch)
            self._fold(of)

    def floor(self, catalogue: Catalogue) -> Floor:
        """The floor at the greatest event time, or at the instant asked for; a whole second."""
        newest_ms = max(self._newest().values())
        at_ms = (newest_ms if self._at_ms is None else self._at_ms) // SECOND * SECOND
        if newest_ms:
            self._look(at_ms)
        shown = self._at(at_ms, catalogue)
        if self._rounds is None:
            return shown
        self._rounds.alarms.look(shown, at_ms)
        return replace(shown, alarms=self._rounds.alarms.standing())

    def _fold(self, of: Mapping[tuple[bool, int], Sequence[Recorded]]) -> None:
        for (of_agent, number), records in of.items():
            if number not in self.partitions:
                self.partitions[number] = Partition(self._site, number)
                self.crews[number] = CrewPartition(self._site, number)
            (self.crews if of_agent else self.partitions)[number].fold(records)

    def _is_due(self, one: Recorded) -> bool:
        """Whether a look comes before this event; one from too far ahead is rejected and moves no clock."""
        if self._rounds is None or one.at_ms is None:
            return False
        due_ms = self._rounds.due_ms
        return (due_ms is None or one.at_ms > due_ms) and self._site.trusts(one.at_ms, one.timestamp)

    def _look(self, until_ms: Millis) -> None:
        """Let the alarms look at every round instant before this one."""
        rounds = self._rounds
        if rounds is not None:
            for at_ms in rounds.passed_by(until_ms):
                rounds.alarms.look(self._at(at_ms, rounds.watched, rounds.windows), at_ms)

    def _newest(self) -> dict[int, Millis]:
        """The greatest event time of each partition, of contacts or agents; 0 before the first."""
        parts, crews = self.partitions, self.crews
        return {number: max(parts[number].newest_event_ms, crews[number].newest_event_ms) for number in sorted(parts)}

    def _at(self, at_ms: Millis, catalogue: Catalogue, windows: Collection[str] | None = None) -> Floor:
        """The floor at an instant; only some `windows` of it are filled where that is all that is asked for."""
        newest = self._newest()
        readings = tuple(PartitionReading(number, at or None, "caught_up") for number, at in newest.items())
        clock = FloorClock(at_ms, "replay", partitions=readings)
        told = [self.partitions[number].part(at_ms) for number in newest]
        people = [self.crews[number].part(at_ms) for number in newest]
        if windows is not None:
            for part in told:
                part.totals = {name: totals for name, totals in part.totals.items() if name in windows}
        return floor.build(told, self._site, catalogue, clock, people)


def recorded(
    lines: Iterable[bytes], partitions: int = 1, first: int = 0, *, agents: bool = False
) -> Iterator[Recorded]:
    """The records of JSON lines; empty lines make none, nor do events about agents unless they are asked for.

    `first` is the number of lines before these. Offsets count lines, so they rise within each partition. A member
    `record` that is none is a FloorwatchError: only `audit --dump` writes it.
    """
    for offset, line in enumerate(lines, first):
        value = line.strip()
        if not value:
            continue
        wire = decode(value)
        if isinstance(wire, Rejected):
            yield Recorded(offset, 0, None, value)
            continue
        of_agent = wire.type in AGENT_TYPES
        subject = wire.agent if of_agent else wire.contact
        if subject is None or (of_agent and not agents):
            continue
        key = subject.encode()
        stamp = _stamp(value, offset) if _MARK in value else None
        if stamp is None:
            number = 0 if partitions == 1 else partition_of(key, partitions)
            yield Recorded(offset, wire.at, key, value, number, wire.at, of_agent)
        else:
            yield Recorded(offset, stamp.timestamp, key, value, stamp.partition, wire.at, of_agent)


def partition_of(key: bytes, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key."""
    return (murmur2(key) & _POSITIVE) % partitions


def murmur2(key: bytes) -> int:
    """Kafka's 32-bit hash of a key (MurmurHash2 by A. Appleby, with Kafka's seed), as an unsigned number."""
    mixed = _SEED ^ len(key)
    whole = len(key) // 4 * 4
    for start in range(0, whole, 4):
        word = int.from_bytes(key[start : start + 4], "little") * _MIX & _BITS
        word = (word ^ word >> 24) * _MIX & _BITS
        mixed = mixed * _MIX & _BITS ^ word
    if whole < len(key):
        mixed = (mixed ^ int.from_bytes(key[whole:], "little")) * _MIX & _BITS
    mixed = (mixed ^ mixed >> 13) * _MIX & _BITS
    return mixed ^ mixed >> 15


def _stamp(line: bytes, offset: int) -> _Stamp | None:
    try:
        stamp: _Stamp | None = _stamp_of(_stamped(line).record)
    except msgspec.ValidationError as error:
        raise FloorwatchError(f"line {offset + 1}", "record", str(error).partition(" - at")[0]) from error
    if stamp is not None and stamp.partition < 0:
        raise FloorwatchError(f"line {offset + 1}", "record", f"{stamp.partition} is no partition")
    return stamp
