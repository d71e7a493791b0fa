"""The instant that a floor shows, and how far each partition is in it."""

from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from stream.units import SECOND, Millis

Mode: TypeAlias = Literal["wall", "events", "replay"]
State: TypeAlias = Literal["caught_up", "behind", "stale"]

FAR_BEHIND_MS: Final = 30 * SECOND
"""What a partition lacks of the last moments hardly shows; more than that is not the floor any more."""


class PartitionReading(msgspec.Struct, frozen=True):
    """How far one partition is: its own clock, and the age of what is shown where it is stale or another's."""

    partition: int
    at_ms: Millis | None
    state: State
    age_ms: Millis | UnsetType = UNSET


class FloorClock(msgspec.Struct, frozen=True):
    """The instant that the floor shows, a whole second, and where it comes from."""

    at_ms: Millis
    mode: Mode
    stale: bool = False
    partitions: tuple[PartitionReading, ...] = ()
    delay_ms: Millis = 0
    """How far behind the wall clock it is kept, since the source tells so late: figures so old are not old."""

    def aged(self, age_ms: Millis) -> "FloorClock":
        """The same when it was shown so long ago, and nothing newer can be."""
        readings = [replace(reading, state="stale", age_ms=age_ms) for reading in self.partitions]
        return replace(self, stale=True, partitions=tuple(readings))

    @property
    def is_whole(self) -> bool:
        """Whether no partition is unread, or so far behind the instant shown that its last figures are missing."""
        return not self.stale and all(
            reading.state == "caught_up"
            or (reading.state == "behind" and reading.at_ms is not None and self.at_ms - reading.at_ms <= FAR_BEHIND_MS)
            for reading in self.partitions
        )
