"""Opening hours as a person writes them: `mon-fri = ["09:00-12:30", "13:30-18:00"]`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Final

from pydantic import AfterValidator, PlainValidator

from stream.calendar import DAYS_OF_THE_WEEK, Opening
from stream.units import DAY, HOUR, MINUTE, Millis

_OPENING: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_LAST_MINUTE: Final = 59


def format_opening(opening: Opening) -> str:
    """The text that is read as this span: `22:00-06:00`."""
    opens, closes = (divmod(at_ms // MINUTE, HOUR // MINUTE) for at_ms in opening)
    hour = closes[0] if opening.closes_ms <= DAY else closes[0] - DAY // HOUR
    return f"{opens[0]:02}:{opens[1]:02}-{hour:02}:{closes[1]:02}"


def days_of(text: str) -> list[int]:
    """The days of the week, Monday 0, that `wed`, `mon-fri` or `sat-mon` names; a ValueError for anything else."""
    first, dash, last = text.partition("-")
    named = [first, last] if dash else [first]
    if not set(named) <= set(DAYS_OF_THE_WEEK):
        days = ", ".join(DAYS_OF_THE_WEEK)
        raise ValueError(f"{text!r} is no day of the week ({days}) and no range of them, such as mon-fri")
    start, end = (DAYS_OF_THE_WEEK.index(named[place]) for place in (0, -1))
    return [(start + later) % 7 for later in range((end - start) % 7 + 1)]


def week_of(hours: Mapping[str, Sequence[Opening]]) -> tuple[tuple[Opening, ...], ...]:
    """The hours of the seven days; raises ValueError where a day has two entries or runs into the next."""
    week: dict[int, tuple[Opening, ...]] = {}
    for text, openings in hours.items():
        for day in days_of(text):
            if day in week:
                raise ValueError(f"{DAYS_OF_THE_WEEK[day]} has its hours twice")
            week[day] = tuple(openings)
    days = tuple(week.get(day, ()) for day in range(7))
    for day, today in enumerate(days):
        tomorrow = days[(day + 1) % 7]
        if today and tomorrow and today[-1].closes_ms - DAY > tomorrow[0].opens_ms:
            night = f"{format_opening(today[-1])} of {DAYS_OF_THE_WEEK[day]}"
            morning = f"{format_opening(tomorrow[0])} of {DAYS_OF_THE_WEEK[(day + 1) % 7]}"
            raise ValueError(f"{night} overlaps {morning}")
    return days


def _opening(text: object) -> Opening:
    written = _OPENING.fullmatch(text) if isinstance(text, str) else None
    if written is None:
        raise ValueError(f'{text!r} is no span of a day, such as "09:00-17:30" or "22:00-06:00"')
    hours, minutes = written.groups()[::2], written.groups()[1::2]
    opens_ms, closes_ms = (_time(int(hour), int(minute), text) for hour, minute in zip(hours, minutes, strict=True))
    if opens_ms >= DAY:
        raise ValueError(f"{text!r} opens when the day is over: 24:00 is an end only")
    if opens_ms == closes_ms:
        raise ValueError(f"{text!r} closes when it opens; a whole day is 00:00-24:00")
    return Opening(opens_ms, closes_ms if closes_ms > opens_ms else closes_ms + DAY)


def _time(hour: int, minute: int, text: object) -> Millis:
    time_ms = hour * HOUR + minute * MINUTE
    if minute > _LAST_MINUTE or time_ms > DAY:
        raise ValueError(f"{text!r} holds a time that no clock shows")
    return time_ms


def _in_order(openings: list[Opening]) -> list[Opening]:
    ordered = sorted(openings)
    for earlier, later in pairwise(ordered):
        if earlier.closes_ms > later.opens_ms:
            raise ValueError(f"{format_opening(later)} overlaps {format_opening(earlier)}")
    return ordered


def iso_date(written: object) -> str:
    """The ISO form of a date, given as TOML's own or as text; a ValueError for anything else."""
    text = written.isoformat() if type(written) is date else str(written)
    try:
        known = date.fromisoformat(text).isoformat() == text
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"{text!r} is no date, such as 2026-12-24")
    return text


def _days(text: object) -> str:
    days_of(str(text))
    return str(text)


DayHours = Annotated[list[Annotated[Opening, PlainValidator(_opening)]], AfterValidator(_in_order)]
DaysKey = Annotated[str, PlainValidator(_days)]
DateKey = Annotated[str, PlainValidator(iso_date)]
