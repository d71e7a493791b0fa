"""A calendar's open hours on the line of time, worked out four weeks at a time and kept for the next question."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from stream.units import DAY, Millis
from stream.zones import offsets

PAGE: Final = 28 * DAY
MOST_PAGES: Final = 512
_THURSDAY: Final = 3
"""The day of the week of 1 January 1970."""

Hours = Sequence[tuple[Millis, Millis]]
"""The spans of one day, each from and to so many ms after the local midnight that begins it."""


class Page(NamedTuple):
    """Four weeks: open span `i` begins at `starts[i]`, `before[i]` ms of open time after the page does.

    The first span is an empty one at the page's start, so that every instant has a span that begins at or before it;
    the last of `before` is the open time of the whole page.
    """

    starts: list[Millis]
    before: list[Millis]


class Timetable:
    """Open time as instants. A span counts wherever the clock on the wall shows a time in it: see `Calendar`."""

    def __init__(self, time_zone: str, week: Sequence[Hours], dates: Mapping[int, Hours]) -> None:
        """`week` from Monday to Sunday; `dates` (days since 1970) replace the hours of their day of the week."""
        self._zone = ZoneInfo(time_zone)
        self._week = week
        self._dates = dates
        self._pages: dict[int, Page] = {}

    def add(self, at_ms: Millis, working_ms: Millis) -> Millis:
        """The earliest instant after `at_ms` with so much (more than 0) open time between."""
        number = at_ms // PAGE
        starts, before = self._pages.get(number) or self._page(number)
        place = bisect_right(starts, at_ms) - 1
        working_ms += min(before[place] + at_ms - starts[place], before[place + 1])
        while working_ms > before[-1]:
            working_ms -= before[-1]
            number += 1
            starts, before = self._pages.get(number) or self._page(number)
        place = bisect_left(before, working_ms) - 1
        return starts[place] + working_ms - before[place]

    def between(self, from_ms: Millis, to_ms: Millis) -> Millis:
        """The open time within `[from_ms, to_ms)`, which is not reversed."""
        first, last = from_ms // PAGE, to_ms // PAGE
        whole_ms = sum((self._pages.get(number) or self._page(number)).before[-1] for number in range(first, last))
        return whole_ms + self._since_page(to_ms) - self._since_page(from_ms)

    def is_open(self, at_ms: Millis) -> bool:
        """Whether an open span holds the instant."""
        starts, before = self._pages.get(at_ms // PAGE) or self._page(at_ms // PAGE)
        place = bisect_right(starts, at_ms) - 1
        return at_ms - starts[place] < before[place + 1] - before[place]

    def _since_page(self, at_ms: Millis) -> Millis:
        starts, before = self._pages.get(at_ms // PAGE) or self._page(at_ms // PAGE)
        place = bisect_right(starts, at_ms) - 1
        return min(before[place] + at_ms - starts[place], before[place + 1])

    def _page(self, number: int) -> Page:
        if len(self._pages) >= MOST_PAGES:
            self._pages.clear()
        from_ms = number * PAGE
        starts, lengths = [from_ms], [0]
        for start, end in _joined(sorted(self._spans(from_ms, from_ms + PAGE))):
            starts.append(start)
            lengths.append(end - start)
        page = self._pages[number] = Page(starts, list(accumulate(lengths, initial=0)))
        return page

    def _spans(self, from_ms: Millis, to_ms: Millis) -> Iterator[tuple[Millis, Millis]]:
        """Every span as instants, cut to the page; while the offset stays, local time is a shift of UTC."""
        regimes = offsets(self._zone, from_ms, to_ms)
        for (low, ahead), (high, _) in zip(regimes, [*regimes[1:], (to_ms, 0)], strict=True):
            # The day before the first: its night may reach in.
            for day in range((low + ahead) // DAY - 1, (high + ahead - 1) // DAY + 1):
                midnight = day * DAY - ahead
                for opens, closes in self._hours(day):
                    start, end = max(low, midnight + opens), min(high, midnight + closes)
                    if start < end:
                        yield start, end

    def _hours(self, day: int) -> Hours:
        hours = self._dates.get(day)
        return self._week[(day + _THURSDAY) % 7] if hours is None else hours


def _joined(spans: Sequence[tuple[Millis, Millis]]) -> Iterator[tuple[Millis, Millis]]:
    """Sorted spans without overlap: what is open twice is open once."""
    reached: Millis | None = None
    for start, end in spans:
        begin = start if reached is None else max(start, reached)
        if begin < end:
            yield begin, end
            reached = end
