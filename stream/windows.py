"""Windows: unions of whole panes that end now, kept up as the clock advances and as panes change.

A window's totals are, at every moment, the sum of the kept panes that it covers: a pane that enters is added, one that
leaves or is retired is taken back, a change to a pane inside is passed on. A read never sums again. What a site adds to
the windows that every floor has is longer than those, and made of coarse panes as the day is.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from stream.compound import Totals
from stream.measures import Measures, Slice
from stream.panes import COARSE, FINE, Panes
from stream.units import DAY, HOUR, MINUTE, Millis, parse_duration

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class _Window(ABC):
    """The panes of one level that start in `[first, last]`; before the first `advance` there are none."""

    def __init__(self, name: str, level_length_ms: Millis) -> None:
        self.name = name
        self._level_length_ms = level_length_ms
        self._panes: Mapping[int, Mapping[Slice, Measures]] = {}
        self._totals = Totals()
        self._clock_ms: Millis | None = None
        self._first_ms, self._last_ms = level_length_ms, 0

    @property
    def level_length_ms(self) -> Millis:
        """The length of the panes that are added up."""
        return self._level_length_ms

    @property
    def first_ms(self) -> Millis:
        """The start of the first pane that is covered; only after `advance`."""
        return self._first_ms

    @property
    def totals(self) -> Mapping[Slice, Measures]:
        """Slice to what it sums to now; a slice with nothing is absent. Copy what is to be changed."""
        return self._totals.spelled_out()

    @abstractmethod
    def _first_at(self, clock_ms: Millis) -> Millis:
        """The start of the first pane covered when the clock says so; it never goes back as the clock goes on."""

    def covers(self, at_ms: Millis) -> bool:
        """Whether an instant falls into a pane that is in the window as it stands."""
        return self._first_ms <= self._floor(at_ms) <= self._last_ms

    def advance(self, clock_ms: Millis) -> None:
        """Let the window end at this instant. A clock behind the one before changes nothing: a window never goes back.

        Takes time in proportion to the panes that enter and leave; a jump beyond the window starts it again.
        """
        was_ms = self._clock_ms
        if was_ms is not None and clock_ms <= was_ms:
            return
        self._clock_ms = clock_ms
        first_ms, last_ms = self._first_at(clock_ms), self._floor(clock_ms)
        step_ms = self._level_length_ms
        entering_ms = self._last_ms + step_ms
        if was_ms is None or first_ms > self._last_ms:
            self._totals.clear()
            entering_ms = first_ms
        else:
            self._add(range(self._first_ms, first_ms, step_ms), -1)
        self._add(range(entering_ms, last_ms + step_ms, step_ms), 1)
        self._first_ms, self._last_ms = first_ms, last_ms

    def changed(self, where: Slice, deltas: Mapping[Millis, Measures], gain: Measures, sign: int = 1) -> None:
        """Kept panes grew, or shrank, with sign -1, by deltas (at least one) whose sum is `gain`.

        Nearly always all of them are inside the window, and their sum is added at once.
        """
        if self._first_ms <= min(deltas) and self._floor(max(deltas)) <= self._last_ms:
            self._totals.add(where, gain, sign)
            return
        for at_ms, delta in deltas.items():
            if self.covers(at_ms):
                self._totals.add(where, delta, sign)

    def rebuild(self, panes: Panes) -> None:
        """Follow these panes from now on and add up those that the window covers."""
        self._panes = panes.compact(self._level_length_ms)
        self._totals.clear()
        self._add(range(self._first_ms, self._last_ms + self._level_length_ms, self._level_length_ms), 1)

    def _floor(self, at_ms: Millis) -> Millis:
        return at_ms // self._level_length_ms * self._level_length_ms

    def _add(self, starts: range, sign: int) -> None:
        for start_ms in starts:
            for where, measures in self._panes.get(start_ms, {}).items():
                self._totals.add(where, measures, sign)


class SlidingWindow(_Window):
    """The last `length_ms`: at clock t the panes that start in `[floor(t) - length, floor(t)]`, the running one too."""

    def __init__(self, name: str, length_ms: Millis, level_length_ms: Millis) -> None:
        if length_ms <= 0 or length_ms % level_length_ms:
            raise ValueError(f"window {name}: {length_ms} ms is no multiple of its panes of {level_length_ms} ms")
        super().__init__(name, level_length_ms)
        self.length_ms = length_ms

    def _first_at(self, clock_ms: Millis) -> Millis:
        return self._floor(clock_ms) - self.length_ms


class DayWindow(_Window):
    """Today: the coarse panes since the latest start of a day in a time zone, 23, 24 or 25 hours after the one before.

    A day whose start is skipped when the clocks are put forward starts as much later as they are put; one whose start
    comes twice starts at the first.
    """

    def __init__(self, time_zone: str, day_start_minutes: int = 0) -> None:
        if not 0 <= day_start_minutes < 24 * 60 or day_start_minutes % 5:
            raise ValueError(f"a day that starts after {day_start_minutes} minutes: not a multiple of 5 within the day")
        super().__init__(day_name(time_zone, day_start_minutes), COARSE.length_ms)
        self.time_zone = time_zone
        self._zone = ZoneInfo(time_zone)
        self._day_start = time(*divmod(day_start_minutes, 60))
        self._today_ms, self._tomorrow_ms = 0, 0

    def _first_at(self, clock_ms: Millis) -> Millis:
        if not self._today_ms <= clock_ms < self._tomorrow_ms:
            local = (_EPOCH + clock_ms * _MILLISECOND).astimezone(self._zone).date()
            # The wall date alone does not tell: an hour that comes twice can lead back before the start of the day, and
            # where a whole date is skipped the day before is the one before that.
            starts = [self._start_of(local + timedelta(days=days)) for days in range(-2, 3)]
            self._today_ms = max(start_ms for start_ms in starts if start_ms <= clock_ms)
            self._tomorrow_ms = min(start_ms for start_ms in starts if start_ms > clock_ms)
        return self._today_ms

    def _start_of(self, day: date) -> Millis:
        start = datetime.combine(day, self._day_start, tzinfo=self._zone)
        return self._floor((start.astimezone(UTC) - _EPOCH) // _MILLISECOND)


def day_name(time_zone: str, start_minutes: int = 0) -> str:
    """The name of the window of a day that starts so many minutes after midnight in a zone."""
    return f"today@{time_zone}" + (f"+{start_minutes}" if start_minutes else "")


Window: TypeAlias = SlidingWindow | DayWindow


def further_window(text: str) -> str:
    """The name of a window that a site may have beside those of every floor; else a ValueError says why it may not."""
    length_ms = parse_duration(text)
    if length_ms <= HOUR:
        raise ValueError(f"{text!r} is not longer than an hour: up to that there are 5m, 15m, 30m and 1h")
    if length_ms > DAY or length_ms % COARSE.length_ms:
        raise ValueError(f"{text!r} is no whole number of 5 minutes up to 24h")
    hours, rest_ms = divmod(length_ms, HOUR)
    name = f"{length_ms // MINUTE}m" if rest_ms else f"{hours}h"
    if name != text:
        raise ValueError(f"{text!r} is called {name} wherever it is shown: write that")
    return name


def is_further_window(text: str) -> bool:
    """Whether a site may have a window of this name."""
    try:
        return further_window(text) == text
    except ValueError:
        return False


def standard_windows(days: Iterable[tuple[str, int]], further: Iterable[str] = ()) -> tuple[Window, ...]:
    """`5m`, `15m`, `30m`, `1h` on fine panes, the site's further ones by name, and one for each distinct day.

    A day is a time zone and its start in minutes; they come as given.
    """
    lengths = (("5m", 5 * MINUTE), ("15m", 15 * MINUTE), ("30m", 30 * MINUTE), ("1h", HOUR))
    sliding = [SlidingWindow(name, length_ms, FINE.length_ms) for name, length_ms in lengths]
    sliding += [SlidingWindow(name, parse_duration(name), COARSE.length_ms) for name in further]
    return (*sliding, *(DayWindow(*day) for day in dict.fromkeys(days)))


class Windows:
    """The windows of a partition. They follow its panes from the first look on: who only restores pays nothing."""

    def __init__(self, days: Iterable[tuple[str, int]], further: Iterable[str]) -> None:
        """As of `standard_windows`."""
        self._days = tuple(days)
        self.all = standard_windows(self._days, further)
        self._following: tuple[Window, ...] = ()

    def adopt(self, further: Iterable[str]) -> None:
        """Have these further windows from the next look on; those that there are already go on as they are."""
        known = {window.name: window for window in self.all}
        self.all = tuple(known.get(one.name, one) for one in standard_windows(self._days, further))

    def look(self, panes: Panes, clock_ms: Millis) -> tuple[Window, ...]:
        """All of them, ending at this instant: they never go back. One that is new adds up the panes that are kept."""
        if self._following is not self.all:
            for window in self._following:
                if window not in self.all:
                    panes.detach(window)
            for window in self.all:
                if window not in self._following:
                    panes.attach(window)
            self._following = self.all
        for window in self.all:
            window.advance(clock_ms)
        return self.all
