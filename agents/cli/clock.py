"""The wall clock, for commands that send events or ask what now is."""

import time

from stream.units import Millis


def now_ms() -> Millis:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000
