"""For how long the lanes of a worker have made no progress, though Kafka answers and there is something to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from agents.lane.lane import LaneView
from stream.units import SECOND, Millis, within

Place: TypeAlias = tuple[str, int]
"""Of which topic, empty for that of the contacts; and the number of the partition."""

_ANSWERED_WITHIN_MS: Final = 10 * SECOND


@dataclass(slots=True)
class _Mark:
    """How far a partition was, and since when."""

    reached: tuple[int, int, int]
    since_ms: Millis


class Standstill:
    """Looked at once a second."""

    def __init__(self) -> None:
        """Know nothing of the past."""
        self._marks: dict[Place, _Mark] = {}

    def begin_anew(self) -> None:
        """Forget for how long anything has stood still."""
        self._marks = {}

    def longest(
        self, views: Sequence[tuple[Place, LaneView[Any]]], now_ms: Millis
    ) -> tuple[Millis, Place, LaneView[Any]] | None:
        """The lane that has stood still longest, and for how long; None without any."""
        restored = sum(view.restored_records for _, view in views)
        self._marks = {place: self._mark(place, view, restored, now_ms) for place, view in views}
        still = [(now_ms - self._marks[place].since_ms, place, view) for place, view in views]
        return max(still, key=lambda one: one[0], default=None)

    def _mark(self, place: Place, view: LaneView[Any], restored: int, now_ms: Millis) -> _Mark:
        """A lane makes progress when it reads, keeps or restores something, or has nothing to do.

        One that waits for its turn to be restored makes it with those that have theirs; `restored` is by all of them.
        """
        waits_its_turn = view.partition is None and not view.records_to_restore
        reached = (view.position, view.durable_offset, restored if waits_its_turn else view.restored_records)
        mark = self._marks.get(place)
        answered = view.end_asked_at is not None and within(_ANSWERED_WITHIN_MS, view.end_asked_at, now_ms)
        behind = view.partition is None or (view.end_offset is not None and view.end_offset > view.position)
        if mark is None or mark.reached != reached or not (answered and behind):
            return _Mark(reached, now_ms)
        return mark
