"""The clock of a partition: until when what it shows is complete. Nothing that changes state asks it.

behind the log's end             the greatest event time seen
read to the end, fetches work    the wall clock, less the delay of the source
no fetch for a while             as before: it holds, and is stale
a fetch, an end in the future    as without them: the wall clock was put back since, and nobody knows when it was

So a backlog raises no false breach, an outage neither, and on a silent floor deadlines still pass.
"""

from collections.abc import Iterable
from typing import Final

from stream.units import SECOND, Millis, within

CAUGHT_UP_WITHIN_MS: Final = 2 * SECOND
FETCHED_WITHIN_MS: Final = 5 * SECOND


class PartitionClock:
    """One partition's clock. It never goes back, and never passes the wall clock that `tick` is told.

    `source_delay_ms`: how much later than it happened the source tells of an event, at most.
    """

    def __init__(self, source_delay_ms: Millis = 0) -> None:
        self.source_delay_ms = source_delay_ms
        self._newest_event_ms: Millis | None = None
        self._value_ms: Millis | None = None
        self._caught_up = False
        self._stale = True

    @property
    def value_ms(self) -> Millis | None:
        """The instant that the partition shows; None before the first event, or end, of it is known."""
        return self._value_ms

    @property
    def caught_up(self) -> bool:
        """Whether all that was in the partition at some instant of the last 2 s has been applied."""
        return self._caught_up

    @property
    def stale(self) -> bool:
        """Whether no fetch of the partition succeeded within the last 5 s."""
        return self._stale

    def observe(self, event_at_ms: Millis) -> None:
        """An event of this time has been applied; the clock takes it up at the next `tick`."""
        if self._newest_event_ms is None or event_at_ms > self._newest_event_ms:
            self._newest_event_ms = event_at_ms

    def tick(
        self,
        now_ms: Millis,
        caught_up_at_ms: Millis | None,
        fetched_at_ms: Millis | None,
        *,
        wall_ms: Millis | None = None,
    ) -> None:
        """Move the clock: `now_ms` is the wall clock, the other two when the log's end and a fetch were last reached.

        With `clock = "events"`, `now_ms` is the greatest event time seen on any partition, and `wall_ms` the wall clock
        by which the other two are judged; the source delay is to be 0 then.
        """
        self.judge(now_ms if wall_ms is None else wall_ms, caught_up_at_ms, fetched_at_ms)
        if self._caught_up and not self._stale:
            self._advance(now_ms - self.source_delay_ms)
        elif not self._caught_up and self._newest_event_ms is not None:
            self._advance(min(self._newest_event_ms, now_ms))

    def judge(self, wall_ms: Millis, caught_up_at_ms: Millis | None, fetched_at_ms: Millis | None) -> None:
        """See how the partition is read, and let the clock stand: no event anywhere has told of a present yet."""
        self._caught_up = caught_up_at_ms is not None and within(CAUGHT_UP_WITHIN_MS, caught_up_at_ms, wall_ms)
        self._stale = fetched_at_ms is None or not within(FETCHED_WITHIN_MS, fetched_at_ms, wall_ms)

    def _advance(self, to_ms: Millis) -> None:
        if self._value_ms is None or to_ms > self._value_ms:
            self._value_ms = to_ms


def floor_clock(clocks: Iterable[PartitionClock]) -> Millis | None:
    """The instant at which all parts of a floor are read, a whole second.

    The least of the clocks that are caught up, with none of those the least of all; None while no clock has a value.
    """
    started = [(clock.value_ms, clock.caught_up) for clock in clocks if clock.value_ms is not None]
    caught_up = [value_ms for value_ms, is_caught_up in started if is_caught_up]
    least_ms = min(caught_up or [value_ms for value_ms, _ in started], default=None)
    return None if least_ms is None else least_ms // SECOND * SECOND
