"""Instants and durations: whole milliseconds inside, text at the edges.

An instant is the number of milliseconds since 1970-01-01T00:00Z, a duration a number of milliseconds.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

Millis: TypeAlias = int

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

AHEAD_MS: Final = 2 * SECOND
"""So far ahead of the wall clock an instant of its own may lie, which has been put right a little since."""

_UNITS: Final = {"ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_DURATION: Final = re.compile(r"(\d+)(ms|s|m|h|d)")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def within(span_ms: Millis, at_ms: Millis, now_ms: Millis) -> bool:
    """Whether an instant that was read off the wall clock is no longer ago than this.

    Where the clock was put back behind it, nobody knows how long ago it is, and it says nothing.
    """
    return -AHEAD_MS <= now_ms - at_ms <= span_ms


def parse_duration(text: str) -> Millis:
    """Milliseconds of `"20s"`, `"15m"`, `"1h30m"`, `"2d"`; a ValueError says what is wrong with anything else."""
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        message = f"{text!r} is not a duration such as 20s, 15m, 4h or 2d"
        raise ValueError(message)
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def format_duration(duration_ms: Millis) -> str:
    """The shortest text that `parse_duration` reads back: `"1h30m"`, `"20s"`, `"0s"`."""
    text, rest = "", duration_ms
    for unit in ("d", "h", "m", "s", "ms"):
        number, rest = divmod(rest, _UNITS[unit])
        text += f"{number}{unit}" if number else ""
    return text or "0s"


def parse_instant(text: str) -> Millis:
    """Milliseconds of an RFC 3339 text with offset (finer parts are cut off); a ValueError names anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text!r} has no offset from UTC, such as Z or +09:00"
        raise ValueError(message)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def format_instant(at_ms: Millis) -> str:
    """RFC 3339 in UTC with milliseconds only where there are any: `"1999-08-04T08:30:00Z"`."""
    moment = _EPOCH + timedelta(milliseconds=at_ms)
    return moment.isoformat(timespec="milliseconds" if at_ms % SECOND else "seconds").replace("+00:00", "Z")
