"""What is still to happen on the floor, earliest first."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

Act = Callable[[int, Any], None]


class Agenda:
    """Acts by their instant; at equal instants, first planned is first done.

    The heap holds each instant once, however much happens then: on a busy floor many contacts share a millisecond.
    """

    __slots__ = ("_acts", "_instants")

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._acts: dict[int, list[tuple[Act, Any]]] = {}
        self._instants: list[int] = []

    def __len__(self) -> int:
        """Count what is still to happen."""
        return sum(map(len, self._acts.values()))

    def plan(self, at: int, act: Act, subject: object) -> None:
        """Have `act(at, subject)` done at that instant, which is not before the one being done."""
        acts = self._acts.get(at)
        if acts is None:
            self._acts[at] = [(act, subject)]
            heappush(self._instants, at)
        else:
            acts.append((act, subject))

    def step(self, ends_at: int | None) -> bool:
        """Do everything of the next instant; false when there is none before `ends_at`."""
        if not self._instants or (ends_at is not None and self._instants[0] >= ends_at):
            return False
        at = self._instants[0]
        # What an act plans for this same instant lands in the list that is being read, and is done too.
        for act, subject in self._acts[at]:
            act(at, subject)
        del self._acts[at]
        heappop(self._instants)
        return True
