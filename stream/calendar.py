"""Working time: when a calendar is open, how much of that lies between two instants, and when so much has passed.

Whether a calendar is open depends on the wall alone: at an instant it is open exactly if the date and time that local
clocks then show lie within one of its spans. So a local time that a change of the clocks skips is never open, one that
comes twice is open both times, and what is counted is real time: 01:30-03:30 lasts one hour on the night that loses
one and three hours on the night that gains one.
"""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from stream.timetable import Hours, Timetable
from stream.units import DAY, Millis

DAYS_OF_THE_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


class Opening(NamedTuple):
    """One span of a day, in ms of the wall clock since its midnight, `[opens_ms, closes_ms)`.

    A span across midnight belongs to the day on which it opens: 22:00-06:00 closes at 30 h.
    """

    opens_ms: Millis
    closes_ms: Millis


class Calendar(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """When time counts: the hours of each day of the week, Monday first, in a time zone; or always.

    `exceptions` give a date hours of its own (none: closed) in place of those of its day of the week; `holidays` are
    dates without any, unless an exception has some for them. Dates are ISO. Hours replaced are those of the spans that
    open on that date: the night before still ends in the morning. Raises ValueError if no day of the week has hours:
    time would never pass.
    """

    name: str
    time_zone: str = "UTC"
    week: tuple[tuple[Opening, ...], ...] = ((),) * 7
    exceptions: dict[str, tuple[Opening, ...]] = {}
    holidays: tuple[str, ...] = ()
    always: bool = False

    def __post_init__(self) -> None:
        if len(self.week) != len(DAYS_OF_THE_WEEK):
            raise ValueError(f"a week has 7 days, not {len(self.week)}")
        if not self.always and not any(map(_length, self.week)):
            raise ValueError("is never open: no day of the week has hours")

    @cached_property
    def timetable(self) -> Timetable:
        """Its spans as instants; of no use to a calendar that is always open."""
        closed: dict[str, Hours] = dict.fromkeys(self.holidays, ())
        dates = {date.fromisoformat(day).toordinal() - _EPOCH_DAY: hours for day, hours in closed.items()}
        for day, hours in self.exceptions.items():
            dates[date.fromisoformat(day).toordinal() - _EPOCH_DAY] = hours
        return Timetable(self.time_zone, self.week, dates)

    @property
    def week_ms(self) -> Millis:
        """The open time of an ordinary week."""
        return 7 * DAY if self.always else sum(map(_length, self.week))

    @property
    def day_ms(self) -> Millis:
        """The length of a working day: the one that most days of the week have, of several the longest."""
        if self.always:
            return DAY
        lengths = Counter(filter(None, map(_length, self.week)))
        return max(lengths, key=lambda length_ms: (lengths[length_ms], length_ms))


ALWAYS: Final = Calendar(name="always", always=True)
"""The calendar that every site has."""


def add_working_ms(calendar: Calendar, at_ms: Millis, working_ms: Millis) -> Millis:
    """The earliest instant, not before `at_ms`, at which so much working time has passed since.

    A step of the search is four weeks long, so that a target of years costs microseconds, not milliseconds.
    """
    if working_ms <= 0:
        return at_ms
    return at_ms + working_ms if calendar.always else calendar.timetable.add(at_ms, working_ms)


def working_ms_between(calendar: Calendar, from_ms: Millis, to_ms: Millis) -> Millis:
    """The working time within `[from_ms, to_ms)`; 0 if it is reversed."""
    if to_ms <= from_ms:
        return 0
    return to_ms - from_ms if calendar.always else calendar.timetable.between(from_ms, to_ms)


def is_open(calendar: Calendar, at_ms: Millis) -> bool:
    """Whether the calendar is open at an instant: so at the first of a span, no longer at its last."""
    return calendar.always or calendar.timetable.is_open(at_ms)


def _length(hours: Hours) -> Millis:
    return sum(closes_ms - opens_ms for opens_ms, closes_ms in hours)
