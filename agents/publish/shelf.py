"""What is known of every partition of the floor: the latest parts, our own and those that other workers tell of."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from msgspec import UNSET, UnsetType

from agents.followed import together
from stream.alarms.alarm import Alarm
from stream.bulletin import Reach, Subject
from stream.crew.partition import CrewPart
from stream.floor_clock import PartitionReading, State
from stream.overlay import Part
from stream.units import AHEAD_MS, MINUTE, SECOND, Millis, within

FRESH_MS: Final = 3 * SECOND
"""A part that is no older is of now: the floor is read at a second that all of these have."""
STALE_AFTER_MS: Final = 5 * SECOND
"""Its owner is gone, or cannot reach Kafka."""
GIVES_WAY_AFTER_MS: Final = MINUTE
"""What nobody has refreshed for so long is replaced by whatever comes, be it behind it."""
_SECONDS_KEPT: Final = 2

SUBJECTS: Final[tuple[Subject, Subject]] = ("contacts", "agents")
AnyPart: TypeAlias = Part | CrewPart


class Place(NamedTuple):
    """A partition of one of the two sources."""

    subject: Subject
    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """A part, how far it is, who has taken it and when it was heard."""

    part: AnyPart
    reach: Reach
    state: State
    clock_at_ms: Millis | None
    newest_ms: Millis
    sender: str
    heard_ms: Millis
    alarms: tuple[Alarm, ...] = ()

    def age_ms(self, now_ms: Millis) -> Millis | UnsetType:
        """For how long nothing newer has been heard; unset where the wall clock was put back since."""
        age_ms = now_ms - self.heard_ms
        return UNSET if age_ms < -AHEAD_MS else max(0, age_ms)

    def is_within(self, span_ms: Millis, now_ms: Millis) -> bool:
        """Whether it was heard no longer ago than this; not so where that cannot be known."""
        return within(span_ms, self.heard_ms, now_ms)

    def leads(self, now_ms: Millis) -> bool:
        """Whether it is of now and of a partition that is read to its end."""
        return self.state == "caught_up" and self.is_within(FRESH_MS, now_ms)


@dataclass(frozen=True, slots=True)
class Joined:
    """The parts of all partitions that anything is known of, read at one instant, and what is missing."""

    at_ms: Millis
    parts: Sequence[Part]
    crews: Sequence[CrewPart]
    readings: Sequence[PartitionReading]
    missing: Sequence[int]
    """Partitions of contacts, or of agents, that nothing is known of."""
    aged: Sequence[int]
    """Partitions that nobody tells of any more: what is shown of them is as old as their reading says."""
    alarms: tuple[Alarm, ...]

    @property
    def complete(self) -> bool:
        """Whether it shows the whole floor as it is: of what nobody tells any more, or cannot read, it does not."""
        return not self.missing and all(reading.state != "stale" for reading in self.readings)


@dataclass(slots=True)
class Shelf:
    """The parts by place. `me` is how this worker signs its own."""

    partitions: int
    me: str
    _kept: dict[Place, deque[Told]] = field(default_factory=dict)

    def put(self, place: Place, told: Told, now_ms: Millis) -> bool:
        """Show this part from now on; refused where the one that is shown has read further."""
        kept = self._kept.setdefault(place, deque(maxlen=_SECONDS_KEPT))
        if kept:
            shown = kept[-1]
            if told.reach < shown.reach and shown.is_within(GIVES_WAY_AFTER_MS, now_ms):
                return False
            if told.reach < shown.reach or told.reach.generation != shown.reach.generation:
                kept.clear()
        kept.append(told)
        return True

    def latest(self, place: Place) -> Told | None:
        """The newest part of a partition."""
        kept = self._kept.get(place)
        return kept[-1] if kept else None

    @property
    def newest_ms(self) -> Millis:
        """The greatest event time of all partitions."""
        return max((kept[-1].newest_ms for kept in self._kept.values() if kept), default=0)

    def led_to_ms(self, now_ms: Millis, *, others: bool = False) -> Millis | None:
        """The latest second that every part has which is of now, or of those of others; None without any."""
        clocks = [
            told.reach.clock_ms
            for told in self._latest()
            if told.leads(now_ms) and not (others and told.sender == self.me)
        ]
        return min(clocks, default=None)

    def joined(self, now_ms: Millis, owned: Iterable[int]) -> Joined | None:
        """All parts at one instant, those of `owned` among them; None while no contacts are known."""
        at_ms = self.led_to_ms(now_ms)
        if at_ms is None:
            fresh = [told.reach.clock_ms for told in self._latest() if told.is_within(FRESH_MS, now_ms)]
            at_ms = min(fresh, default=max((told.reach.clock_ms for told in self._latest()), default=0))
        places = {place: _at(kept, at_ms) for place, kept in sorted(self._kept.items()) if kept}
        parts = [told.part for told in places.values() if isinstance(told.part, Part)]
        if not parts:
            return None
        numbers = range(self.partitions)
        known = {number for number in numbers if all(Place(subject, number) in places for subject in SUBJECTS)}
        looked_after = places.get(Place("contacts", 0))
        return Joined(
            at_ms=at_ms,
            parts=parts,
            crews=[told.part for told in places.values() if isinstance(told.part, CrewPart)],
            readings=[self._reading(number, now_ms, set(owned)) for number in numbers],
            missing=[number for number in numbers if number not in known],
            aged=sorted({place.number for place, _ in places.items() if self._is_aged(place, now_ms)}),
            alarms=() if looked_after is None else looked_after.alarms,
        )

    def _latest(self) -> Iterable[Told]:
        return (kept[-1] for kept in self._kept.values() if kept)

    def _is_aged(self, place: Place, now_ms: Millis) -> bool:
        told = self.latest(place)
        return told is not None and not told.is_within(STALE_AFTER_MS, now_ms)

    def _reading(self, number: int, now_ms: Millis, owned: set[int]) -> PartitionReading:
        first, second = (self._half(Place(subject, number), now_ms, owned) for subject in SUBJECTS)
        return together(first or PartitionReading(number, None, "stale"), second)

    def _half(self, place: Place, now_ms: Millis, owned: set[int]) -> PartitionReading | None:
        told = self.latest(place)
        if told is None:
            return None
        state = told.state if told.is_within(STALE_AFTER_MS, now_ms) else "stale"
        if place.number in owned and told.sender == self.me and told.is_within(FRESH_MS, now_ms):
            return PartitionReading(place.number, told.clock_at_ms, state)
        return PartitionReading(place.number, told.clock_at_ms, state, told.age_ms(now_ms))


def _at(kept: Sequence[Told], at_ms: Millis) -> Told:
    """The newest part up to an instant; where none is so old, the newest of all."""
    return next((told for told in reversed(kept) if told.reach.clock_ms <= at_ms), kept[-1])
