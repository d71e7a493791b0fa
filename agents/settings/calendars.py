"""`[calendars.NAME]`: hours of the week, exceptions and holidays; and the calendars that they make."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, PlainValidator

from agents.settings.hours import DateKey, DayHours, DaysKey, iso_date, week_of
from agents.settings.public_holidays import public_holidays
from agents.settings.table import OWN_KEYS
from agents.settings.values import Zone, nearest
from stream.calendar import ALWAYS, Calendar
from stream.errors import ConfigurationError


def _holidays(written: object) -> tuple[str, ...]:
    """The dates of a country or region, or of a list of those and of single dates."""
    places = written if isinstance(written, list) else [written]
    dates: set[str] = set()
    for place in places:
        text = str(place)
        dates.update((iso_date(place),) if text[:1].isdigit() else public_holidays(text))
    return tuple(sorted(dates))


class CalendarTable(BaseModel):
    """One calendar. Without a time zone it has the floor's."""

    model_config = OWN_KEYS

    time_zone: Zone | None = None
    hours: dict[DaysKey, DayHours]
    exceptions: dict[DateKey, DayHours] = {}
    holidays: Annotated[tuple[str, ...], PlainValidator(_holidays)] = ()


def calendars_of(tables: Mapping[str, CalendarTable], time_zone: str, file: str) -> Iterator[Calendar]:
    """The calendars of a file, in its order; raises ConfigurationError."""
    for name, table in tables.items():
        key = f"calendars.{name}"
        if name == ALWAYS.name:
            raise ConfigurationError(file, key, f"{name!r} is the calendar that is always there and always open")
        try:
            yield Calendar(
                name=name,
                time_zone=table.time_zone or time_zone,
                week=week_of(table.hours),
                exceptions={day: tuple(hours) for day, hours in table.exceptions.items()},
                holidays=table.holidays,
            )
        except ValueError as fault:
            raise ConfigurationError(file, f"{key}.hours", str(fault)) from None


def check_calendar(name: str, known: Mapping[str, Calendar], file: str, key: str) -> None:
    """Refuse the name of a calendar that the file does not have."""
    if name not in known:
        raise ConfigurationError(file, key, f"{name!r} is no calendar of this file{nearest(name, list(known))}")
