"""What a simulated floor is asked to do: a frozen value, checked when it is made."""

import zlib
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stream.codec import EARLIEST, LATEST

PaceName = Literal["demo", "floor"]

MIN_RATE: Final = 1.0
MAX_RATE: Final = 50_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One run of the simulated floor; equal scenarios give equal bytes.

    `rate` is the mean number of events per second (over a day of the floor), 1 to 50,000; arrivals and agents grow
    together with it. `start_at_ms` is the instant at which the run proper begins; `history_s` seconds of quiet past
    come before it, so that windows are filled when it does. `duration_s` counts from `start_at_ms`; None never ends.
    `pace` is "demo" (calls of seconds, something to see within a minute) or "floor" (realistic durations).
    Raises ValueError, naming field and reason.
    """

    start_at_ms: int
    seed: int = 1
    rate: float = 50.0
    duration_s: float | None = None
    pace: PaceName = "demo"
    incidents: bool = True
    history_s: float = 0.0
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        # Written so that NaN is refused too: it compares false with everything.
        if not MIN_RATE <= self.rate <= MAX_RATE:
            raise ValueError(f"rate: {self.rate} is not between {MIN_RATE:g} and {MAX_RATE:g} events/s")
        if self.pace not in ("demo", "floor"):
            raise ValueError(f"pace: {self.pace!r} is neither 'demo' nor 'floor'")
        for field, span_s in (("history_s", self.history_s), ("duration_s", self.duration_s)):
            if span_s is not None and not 0 <= span_s < float("inf"):
                raise ValueError(f"{field}: {span_s} is not a finite number of seconds from 0 on")
        # In seconds: of a number that is finite, a thousand times as much need not be.
        if not EARLIEST <= self.start_at_ms <= LATEST:
            raise ValueError("start: is not from 1990 to 9998, as the time of every event is")
        if self.history_s > (self.start_at_ms - EARLIEST) / 1000:
            raise ValueError(f"history_s: {self.history_s} reaches back beyond 1990, where no event counts")
        if self.duration_s is not None and self.duration_s > (LATEST - self.start_at_ms) / 1000:
            raise ValueError(f"duration_s: {self.duration_s} lasts beyond 9998, where no event counts")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError(f"time_zone: {self.time_zone!r} is no IANA time zone") from unknown

    @property
    def begins_at(self) -> int:
        """The instant of the first event that can be: the start less the history."""
        return self.start_at_ms - round(self.history_s * 1000)

    @property
    def ends_at(self) -> int | None:
        """The first instant that is no longer simulated, or None."""
        return None if self.duration_s is None else self.start_at_ms + round(self.duration_s * 1000)

    @property
    def run(self) -> str:
        """A short token in every contact's and event's id, so that two runs into one topic never share one."""
        when = (self.begins_at, self.start_at_ms, self.time_zone)
        facts = (self.seed, float(self.rate), self.pace, self.incidents, when)
        return f"{zlib.crc32(repr(facts).encode()):08x}"
