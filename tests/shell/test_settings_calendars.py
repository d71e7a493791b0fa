"""Calendars as a person writes them."""

import pytest

from agents.settings.hours import format_opening
from agents.settings.public_holidays import YEARS, public_holidays
from agents.settings.site import parse_site
from stream.calendar import ALWAYS, Calendar, Opening, add_working_ms, is_open, working_ms_between
from stream.errors import ConfigurationError
from stream.units import DAY, HOUR, MINUTE, parse_instant

NINE_TO_FIVE = (Opening(9 * HOUR, 17 * HOUR),)
NIGHT = (Opening(22 * HOUR, 30 * HOUR),)


def calendar(body: str, floor: str = "") -> Calendar:
    """The one calendar of a file."""
    (found,) = parse_site(f"{floor}\n[calendars.c]\n{body}\n", "floorwatch.toml").calendars
    return found


def test_a_calendar_has_hours_exceptions_and_holidays() -> None:
    """Each key as it is written; the spans of a day in their order."""
    found = calendar(
        """
        time_zone = "Asia/Seoul"
        hours = { mon-fri = ["13:30-18:00", "09:00-12:30"], sat = ["09:00-13:00"] }
        exceptions = { "2026-12-24" = ["09:00-12:00"], 2026-12-31 = [] }
        holidays = ["2026-12-25", 2026-01-01]
        """
    )
    weekdays = (Opening(9 * HOUR, 12 * HOUR + 30 * MINUTE), Opening(13 * HOUR + 30 * MINUTE, 18 * HOUR))

    assert found == Calendar(
        name="c",
        time_zone="Asia/Seoul",
        week=(*(weekdays,) * 5, (Opening(9 * HOUR, 13 * HOUR),), ()),
        exceptions={"2026-12-24": (Opening(9 * HOUR, 12 * HOUR),), "2026-12-31": ()},
        holidays=("2026-01-01", "2026-12-25"),
    )


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("wed", [2]),
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("sat-mon", [0, 5, 6]),
        ("mon-sun", [0, 1, 2, 3, 4, 5, 6]),
        ("sun-sun", [6]),
    ],
)
def test_days_of_the_week_are_named_alone_or_from_to(written: str, days: list[int]) -> None:
    """A range may run over the end of the week."""
    week = calendar(f'hours = {{ {written} = ["09:00-17:00"] }}').week

    assert days == [day for day in range(7) if week[day]]
    assert NINE_TO_FIVE == week[days[0]]


@pytest.mark.parametrize(
    ("written", "opening"),
    [
        ("09:00-17:00", Opening(9 * HOUR, 17 * HOUR)),
        ("22:00-06:00", Opening(22 * HOUR, 30 * HOUR)),
        ("00:00-24:00", Opening(0, DAY)),
        ("22:30-24:00", Opening(22 * HOUR + 30 * MINUTE, DAY)),
        ("23:59-23:58", Opening(DAY - MINUTE, 2 * DAY - 2 * MINUTE)),
    ],
)
def test_a_span_may_run_over_midnight(written: str, opening: Opening) -> None:
    """It then ends on the day after; what is written in an error is what was read."""
    assert calendar(f'hours = {{ wed = ["{written}"] }}').week[2] == (opening,)
    assert written == format_opening(opening)


def test_a_span_up_to_midnight_may_be_written_as_such() -> None:
    """Twenty-four o'clock is the next day's zero."""
    assert calendar('hours = { wed = ["22:00-00:00"] }').week[2] == (Opening(22 * HOUR, DAY),)


def test_a_span_may_begin_where_another_ends() -> None:
    """They touch and do not overlap."""
    (before, after) = (Opening(9 * HOUR, 12 * HOUR), Opening(12 * HOUR, 13 * HOUR))

    assert (before, after) == calendar('hours = { wed = ["09:00-12:00", "12:00-13:00"] }').week[2]


def test_nights_may_end_where_the_morning_begins() -> None:
    """Spans are half-open; the exceptions of two days may overlap, which counts once."""
    found = calendar(
        'hours = { mon-sun = ["06:00-14:00", "22:00-06:00"] }\nexceptions = { 2026-03-03 = ["00:00-24:00"] }'
    )
    start, end = (parse_instant(f"2026-03-{day}T00:00:00Z") for day in ("03", "04"))

    assert DAY == working_ms_between(found, start, end)


def test_without_a_time_zone_a_calendar_has_that_of_the_floor() -> None:
    """As a queue has."""
    hours = 'hours = { mon = ["09:00-17:00"] }'

    assert calendar(hours, '[floor]\ntime_zone = "Asia/Seoul"').time_zone == "Asia/Seoul"
    assert calendar(hours).time_zone == "UTC"
    assert calendar(hours + '\ntime_zone = "Europe/Berlin"', '[floor]\ntime_zone = "Asia/Seoul"').time_zone == (
        "Europe/Berlin"
    )


@pytest.mark.parametrize(
    ("place", "date"),
    [
        ("KR", "2026-09-25"),  # Chuseok
        ("KR", "2026-03-02"),  # in place of Sunday, 1 March
        ("DE", "2026-10-03"),
        ("DE-BY", "2026-11-01"),
        ("US", "2026-07-03"),  # in place of Saturday, 4 July
        ("GB-SCT", "2026-01-02"),
    ],
)
def test_public_holidays_are_dates(place: str, date: str) -> None:
    """By country and region, with the days given in their place; sorted, each once, for every year that is known of."""
    dates = public_holidays(place)

    assert date in dates
    assert list(dates) == sorted(set(dates))
    assert set(map(str, YEARS[1:])) <= {day[:4] for day in dates} <= set(map(str, YEARS))


def test_a_holiday_of_a_region_is_none_of_its_country() -> None:
    """All Saints' Day is kept in Bavaria, in Berlin it is not."""
    assert "2026-11-01" not in public_holidays("DE")
    assert "2026-11-01" not in public_holidays("DE-BE")


def test_a_list_joins_countries_and_dates() -> None:
    """Sorted, each date once."""
    found = calendar('hours = { mon-sun = ["09:00-17:00"] }\nholidays = ["DE", "GB-ENG", "2026-12-31", "2026-12-25"]')

    assert set(public_holidays("DE")) | set(public_holidays("GB-ENG")) | {"2026-12-31"} == set(found.holidays)
    assert list(found.holidays) == sorted(set(found.holidays))


def test_a_public_holiday_between_moves_the_due_time() -> None:
    """Chuseok 2026 is on Thursday to Saturday: an hour from Wednesday, half past four, ends on Monday."""
    found = calendar('time_zone = "Asia/Seoul"\nhours = { mon-sat = ["09:00-17:00"] }\nholidays = "KR"')
    asked = parse_instant("2026-09-23T16:30:00+09:00")

    assert parse_instant("2026-09-27T23:59:00+09:00") < add_working_ms(found, asked, HOUR)
    assert parse_instant("2026-09-28T09:30:00+09:00") == add_working_ms(found, asked, HOUR)
    assert not is_open(found, parse_instant("2026-09-25T12:00:00+09:00"))


def test_a_queue_has_a_calendar_and_a_later_version_may_have_another() -> None:
    """`always` needs no table; what a version leaves out stays."""
    queue = '[[queues]]\nname = "sales"\nchannel = "voice"\n'
    later = ["from = 2027-01-01T00:00:00Z", 'from = 2028-01-01T00:00:00Z\ncalendar = "always"']
    site = parse_site(
        f'{queue}calendar = "night"\n{queue}{later[0]}\n{queue}{later[1]}\n'
        '[calendars.night]\nhours = { mon-fri = ["22:00-06:00"] }\n',
        "floorwatch.toml",
    )

    assert ["night", "night", "always"] == [version.calendar for version in site.queues[0].versions]
    assert NIGHT == site.calendar("night").week[0]
    assert ALWAYS is site.calendar("always")


def test_a_night_before_the_first_day_of_the_week_counts_as_well() -> None:
    """Sunday's night runs into Monday."""
    with pytest.raises(ConfigurationError, match="23:00-07:00 of sun overlaps 06:00-14:00 of mon"):
        calendar('hours = { sun = ["23:00-07:00"], mon = ["06:00-14:00"] }')
