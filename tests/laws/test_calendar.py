"""The laws of working time, in every zone that has summer time, beside a count of minute by minute."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from stream.calendar import ALWAYS, Calendar, Opening, add_working_ms, is_open, working_ms_between
from stream.units import DAY, HOUR, MINUTE, SECOND, parse_instant
from stream.zones import offset_ms, offsets

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = parse_instant("2015-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")
WEEK = 7 * DAY
ASKED = [
    (Opening(90 * MINUTE, 210 * MINUTE),),
    (Opening(22 * HOUR, 30 * HOUR),),
    (Opening(0, 24 * HOUR),),
    (Opening(0, 45 * MINUTE), Opening(2 * HOUR, 150 * MINUTE), Opening(1410 * MINUTE, 1450 * MINUTE)),
]
"""Hours in which clocks are changed, differently cut."""


def local(zone: ZoneInfo, at_ms: int) -> datetime:
    """What the clock on the wall shows."""
    return (EPOCH + timedelta(milliseconds=at_ms)).astimezone(zone)


@cache
def changes() -> dict[str, list[int]]:
    """The last two changes of the clocks up to 2027, to the minute, of every zone with summer time since 2015."""
    found = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        weeks = [local(zone, at_ms) for at_ms in range(FIRST, LAST, WEEK)]
        if any(moment.dst() for moment in weeks):
            ahead = [moment.utcoffset() for moment in weeks]
            stretches = [place for place in range(1, len(weeks)) if ahead[place] != ahead[place - 1]]
            found[name] = [minute_of_change(zone, FIRST + place * WEEK) for place in stretches[-2:]]
    return found


def minute_of_change(zone: ZoneInfo, end_ms: int) -> int:
    """The first minute within the week before `end_ms` with the offset that holds there."""
    low, high = end_ms - WEEK, end_ms
    while high - low > MINUTE:
        middle = low + (high - low) // (2 * MINUTE) * MINUTE
        same = local(zone, middle).utcoffset() == local(zone, end_ms).utcoffset()
        low, high = (low, middle) if same else (middle, high)
    return high


def naively_open(calendar: Calendar, zone: ZoneInfo, at_ms: int) -> bool:
    """Read from the wall: the hours of the date shown, and those of the date before that run past midnight."""
    shown = local(zone, at_ms)
    time_ms = (shown.hour * 60 + shown.minute) * MINUTE + shown.second * SECOND + shown.microsecond // 1_000
    for day, reached in ((shown.date(), time_ms), (shown.date() - timedelta(days=1), time_ms + DAY)):
        hours = calendar.exceptions.get(day.isoformat())
        if hours is None:
            hours = () if day.isoformat() in calendar.holidays else calendar.week[day.weekday()]
        if any(opens <= reached < closes for opens, closes in hours):
            return True
    return False


def disagreement(calendar: Calendar, start: int, minutes: int) -> str | None:
    """The first minute at which the calendar and a count of the open minutes so far differ; None: none."""
    zone, worked = ZoneInfo(calendar.time_zone), 0
    for at_ms in range(start, start + minutes * MINUTE, MINUTE):
        opened = naively_open(calendar, zone, at_ms)
        if (worked, opened) != (working_ms_between(calendar, start, at_ms), is_open(calendar, at_ms)):
            return f"at {local(zone, at_ms)}: {worked // MINUTE} min before it, open: {opened}"
        worked += MINUTE * opened
        if opened and (due := add_working_ms(calendar, start, worked - 1)) != at_ms + MINUTE - 1:
            return f"due at {local(zone, due)}, a minute after {local(zone, at_ms)} expected"
    return None


@pytest.mark.parametrize("hours", ASKED)
def test_every_zone_with_summer_time_agrees_with_a_count_of_minutes(hours: tuple[Opening, ...]) -> None:
    """Around its last two changes of the clocks, one forward and one back."""
    found = {
        (name, change): told
        for name, times in changes().items()
        for change in times
        if (told := disagreement(Calendar(name="c", time_zone=name, week=(hours,) * 7), change - 3 * HOUR, 360))
    }

    assert {} == found
    assert len(changes()) > 150
    assert {"Africa/Casablanca", "America/Havana", "Australia/Lord_Howe", "Europe/Berlin"} < changes().keys()


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    """Up to three spans of a day, which may overlap and run into the next."""
    lengths = st.integers(1, 300) | st.integers(1, 1440)
    minutes = draw(st.lists(st.tuples(st.integers(0, 1439), lengths), max_size=3))
    return tuple(Opening(start * MINUTE, (start + length) * MINUTE) for start, length in minutes)


@st.composite
def calendars(draw: st.DrawFn, near_ms: int, zones: st.SearchStrategy[str]) -> Calendar:
    """Any calendar with hours on at least one day of the week, and with special dates near an instant."""
    week = draw(st.tuples(*[openings()] * 7).filter(any))
    dates = st.integers(-3, 10).map(
        lambda day: (EPOCH + timedelta(milliseconds=near_ms + day * DAY)).date().isoformat()
    )
    return Calendar(
        name="c",
        time_zone=draw(zones),
        week=week,
        exceptions=draw(st.dictionaries(dates, openings(), max_size=3)),
        holidays=tuple(draw(st.lists(dates, max_size=3))),
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[Calendar, int]:
    """A calendar in a zone with summer time, and an instant within days of a change of its clocks."""
    name = draw(st.sampled_from(sorted(changes())))
    at_ms = draw(st.sampled_from(changes()[name])) + draw(st.integers(-2 * DAY, 2 * DAY))
    return draw(calendars(at_ms, st.just(name))), at_ms


SPANS = st.integers(0, 4 * DAY) | st.integers(0, 60 * DAY) | st.integers(0, HOUR)


@given(asked())
def test_any_calendar_agrees_with_a_count_of_minutes(question: tuple[Calendar, int]) -> None:
    """Whatever its hours, exceptions and holidays."""
    calendar, at_ms = question

    assert None is disagreement(calendar, at_ms // MINUTE * MINUTE, 400)


@given(asked(), SPANS)
def test_the_working_time_up_to_the_due_time_is_the_target(question: tuple[Calendar, int], target_ms: int) -> None:
    """Adding and measuring are inverse; and no instant before the due time would do."""
    calendar, at_ms = question
    due = add_working_ms(calendar, at_ms, target_ms)

    assert target_ms == working_ms_between(calendar, at_ms, due)
    assert due == at_ms or working_ms_between(calendar, at_ms, due - 1) < target_ms


@given(asked(), SPANS)
def test_a_measured_span_is_due_at_its_end_or_where_it_closed(question: tuple[Calendar, int], length_ms: int) -> None:
    """Adding what was measured leads back to the last open instant of the span."""
    calendar, at_ms = question
    end = at_ms + length_ms
    due = add_working_ms(calendar, at_ms, working_ms_between(calendar, at_ms, end))
    event(f"the span ends {'open' if is_open(calendar, end) else 'closed'}")

    assert due <= end
    assert 0 == working_ms_between(calendar, due, end)
    assert due in {at_ms, end} or not is_open(calendar, due)


@given(asked(), SPANS, SPANS)
def test_a_later_start_or_a_longer_target_is_never_due_sooner(
    question: tuple[Calendar, int], target_ms: int, more_ms: int
) -> None:
    """Monotone in both."""
    calendar, at_ms = question
    due = add_working_ms(calendar, at_ms, target_ms)

    assert due <= add_working_ms(calendar, at_ms + more_ms, target_ms)
    assert due <= add_working_ms(calendar, at_ms, target_ms + more_ms)


@given(asked(), SPANS, SPANS)
def test_working_time_adds_up(question: tuple[Calendar, int], first_ms: int, second_ms: int) -> None:
    """Two spans that touch, and two targets one after the other."""
    calendar, at_ms = question
    middle, end = at_ms + first_ms, at_ms + first_ms + second_ms
    parts = (working_ms_between(calendar, at_ms, middle), working_ms_between(calendar, middle, end))

    assert working_ms_between(calendar, at_ms, end) == sum(parts)
    if second_ms:
        in_turn = add_working_ms(calendar, add_working_ms(calendar, at_ms, first_ms), second_ms)
        assert in_turn == add_working_ms(calendar, at_ms, first_ms + second_ms)


@given(asked())
def test_an_open_millisecond_is_a_millisecond_of_work(question: tuple[Calendar, int]) -> None:
    """Being open and counting are one."""
    calendar, at_ms = question

    assert int(is_open(calendar, at_ms)) == working_ms_between(calendar, at_ms, at_ms + 1)


@given(st.data(), st.integers(FIRST, LAST), st.integers(1, 3 * DAY))
def test_while_no_clock_is_changed_the_zone_only_shifts(data: st.DataObject, at_ms: int, target_ms: int) -> None:
    """The same hours in UTC, asked as much later as the zone is ahead, are due as much later."""
    calendar = data.draw(calendars(at_ms, st.sampled_from(sorted(available_timezones()))))
    shifted = Calendar(name="utc", week=calendar.week, exceptions=calendar.exceptions, holidays=calendar.holidays)
    due = add_working_ms(calendar, at_ms, target_ms)
    regimes = offsets(ZoneInfo(calendar.time_zone), at_ms // DAY * DAY, (due // DAY + 1) * DAY)
    if len(regimes) == 1:
        ((_, ahead),) = regimes

        assert due + ahead == add_working_ms(shifted, at_ms + ahead, target_ms)


@given(st.integers(FIRST, LAST), SPANS)
def test_without_calendar_working_time_is_time(at_ms: int, length_ms: int) -> None:
    """Always open."""
    assert at_ms + length_ms == add_working_ms(ALWAYS, at_ms, length_ms)
    assert length_ms == working_ms_between(ALWAYS, at_ms, at_ms + length_ms)
    assert is_open(ALWAYS, at_ms)


def test_the_changes_of_every_zone_are_found_to_the_second() -> None:
    """Each offset holds from its instant on and not a second before; no zone is missing a change in these years."""
    for name, times in changes().items():
        zone = ZoneInfo(name)
        found = offsets(zone, FIRST, LAST)

        assert set(times) <= {at_ms for at_ms, _ in found}
        for (_, before), (at_ms, ahead) in pairwise(found):
            assert (before, ahead) == (offset_ms(zone, at_ms - SECOND), offset_ms(zone, at_ms))
