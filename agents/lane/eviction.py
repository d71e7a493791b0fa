"""Two workers of one name: each takes the other's place in the group as soon as it has lost its own, without end."""

from collections import deque
from typing import Final

MOST: Final = 10
WITHIN_S: Final = 60.0
"""Who has been stopped or cut off loses its place once in a session at most."""


class Evictions:
    """How often a named member has been put out of its group lately."""

    def __init__(self) -> None:
        """It never was."""
        self._at_s: deque[float] = deque(maxlen=MOST)

    def note(self, instance: str, now_s: float) -> str | None:
        """It was just now; returns what there is to say where that is no chance any more."""
        self._at_s.append(now_s)
        if len(self._at_s) < MOST or now_s - self._at_s[0] > WITHIN_S:
            return None
        often = f"put out of the group {MOST} times within a minute"
        return f"{often}: does another worker run with FLOORWATCH_INSTANCE={instance}, too?"
