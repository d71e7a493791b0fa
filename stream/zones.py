"""Time zones: how far local clocks are ahead of UTC, and when that changes."""

from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from stream.units import DAY, SECOND, Millis

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_STRIDE: Final = 2 * DAY
"""No zone of the tz database has ever changed its clocks twice within so short a time."""

_KNOWN_FROM: Final = datetime(1990, 1, 1, tzinfo=UTC)
_KNOWN_TO: Final = datetime(2041, 1, 1, tzinfo=UTC)

Offsets: TypeAlias = list[tuple[Millis, Millis]]
"""From when on (ms) local clocks are ahead of UTC by how much (ms)."""


def offset_ms(zone: ZoneInfo, at_ms: Millis) -> Millis:
    """How far local clocks are ahead of UTC at an instant."""
    ahead = (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(zone).utcoffset()
    return (ahead or timedelta()) // _MILLISECOND


def offsets(zone: ZoneInfo, from_ms: Millis, to_ms: Millis) -> Offsets:
    """Every offset within `[from_ms, to_ms)` with its beginning, the first at `from_ms`, which is a whole second."""
    found = [(from_ms, offset_ms(zone, from_ms))]
    for low in range(from_ms, to_ms, _STRIDE):
        high = min(low + _STRIDE, to_ms - SECOND)
        before, after = found[-1][1], offset_ms(zone, high)
        if before != after:
            found.append((_change(zone, low, high, before), after))
    return found


@cache
def digest(time_zone: str) -> str:
    """Sixteen hexadecimal digits that change when the tz database learns something new about this zone.

    What its clocks do counts, not how the database is packed: two machines with the same rules agree.
    """
    first, last = ((edge - _EPOCH) // _MILLISECOND for edge in (_KNOWN_FROM, _KNOWN_TO))
    return blake2b(msgspec.json.encode(offsets(ZoneInfo(time_zone), first, last)), digest_size=8).hexdigest()


def _change(zone: ZoneInfo, low: Millis, high: Millis, before: Millis) -> Millis:
    """The first second after `low`, up to `high`, at which the offset is no longer `before`."""
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        low, high = (middle, high) if offset_ms(zone, middle) == before else (low, middle)
    return high
