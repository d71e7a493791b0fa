"""The intervals of a report: spans of local time, half-open, that cover the range asked for without a gap."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from stream.errors import FloorwatchError
from stream.units import DAY, MINUTE, SECOND, Millis

PANE_LENGTHS: tuple[Millis, ...] = (5 * MINUTE, 10 * SECOND, SECOND)
"""What a report may be made of; the greatest that fits is taken. Every offset since 1990 is a multiple of 5 min."""

_LONGEST_YEARS = 100
_LAST_DAY = date(9999, 12, 30)
"""Of later ones a midnight of some time zone is in no calendar; no event is as late."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Span(NamedTuple):
    """The instants of `[start_ms, end_ms)`."""

    start_ms: Millis
    end_ms: Millis


class Intervals:
    """Intervals of `length_ms` in a time zone, aligned to local midnight; None: one that holds the whole range.

    The last interval of a day ends at midnight. Whole days are local days, of 23 to 25 hours; of several the first is a
    multiple since Monday, 1 January of the year 1, so that seven days are a week from Monday. `months`, in place of a
    length, are calendar months, of several the first a multiple since that day: three are a quarter.
    """

    def __init__(
        self,
        length_ms: Millis | None,
        time_zone: str = "UTC",
        from_ms: Millis | None = None,
        to_ms: Millis | None = None,
        months: int = 0,
    ) -> None:
        if months < 0 or (months and length_ms is not None):
            raise FloorwatchError("report", "interval", "is made of time or of months, not of both")
        if length_ms is not None and (length_ms <= 0 or length_ms % (DAY if length_ms > DAY else SECOND)):
            raise FloorwatchError("report", "interval", "whole seconds up to a day, or whole days")
        if months > 12 * _LONGEST_YEARS or (length_ms is not None and length_ms > 366 * DAY * _LONGEST_YEARS):
            raise FloorwatchError("report", "interval", f"is longer than {_LONGEST_YEARS} years")
        if from_ms is not None and to_ms is not None and from_ms >= to_ms:
            raise FloorwatchError("report", "from", "is not before the end of the range")
        try:
            self._zone = ZoneInfo(time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise FloorwatchError("report", "tz", f"unknown time zone {time_zone!r}") from error
        self._length_ms = length_ms
        self._months = months
        self._from_ms, self._to_ms = from_ms, to_ms
        self._days: dict[date, list[Millis]] = {}

    @property
    def from_ms(self) -> Millis:
        """Where the range begins, 0 where it is open."""
        return self._from_ms or 0

    @property
    def from_1970(self) -> bool:
        """Whether somebody has said that the range begins at 0."""
        return self._from_ms == 0

    def pane_length_ms(self) -> Millis:
        """The greatest length of which every interval and both ends of the range are multiples."""
        ends = [edge for edge in (self._length_ms, self._from_ms, self._to_ms) if edge is not None]
        fitting = (length for length in PANE_LENGTHS if not any(edge % length for edge in ends))
        length_ms = next(fitting, None)
        if length_ms is None:
            raise FloorwatchError("report", "from", "the range begins and ends at whole seconds")
        return length_ms

    def containing(self, at_ms: Millis) -> Span | None:
        """The interval that holds an instant, cut to the range; None outside. Without a length an open end is 0."""
        low = 0 if self._from_ms is None else self._from_ms
        high = self._to_ms
        if at_ms < low or (high is not None and at_ms >= high):
            return None
        if self._months:
            start, end = self._around(at_ms, self._first_of_months, self._months_on)
        elif self._length_ms is None:
            return Span(low, high or 0)
        else:
            start, end = self._days_of(at_ms) if self._length_ms >= DAY else self._within_day(at_ms, self._length_ms)
        return Span(max(start, low), end if high is None else min(end, high))

    def text(self, at_ms: Millis) -> str:
        """RFC 3339 in the time zone of the report, with milliseconds only where there are any."""
        finest = "milliseconds" if at_ms % SECOND else "seconds"
        moment = (_EPOCH + at_ms * _MILLISECOND).astimezone(self._zone)
        return moment.isoformat(timespec=finest).replace("+00:00", "Z")

    def _within_day(self, at_ms: Millis, length_ms: Millis) -> Span:
        start_ms, end_ms = self._around(at_ms, lambda day: day, _days_on)
        begin_ms = start_ms + (at_ms - start_ms) // length_ms * length_ms
        return Span(begin_ms, min(begin_ms + length_ms, end_ms))

    def _days_of(self, at_ms: Millis) -> Span:
        days = (self._length_ms or DAY) // DAY

        def first(day: date) -> date:
            return date.fromordinal((day.toordinal() - 1) // days * days + 1)

        def later(day: date, blocks: int) -> date:
            return _days_on(day, days * blocks)

        return self._around(at_ms, first, later)

    def _first_of_months(self, day: date) -> date:
        number = (day.year * 12 + day.month - 13) // self._months * self._months
        return date(number // 12 + 1, number % 12 + 1, 1)

    def _months_on(self, day: date, blocks: int) -> date:
        number = min(day.year * 12 + day.month - 13 + blocks * self._months, _LAST_DAY.year * 12 - 1)
        return date(number // 12 + 1, number % 12 + 1, 1)

    def _around(self, at_ms: Millis, first: Callable[[date], date], later: Callable[[date, int], date]) -> Span:
        """The two midnights around an instant, of days that begin a block; `later` names those of other blocks."""
        local = first((_EPOCH + at_ms * _MILLISECOND).astimezone(self._zone).date())
        starts = self._days.get(local)
        if starts is None:
            # The wall date alone does not tell: clocks that change near midnight lead back before it, or beyond it.
            starts = [self._midnight(later(local, blocks)) for blocks in (-1, 0, 1, 2)]
            self._days[local] = starts
        place = bisect_right(starts, at_ms)
        return Span(starts[place - 1], starts[place])

    def _midnight(self, day: date) -> Millis:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return (midnight.astimezone(UTC) - _EPOCH) // _MILLISECOND


def _days_on(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, _LAST_DAY.toordinal()))
