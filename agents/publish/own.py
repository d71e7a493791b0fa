"""The parts of our own partitions at one instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.followed import Followed
from agents.publish.shelf import Place, Told
from stream.alarms.alarm import Alarm
from stream.bulletin import Reach, snapshot
from stream.crew.partition import CrewPart, CrewPartition
from stream.floor import PartitionReading
from stream.overlay import Part
from stream.partition import Partition
from stream.units import Millis


@dataclass(frozen=True, slots=True)
class _Sign:
    """What goes with a part: how far its partition is, and the greatest event time seen."""

    reach: Reach
    reading: PartitionReading
    newest_ms: Millis


@dataclass(frozen=True, slots=True)
class OwnParts:
    """The parts of contacts and of agents, each in the order of partitions."""

    at_ms: Millis
    parts: Sequence[Part]
    crews: Sequence[CrewPart]
    signs: Sequence[_Sign]
    """First those of `parts`, then those of `crews`."""

    @classmethod
    def taken(cls, contacts: Followed[Partition], crew: Followed[CrewPartition], at_ms: Millis) -> "OwnParts":
        """Take the parts of all partitions; whoever is taken of has its memory and its clock."""
        parts = [memory.part(at_ms) for _, memory in sorted(contacts.memories.items())]
        crews = [memory.part(at_ms) for _, memory in sorted(crew.memories.items())]
        return cls(at_ms, parts, crews, [*_signs(contacts, at_ms), *_signs(crew, at_ms)])

    @property
    def numbers(self) -> Sequence[int]:
        """The partitions of contacts."""
        return [part.partition for part in self.parts]

    def snapshot(self) -> "OwnParts":
        """The same for good: parts go on changing with what is folded."""
        return OwnParts(self.at_ms, [*map(snapshot, self.parts)], [*map(snapshot, self.crews)], self.signs)

    def told(self, me: str, now_ms: Millis, alarms: tuple[Alarm, ...]) -> dict[Place, Told]:
        """The parts as they are told; how the alarms stand goes with the first partition of contacts."""
        all_parts: list[Part | CrewPart] = [*self.parts, *self.crews]
        told = {}
        for part, sign in zip(all_parts, self.signs, strict=True):
            place = Place("contacts" if isinstance(part, Part) else "agents", part.partition)
            with_it = alarms if place == Place("contacts", 0) else ()
            state, clock_at_ms = sign.reading.state, sign.reading.at_ms
            told[place] = Told(part, sign.reach, state, clock_at_ms, sign.newest_ms, me, now_ms, with_it)
        return told


def _signs(followed: Followed[Any], at_ms: Millis) -> list[_Sign]:
    signs = []
    for number, memory in sorted(followed.memories.items()):
        reading = followed.reading(number) or PartitionReading(number, None, "behind")
        signs.append(_Sign(Reach(memory.generation, memory.applied_offset, at_ms), reading, memory.newest_event_ms))
    return signs
