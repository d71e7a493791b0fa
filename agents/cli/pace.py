"""When each event of a recording is due, if it is sent as slowly (or as many times faster) as it happened."""

from stream.units import Millis


class Pace:
    """Spreads events over time; `speed` 2 takes half the time that it took. All times are in milliseconds.

    `anchor` is an instant of the sender's clock and the event time that it stands for; without one the first event
    asked about is due at once and is the anchor for the others.
    """

    def __init__(self, speed: float, anchor: tuple[Millis, Millis] | None = None) -> None:
        """Settle the speed."""
        self._speed = speed
        self._anchor = anchor

    def due_at(self, event_at_ms: Millis, now_ms: Millis) -> float:
        """The instant of the sender's clock at which an event is to be sent."""
        if self._anchor is None:
            self._anchor = (now_ms, event_at_ms)
        begins_at, first_at_ms = self._anchor
        return begins_at + (event_at_ms - first_at_ms) / self._speed


def shift_to_present(now_ms: Millis, span: tuple[Millis, Millis], speed: float | None) -> Millis:
    """By how much to move a recording (its first and last instant) so that none of it is sent before it happens.

    Sent at once (None) its last event is now. In real time its first event is now and each is sent when it happens; a
    faster one begins in the past and arrives in the present with its last event.
    """
    first_ms, last_ms = span
    taken_ms = 0 if speed is None else round((last_ms - first_ms) / speed)
    return now_ms - first_ms - max(0, last_ms - first_ms - taken_ms)
