"""The parts of our own partitions at one instant."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, TypeVar

from agents.followed import Followed
from agents.publish.shelf import Place, Told
from agents.turns import Turns
from stream.alarms.alarm import Alarm
from stream.bulletin import Reach, snapshot
from stream.crew.partition import CrewPart, CrewPartition
from stream.floor_clock import PartitionReading
from stream.overlay import Part
from stream.partition import Partition
from stream.units import Millis

P = TypeVar("P", Part, CrewPart)

_OTHERS: Final = 2
"""After each part folding has so many times as long: it waits for parts a third of the time at most."""


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
    async def taken(
        cls,
        contacts: Followed[Partition],
        crew: Followed[CrewPartition],
        at_ms: Millis,
        observe: Callable[[Part | CrewPart], None],
        in_turns: Turns,
    ) -> "OwnParts | None":
        """Take the parts of all partitions; None where one has lost its memory meanwhile.

        One after the other, each with how far it is then, observed and copied before it goes on changing. Meanwhile the
        loop has its other things to do, but nothing is folded. Before the next one all that has waited is, lest it wait
        for every partition's part: for that there is twice as long as the part has taken.
        """
        parts, signs = [], []
        for number, memory in sorted(contacts.memories.items()):
            async with contacts.lanes.still:
                began_s = perf_counter()
                known_ms = contacts.known_ms(number)
                part = await in_turns(memory.taking(at_ms, known_ms) if contacts.has(number, memory) else ())
                if part is None or not contacts.has(number, memory):
                    return None
                parts.append(_observed(part, observe))
                signs.append(_sign(contacts, number, memory, at_ms))
            await contacts.lanes.catch_up(_OTHERS * (perf_counter() - began_s))
        crews = []
        for number, people in sorted(crew.memories.items()):
            if not crew.has(number, people):
                return None
            crews.append(_observed(people.part(at_ms), observe))
            signs.append(_sign(crew, number, people, at_ms))
            await asyncio.sleep(0)
        return cls(at_ms, parts, crews, signs)

    @property
    def numbers(self) -> Sequence[int]:
        """The partitions of contacts."""
        return [part.partition for part in self.parts]

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


def _observed(part: P, observe: Callable[[Part | CrewPart], None]) -> P:
    """A copy of a part that has been shown to whoever counts."""
    observe(part)
    return snapshot(part)


def _sign(followed: Followed[Any], number: int, memory: Partition | CrewPartition, at_ms: Millis) -> _Sign:
    reading = followed.reading(number) or PartitionReading(number, None, "behind")
    return _Sign(Reach(memory.generation, memory.applied_offset, at_ms), reading, memory.newest_event_ms)
