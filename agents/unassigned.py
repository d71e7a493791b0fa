"""For how long the group has not told this worker what it has, be it nothing, though Kafka answers."""

from typing import Any

from agents.lane.lanes import Lanes
from stream.units import SECOND, Millis


class Unassigned:
    """Looked at once a second."""

    def __init__(self) -> None:
        """Know nothing of the past."""
        self._since_ms: Millis | None = None

    def begin_anew(self) -> None:
        """Forget for how long it has waited."""
        self._since_ms = None

    def waits(self, lanes: Lanes[Any] | None, now_ms: Millis) -> tuple[Millis, str] | None:
        """For how long the group owes its word, and that in words; None while it does not, or nobody speaks for it."""
        if lanes is None or lanes.assigned_at is not None or not lanes.group_is_there:
            self._since_ms = None
            return None
        if self._since_ms is None:
            self._since_ms = now_ms
        longest_ms = now_ms - self._since_ms
        return longest_ms, f"{unassigned(lanes)}, for {longest_ms // SECOND} s, though Kafka answers"


def unassigned(lanes: Lanes[Any]) -> str:
    """That the group has assigned nothing, and what it has against it where it has said so."""
    refusal = lanes.group_refusal
    return "the group has assigned no partitions yet" + ("" if refusal is None else f" ({refusal})")
