"""Intervals: local time, half-open, without gaps, also on the days when the clocks change."""

import pytest

from stream.errors import FloorwatchError
from stream.intervals import Intervals, Span
from stream.units import DAY, HOUR, MINUTE, SECOND, parse_instant


def at(text: str) -> int:
    """Milliseconds of an instant."""
    return parse_instant(text)


def span(intervals: Intervals, text: str) -> tuple[str, str] | None:
    """The interval around an instant in the local time of its zone."""
    found = intervals.containing(at(text))
    return None if found is None else (intervals.text(found.start_ms), intervals.text(found.end_ms))


def test_hours_are_half_open() -> None:
    """[12:00 ─────────── 13:00) [13:00 …: the last millisecond belongs to the first."""
    hours = Intervals(HOUR)

    assert ("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z") == span(hours, "2026-03-02T12:00:00Z")
    assert ("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z") == span(hours, "2026-03-02T12:59:59.999Z")
    assert ("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z") == span(hours, "2026-03-02T13:00:00Z")


def test_intervals_are_aligned_to_local_midnight() -> None:
    """In Kathmandu, 5 h 45 min ahead, hours begin at a quarter past in UTC."""
    hours = Intervals(HOUR, "Asia/Kathmandu")

    assert ("2026-03-02T17:00:00+05:45", "2026-03-02T18:00:00+05:45") == span(hours, "2026-03-02T12:00:00Z")


def test_the_last_interval_of_a_day_ends_at_midnight() -> None:
    """Seven hours do not divide a day: 21:00 to 24:00 remain."""
    assert ("2026-03-02T21:00:00Z", "2026-03-03T00:00:00Z") == span(Intervals(7 * HOUR), "2026-03-02T22:00:00Z")


@pytest.mark.parametrize(
    ("noon", "begin", "end", "hours"),
    [
        ("2026-03-29T10:00:00Z", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23),
        ("2026-10-25T10:00:00Z", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25),
        ("2026-06-01T10:00:00Z", "2026-06-01T00:00:00+02:00", "2026-06-02T00:00:00+02:00", 24),
    ],
)
def test_a_day_is_a_local_day(noon: str, begin: str, end: str, hours: int) -> None:
    """23 hours when the clocks go forward, 25 when they go back."""
    days = Intervals(DAY, "Europe/Berlin")
    found = days.containing(at(noon))

    assert (begin, end) == span(days, noon)
    assert found is not None
    assert hours * HOUR == found.end_ms - found.start_ms


def test_the_hours_of_a_long_day_are_all_there() -> None:
    """25 October in Berlin has 25 hours, each of one hour, without a gap."""
    hours = Intervals(HOUR, "Europe/Berlin")
    begin = at("2026-10-25T00:00:00+02:00")
    found = [hours.containing(begin + number * HOUR) for number in range(25)]

    assert [Span(begin + number * HOUR, begin + (number + 1) * HOUR) for number in range(25)] == found


def test_a_midnight_that_does_not_exist_is_the_instant_of_the_jump() -> None:
    """In Beirut the clocks went from 24:00 to 01:00 on 31 March 2024."""
    days = Intervals(DAY, "Asia/Beirut")

    assert ("2024-03-31T01:00:00+03:00", "2024-04-01T00:00:00+03:00") == span(days, "2024-03-31T12:00:00+03:00")
    assert ("2024-03-30T00:00:00+02:00", "2024-03-31T01:00:00+03:00") == span(days, "2024-03-30T23:59:59+02:00")


def test_a_midnight_that_comes_twice_begins_one_day() -> None:
    """In St John's the clocks went back from 00:01 to 23:01 on 7 November 2010: the minute belongs to the new day."""
    days = Intervals(DAY, "America/St_Johns")
    first_midnight = "2010-11-07T00:00:00-02:30"

    assert first_midnight == (span(days, "2010-11-07T03:15:00Z") or ("", ""))[0]
    assert span(days, "2010-11-07T02:30:00Z") == span(days, "2010-11-07T12:00:00Z")
    assert span(days, "2010-11-07T02:29:59Z") == span(days, "2010-11-06T12:00:00Z")


def test_seven_days_are_a_week_from_monday() -> None:
    """4 March 2026 is a Wednesday."""
    assert ("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z") == span(Intervals(7 * DAY), "2026-03-04T12:00:00Z")


def test_the_range_cuts_the_intervals_at_its_ends() -> None:
    """From 12:20 ├──────────┤ to 13:30; an hour begins before the one and ends after the other."""
    cut = Intervals(HOUR, "UTC", at("2026-03-02T12:20:00Z"), at("2026-03-02T13:30:00Z"))

    assert None is span(cut, "2026-03-02T12:19:59.999Z")
    assert ("2026-03-02T12:20:00Z", "2026-03-02T13:00:00Z") == span(cut, "2026-03-02T12:20:00Z")
    assert ("2026-03-02T13:00:00Z", "2026-03-02T13:30:00Z") == span(cut, "2026-03-02T13:29:59.999Z")
    assert None is span(cut, "2026-03-02T13:30:00Z")


def test_without_a_length_there_is_one_interval() -> None:
    """As wide as the range; 0 stands for an end that nobody gave."""
    noon = at("2026-03-02T12:00:00Z")

    assert Span(0, 0) == Intervals(None).containing(noon)
    assert Span(noon, 0) == Intervals(None, from_ms=noon).containing(noon)
    assert None is Intervals(None, to_ms=noon).containing(noon)


@pytest.mark.parametrize(
    ("length_ms", "from_ms", "expected"),
    [
        (HOUR, None, 5 * MINUTE),
        (None, None, 5 * MINUTE),
        (MINUTE, None, 10 * SECOND),
        (90 * SECOND, None, 10 * SECOND),
        (HOUR, 20 * SECOND, 10 * SECOND),
        (3 * SECOND, None, SECOND),
    ],
)
def test_panes_are_the_longest_that_fit(length_ms: int | None, from_ms: int | None, expected: int) -> None:
    """They divide every interval and meet both ends of the range."""
    assert expected == Intervals(length_ms, from_ms=from_ms).pane_length_ms()


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"length_ms": 0}, "interval"),
        ({"length_ms": 1_500}, "interval"),
        ({"length_ms": DAY + HOUR}, "interval"),
        ({"length_ms": HOUR, "time_zone": "Mars/Olympus"}, "tz"),
        ({"length_ms": HOUR, "time_zone": "../UTC"}, "tz"),
        ({"length_ms": HOUR, "time_zone": "Europe"}, "tz"),
        ({"length_ms": HOUR, "from_ms": HOUR, "to_ms": HOUR}, "from"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, object], key: str) -> None:
    """With the option that is wrong."""
    with pytest.raises(FloorwatchError) as refused:
        Intervals(**asked)  # type: ignore[arg-type]

    assert key == refused.value.key


def test_a_range_that_begins_within_a_second_is_refused() -> None:
    """No pane is shorter than a second."""
    with pytest.raises(FloorwatchError, match="whole seconds"):
        Intervals(HOUR, from_ms=1).pane_length_ms()


@pytest.mark.parametrize(
    ("months", "at", "start", "end"),
    [
        (1, "2026-02-28T23:59:59+09:00", "2026-02-01T00:00:00+09:00", "2026-03-01T00:00:00+09:00"),
        (1, "2024-02-29T00:00:00+09:00", "2024-02-01T00:00:00+09:00", "2024-03-01T00:00:00+09:00"),
        (1, "2025-12-31T23:00:00+09:00", "2025-12-01T00:00:00+09:00", "2026-01-01T00:00:00+09:00"),
        (3, "2026-06-30T12:00:00+09:00", "2026-04-01T00:00:00+09:00", "2026-07-01T00:00:00+09:00"),
        (12, "2026-06-30T12:00:00+09:00", "2026-01-01T00:00:00+09:00", "2027-01-01T00:00:00+09:00"),
    ],
)
def test_months_are_those_of_the_calendar(months: int, at: str, start: str, end: str) -> None:
    """Three of them are a quarter, twelve a year."""
    intervals = Intervals(None, "Asia/Seoul", months=months)

    assert Span(parse_instant(start), parse_instant(end)) == intervals.containing(parse_instant(at))


def test_a_month_with_a_change_of_clocks_is_an_hour_shorter() -> None:
    """March 2026 in Berlin; its ends are cut to the range like those of any interval."""
    march = Intervals(None, "Europe/Berlin", months=1).containing(parse_instant("2026-03-15T00:00:00Z"))
    cut = Intervals(None, "Europe/Berlin", parse_instant("2026-03-10T00:00:00Z"), months=1)

    assert march is not None
    assert 31 * DAY - HOUR == march.end_ms - march.start_ms
    assert Span(parse_instant("2026-03-10T00:00:00Z"), march.end_ms) == cut.containing(march.end_ms - 1)
    assert cut.containing(march.start_ms) is None


def test_an_interval_is_made_of_time_or_of_months() -> None:
    """Not of both, and not of fewer than none."""
    for asked in ((HOUR, 1), (None, -1)):
        with pytest.raises(FloorwatchError) as refused:
            Intervals(asked[0], months=asked[1])

        assert "interval" == refused.value.key


@pytest.mark.parametrize(("length_ms", "months"), [(36_601 * DAY, 0), (None, 1_201)])
def test_an_interval_of_more_than_a_lifetime_is_refused(length_ms: int | None, months: int) -> None:
    """No calendar holds the intervals around it."""
    with pytest.raises(FloorwatchError, match="report: interval: is longer than 100 years"):
        Intervals(length_ms, months=months)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize(("length_ms", "months"), [(36_600 * DAY, 0), (None, 1_200)])
def test_an_event_of_a_clock_that_is_wrong_by_millennia_has_an_interval(
    length_ms: int | None, months: int, zone: str
) -> None:
    """The last one is cut off where calendars end."""
    last_ms = at("9998-12-31T23:59:59Z")
    found = Intervals(length_ms, zone, months=months).containing(last_ms)

    assert found is not None
    assert found.start_ms <= last_ms < found.end_ms
