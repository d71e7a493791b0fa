"""Calendars: tables of cases worked out by hand, a file for each calendar in `working_time/`.

`AT + TIME = AT` is a due time, `AT .. AT = TIME` the working time between, `AT is open` or `closed` a look at the door.
An AT is local time in the calendar's zone; where the clocks show it twice, its offset says which one is meant.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from stream import timetable
from stream.calendar import ALWAYS, Calendar, Opening, add_working_ms, is_open, working_ms_between
from stream.units import DAY, HOUR, MINUTE, parse_duration, parse_instant

FOLDER = Path(__file__).parent / "working_time"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITTEN = re.compile(r"(\w{3}) (\d{4}-\d\d-\d\d) (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?([+-]\d\d:\d\d)?")

Hours = tuple[Opening, ...]


def span(opens: str, closes: str) -> Opening:
    """The span of two wall-clock times; one that closes at or before it opens does so on the day after."""
    (first, last) = (int(text[:2]) * HOUR + int(text[3:]) * MINUTE for text in (opens, closes))
    return Opening(first, last if last > first else last + DAY)


def week(weekdays: Hours, saturday: Hours, sunday: Hours) -> tuple[Hours, ...]:
    """Five days alike and the two others."""
    return (*(weekdays,) * 5, saturday, sunday)


NINE_TO_FIVE = (span("09:00", "17:00"),)
NIGHT = (span("22:00", "06:00"),)
LUNCH = (span("09:00", "12:30"), span("13:30", "18:00"))
WHOLE = (span("00:00", "24:00"),)


def daily(name: str, zone: str, *hours: Opening) -> Calendar:
    """The same hours every day."""
    return Calendar(name=name, time_zone=zone, week=(hours,) * 7)


CALENDARS = {
    calendar.name: calendar
    for calendar in (
        ALWAYS,
        Calendar(name="office", week=week(NINE_TO_FIVE, (), ())),
        Calendar(
            name="seoul",
            time_zone="Asia/Seoul",
            week=week(LUNCH, (span("09:00", "13:00"),), ()),
            exceptions={
                "2026-10-09": (span("10:00", "11:00"),),
                "2026-11-29": (span("10:00", "16:00"),),
                "2026-12-24": (span("09:00", "12:00"),),
                "2026-12-31": (),
            },
            holidays=("2026-09-24", "2026-09-25", "2026-10-09", "2027-01-01"),
        ),
        Calendar(
            name="night",
            time_zone="Europe/Berlin",
            week=week(NIGHT, (), ()),
            exceptions={"2026-05-09": (span("23:00", "05:00"),)},
            holidays=("2026-05-01",),
        ),
        daily("nights", "Europe/Berlin", *NIGHT),
        daily("early", "Europe/Berlin", span("01:30", "03:30")),
        daily("sliver", "Europe/Berlin", span("02:15", "02:45")),
        Calendar(
            name="whole_days",
            time_zone="America/New_York",
            week=week(WHOLE, (), ()),
            exceptions={"2026-03-08": WHOLE, "2026-11-01": WHOLE},
        ),
        daily("midnight", "America/Havana", span("23:30", "00:30")),
        daily("lord_howe", "Australia/Lord_Howe", span("01:00", "03:00")),
        Calendar(name="apia", time_zone="Pacific/Apia", week=week(NINE_TO_FIVE, (), ())),
        Calendar(name="rare", time_zone="Asia/Kathmandu", week=week((), (), (span("10:00", "10:01"),))),
    )
}
CASES = [
    (path.stem, line)
    for path in sorted(FOLDER.glob("*.txt"))
    for line in path.read_text().splitlines()
    if not line.startswith("#")
]


def instant(text: str, zone: ZoneInfo) -> int:
    """The instant of a local time, whose day of the week must be the one written."""
    written = WRITTEN.fullmatch(text)
    assert written is not None, text
    day, date, hour, minute, second, milli, offset = written.groups()
    local = datetime.fromisoformat(date) + timedelta(
        hours=int(hour), minutes=int(minute), seconds=int(second or 0), milliseconds=int(milli or 0)
    )
    assert day == f"{datetime.fromisoformat(date):%a}", text
    readings = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    if offset:
        (one,) = {reading for reading in readings if reading.astimezone(zone).isoformat().endswith(offset)}
    else:
        (one,) = readings
    return (one - EPOCH) // timedelta(milliseconds=1)


def test_there_are_at_least_two_hundred_cases_and_every_calendar_has_some() -> None:
    """A file without calendar, or a calendar without file, would test nothing."""
    assert 200 <= len(CASES)
    assert CALENDARS.keys() == {name for name, _ in CASES}


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_case_comes_out_as_worked_out_by_hand(name: str, case: str) -> None:
    """To the millisecond."""
    calendar = CALENDARS[name]
    zone = ZoneInfo(calendar.time_zone)
    question, _, answer = case.replace(" is ", " = ").partition(" = ")
    if " + " in question:
        start, _, target = question.partition(" + ")

        assert instant(answer, zone) == add_working_ms(calendar, instant(start, zone), parse_duration(target))
    elif " .. " in question:
        start, _, end = question.partition(" .. ")

        assert parse_duration(answer) == working_ms_between(calendar, instant(start, zone), instant(end, zone))
    else:
        assert answer in {"open", "closed"}
        assert (answer == "open") == is_open(calendar, instant(question, zone))


@pytest.mark.parametrize("calendar", [CALENDARS["seoul"], ALWAYS])
def test_time_does_not_run_backwards(calendar: Calendar) -> None:
    """A negative target is due at once."""
    assert 12_345 == add_working_ms(calendar, 12_345, -HOUR)


def test_hours_that_overlap_count_once() -> None:
    """Here the night before a date that is open all day, and three spans of that date itself."""
    hours = (span("00:00", "12:00"), span("10:00", "24:00"), span("11:00", "13:00"))
    twice = Calendar(name="c", week=(NIGHT,) * 7, exceptions={"2026-03-04": hours})
    (start, end) = (parse_instant(f"2026-03-{day}T00:00:00Z") for day in ("03", "06"))

    assert 8 * HOUR + 24 * HOUR + 2 * HOUR == working_ms_between(twice, start, end)
    assert end == add_working_ms(twice, start, 34 * HOUR)


@pytest.mark.parametrize(
    ("days", "reason"),
    [((), "a week has 7 days, not 0"), (((),) * 7, "is never open"), (((Opening(HOUR, HOUR),),) * 7, "is never open")],
)
def test_a_calendar_in_which_time_never_passes_cannot_be_made(days: tuple[Hours, ...], reason: str) -> None:
    """Nothing would ever be due; days of exception alone come to an end and do not help."""
    with pytest.raises(ValueError, match=reason):
        Calendar(name="c", week=days, exceptions={"2026-03-04": WHOLE})


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ((8 * HOUR, 40 * HOUR), "office"),
        ((8 * HOUR, 44 * HOUR), "seoul"),
        ((8 * HOUR, 40 * HOUR), "night"),
        ((DAY, 5 * DAY), "whole_days"),
        ((MINUTE, MINUTE), "rare"),
        ((DAY, 7 * DAY), "always"),
    ],
)
def test_a_working_day_is_as_long_as_most_days_are(expected: tuple[int, int], name: str) -> None:
    """And a week has the hours of its days."""
    assert expected == (CALENDARS[name].day_ms, CALENDARS[name].week_ms)


def test_of_days_of_equally_frequent_length_the_longest_is_the_working_day() -> None:
    """Two short and two long days."""
    short, long = (span("09:00", "13:00"),), (span("09:00", "18:00"),)

    assert 9 * HOUR == Calendar(name="c", week=(short, long, short, long, (), (), ())).day_ms


def test_only_so_many_pages_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target of years fills them several times over and comes out the same."""
    monkeypatch.setattr(timetable, "MOST_PAGES", 3)
    office = msgspec.structs.replace(CALENDARS["office"])
    start = parse_instant("2026-01-05T09:00:00Z")

    assert parse_instant("2027-01-01T17:00:00Z") == add_working_ms(office, start, 2080 * HOUR)
    assert 2080 * HOUR == working_ms_between(office, start, parse_instant("2027-01-02T00:00:00Z"))
    assert 3 >= len(office.timetable._pages)  # noqa: SLF001 - the bound is not seen from outside


def test_a_calendar_is_read_back_as_it_was_written() -> None:
    """What it has worked out so far is no part of it."""
    seoul = CALENDARS["seoul"]

    assert is_open(seoul, parse_instant("2026-03-02T09:00:00+09:00"))
    assert seoul == msgspec.json.decode(msgspec.json.encode(seoul), type=Calendar)
