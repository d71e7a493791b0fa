"""At what to look again once an instant has passed: the names that are due soon in order, all others by the minute.

A pair of instant and name takes ten times the room of a name alone, and of open contacts there can be a million.
"""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import Final

from stream.units import MINUTE, Millis

SPAN_MS: Final = MINUTE


class Agenda:
    """Names with the instants after which they are due; who owns the names knows the instants too."""

    def __init__(self) -> None:
        """Begin with nothing due."""
        self._near: list[tuple[Millis, str]] = []
        self._far: dict[int, list[str]] = {}
        self._spans: list[int] = []
        self._reached = -1
        """The last span whose names are near."""
        self.next_ms: Millis = 0
        """Nothing is due before, and nothing at this instant."""

    def put(self, at_ms: Millis, name: str) -> None:
        """A name is due after this instant; the ones before count no more where the owner knows only the last."""
        span = at_ms // SPAN_MS
        if span <= self._reached:
            heappush(self._near, (at_ms, name))
        elif span in self._far:
            self._far[span].append(name)
        else:
            self._far[span] = [name]
            heappush(self._spans, span)
        self.next_ms = min(self.next_ms, at_ms)

    def passed(self, clock_ms: Millis, due_at: Callable[[str], Millis | None]) -> Iterator[str]:
        """The names that are due by now, in the order of their instants; more may be put meanwhile.

        `due_at` says when a name is due in truth, None: never any more; kept here, it would keep its owner from going
        when nobody knows him any more. One that was put twice for an instant comes twice, unless he is done with it.
        """
        while True:
            while self._spans and self._spans[0] * SPAN_MS < clock_ms:
                self._open(heappop(self._spans), due_at)
            if not self._near or self._near[0][0] >= clock_ms:
                break
            at_ms, name = heappop(self._near)
            if due_at(name) == at_ms:
                yield name
        begins = [self._spans[0] * SPAN_MS] if self._spans else []
        self.next_ms = min([*begins, *(at_ms for at_ms, _ in self._near[:1])], default=clock_ms)

    def _open(self, span: int, due_at: Callable[[str], Millis | None]) -> None:
        """Put the names of a span in order; of a name that has been put elsewhere since, nothing is left to do here."""
        self._reached = max(self._reached, span)
        for name in self._far.pop(span):
            at_ms = due_at(name)
            if at_ms is not None and at_ms // SPAN_MS == span:
                heappush(self._near, (at_ms, name))
