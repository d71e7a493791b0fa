"""The wall clock: the one place in which the program reads it; everywhere else it is an argument."""

import time

from stream.units import Millis


def now_ms() -> Millis:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000
