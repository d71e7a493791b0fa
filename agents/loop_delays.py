"""How late the event loop comes to what is due: whatever blocks it holds up all that the worker reads and serves."""

import asyncio
from typing import Final

from agents.metrics.facts import Delays
from stream.units import SECOND

EVERY_MS: Final = 20
"""How often something is due: half a per mille of a core is what it costs to know."""
BOUNDS_MS: Final = (5, 10, 20, 30, 40, 50, 75, 100, 200, 500, 1_000, 2_000, 5_000)


class LoopDelays:
    """Counts how late the loop was at each instant at which something was due.

    A block of half a second has many such instants in it, and each is counted with what was left of the block then:
    otherwise the longest blocks would be seen the least.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._counts = [0] * (len(BOUNDS_MS) + 1)
        self._sum_ms = 0.0

    def note(self, late_ms: float) -> None:
        """Count an instant that was met so late, and those that have passed meanwhile."""
        left_ms = late_ms
        while left_ms >= 0:
            place = next((place for place, bound in enumerate(BOUNDS_MS) if left_ms <= bound), len(BOUNDS_MS))
            self._counts[place] += 1
            self._sum_ms += left_ms
            left_ms -= EVERY_MS

    @property
    def so_far(self) -> Delays:
        """What has been counted since the process began."""
        total, upto = 0, []
        for count in self._counts:
            total += count
            upto.append(total)
        return Delays(BOUNDS_MS, tuple(upto), round(self._sum_ms))

    async def run(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        while True:
            due_s += EVERY_MS / SECOND
            await asyncio.sleep(due_s - loop.time())
            late_ms = max(0.0, (loop.time() - due_s) * SECOND)
            self.note(late_ms)
            due_s += late_ms // EVERY_MS * EVERY_MS / SECOND
