"""A queue's day in half hours: where they begin, what counts in each, and the day a week ago."""

import pytest
from msgspec import UNSET

from stream.inspection.day import QueueDay, day_of, week_before
from stream.intervals import Span
from stream.kpi import KpiValue
from stream.measures import coordinate
from stream.report import Report
from stream.site import QueueRules, Site, default_version
from stream.units import DAY, HOUR, MINUTE, SECOND, format_instant, parse_instant
from tests.core.one_queue import CATALOGUE, CHANNEL, QUEUE, TALK_MS, WAIT_MS, folded, inspected, week
from tests.core.one_report import NOON, call


def local(day: tuple[str, int], written: str) -> tuple[str, str]:
    """The ends of the day that holds an instant."""
    found = day_of(day, parse_instant(written))
    return format_instant(found.start_ms), format_instant(found.end_ms)


def begins(zone: str, written: str, day_start: int = 0) -> list[tuple[str, int]]:
    """When the half hours of a whole day begin."""
    rules = QueueRules(QUEUE, CHANNEL, zone, (default_version(CHANNEL),), day_start)
    figures = QueueDay(rules, day_of(rules.day, parse_instant(written))).figures(CATALOGUE, {})
    return [(interval.begins, interval.turn) for interval in figures.intervals]


def parts(value: KpiValue) -> tuple[float | None, float | None, int | None]:
    """A share and what it is made of."""
    return value.value, value.numerator, value.denominator


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (("UTC", 0), "2026-03-02T12:00:00Z", ("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")),
        (("UTC", 0), "2026-03-02T00:00:00Z", ("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")),
        (("UTC", 0), "2026-03-02T23:59:59Z", ("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")),
        (("Asia/Seoul", 0), "2026-03-02T15:00:00Z", ("2026-03-02T15:00:00Z", "2026-03-03T15:00:00Z")),
        (("Asia/Seoul", 360), "2026-03-02T15:00:00Z", ("2026-03-01T21:00:00Z", "2026-03-02T21:00:00Z")),
        # Clocks are put forward and back on these days.
        (("Europe/Berlin", 0), "2026-03-29T12:00:00Z", ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")),
        (("Europe/Berlin", 0), "2026-10-25T12:00:00Z", ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")),
    ],
)
def test_a_day_is_local(day: tuple[str, int], at: str, expected: tuple[str, str]) -> None:
    """From its start in the queue's zone to the next, 23 to 25 hours later."""
    assert expected == local(day, at)


@pytest.mark.parametrize("today", ["2026-03-29T12:00:00Z", "2026-04-01T22:30:00Z", "2026-10-25T22:59:00Z"])
def test_the_week_before_is_the_same_weekday_whatever_the_clocks_do(today: str) -> None:
    """It begins seven days before by the calendar, not 168 hours before."""
    berlin = ("Europe/Berlin", 0)
    found = week_before(berlin, day_of(berlin, parse_instant(today)))
    midnights = {"2026-03-29": "2026-03-21T23:00:00Z", "2026-04-01": "2026-03-25T23:00:00Z"}

    # 22:30 UTC is half past midnight of the second of April.
    assert midnights.get(today[:10], "2026-10-17T22:00:00Z") == format_instant(found.start_ms)
    assert DAY == found.end_ms - found.start_ms


def test_half_hours_begin_by_the_clock_on_the_wall() -> None:
    """Forty-eight, forty-six where an hour is skipped, fifty where one comes twice."""
    usual, short, long = (
        begins("Europe/Berlin", f"{day}T12:00:00Z") for day in ("2026-03-02", "2026-03-29", "2026-10-25")
    )

    assert (48, 46, 50) == (len(usual), len(short), len(long))
    assert [("01:30", 0), ("03:00", 0)] == short[3:5]
    assert [("02:00", 0), ("02:30", 0), ("02:00", 1), ("02:30", 1), ("03:00", 0)] == long[4:9]


def test_a_day_that_does_not_start_at_a_half_hour_has_a_short_interval_at_each_end() -> None:
    """A day from 6:10 begins with 6:10 to 6:30 and ends with 6:00 to 6:10."""
    found = begins("UTC", "2026-03-02T12:00:00Z", 370)

    assert ([("06:10", 0), ("06:30", 0)], ("06:00", 0), 49) == (found[:2], found[-1], len(found))


def test_today_ends_with_the_interval_that_runs() -> None:
    """Of last week the whole day is there."""
    found = inspected(folded(week()), NOON + 2 * SECOND)

    assert ("12:00", True) == (found.today.intervals[-1].begins, found.today.intervals[-1].running)
    assert [False] * 24 == [interval.running for interval in found.today.intervals[:-1]]
    assert [False] * 48 == [interval.running for interval in found.last_week.intervals]
    assert ("2026-02-23T00:00:00Z", "2026-02-24T00:00:00Z") == (found.last_week.from_at, found.last_week.to_at)


def test_an_interval_holds_what_counted_in_it() -> None:
    """Ten calls at 11:40, nine of them in time; three at noon a week ago; the day is all of its intervals."""
    found = inspected(folded(week()), NOON + 15 * SECOND)
    at_1130, at_noon = found.today.intervals[-2:]
    before = found.last_week.intervals[24]

    assert (0.9, 9, 10) == parts(at_1130.kpis["service_level"])
    assert at_1130.kpis["service_level"].low == pytest.approx(0.596, abs=0.001)
    assert (10, 2) == (at_1130.kpis["offered"].value, at_noon.kpis["offered"].value)
    assert (1.0, 3, 3) == parts(before.kpis["service_level"])
    assert (True, UNSET) == (before.kpis["service_level"].thin, at_1130.kpis["service_level"].thin)
    assert (12, 11) == (found.today.kpis["offered"].value, found.today.kpis["service_level"].n)
    assert (11, 3) == (found.today.spreads["wait"].n, found.last_week.spreads["handle"].n)


def test_another_queue_in_the_same_panes_is_not_in_it() -> None:
    """Neither at the time of these calls nor before."""
    told = [*week(), *call("other", NOON - 20 * MINUTE, SECOND, SECOND, queue="help")]
    told += call("earlier", NOON - 60 * MINUTE, SECOND, SECOND, queue="help")

    assert 12 == inspected(folded(told), NOON + MINUTE).today.kpis["offered"].value


def test_who_waits_too_long_counts_as_missed_where_the_day_ends() -> None:
    """One of the two at noon has waited for a minute."""
    found = inspected(folded(week()), NOON + MINUTE)
    value = found.today.intervals[-1].kpis["service_level"]

    assert (1, 2) == (value.numerator, value.denominator)
    assert (10, 12) == (found.today.kpis["service_level"].numerator, found.today.kpis["service_level"].n)


def test_what_a_clock_ahead_of_ours_tells_is_not_of_today_yet() -> None:
    """The floor's own today ends with the pane that runs; a source may be minutes ahead of it."""
    clock_ms = NOON + 4 * MINUTE
    partition = folded([*call("now", NOON, WAIT_MS, TALK_MS), *call("ahead", NOON + 6 * MINUTE)])
    found = inspected(partition, clock_ms).today
    of_floor = partition.part(clock_ms).totals["today"][QUEUE, CHANNEL]

    assert 1 == found.intervals[-1].kpis["offered"].value == found.kpis["offered"].value
    assert 1 == of_floor[coordinate("offered")]


def test_a_report_says_the_same() -> None:
    """Every figure of every half hour, overlay included."""
    lines = week()
    clock_ms = NOON + 3 * MINUTE + 12 * SECOND  # the last event: the call of noon ends
    found = inspected(folded(lines), clock_ms)
    report = Report(site=Site(), interval_ms=30 * MINUTE, by=("queue", "channel"))
    rows = {row.from_at: row.kpis for row in report.rows(lines, CATALOGUE) if row.slice}
    shown = {one.from_at: one.kpis for day in (found.last_week, found.today) for one in day.intervals}

    assert {"2026-02-23T12:00:00Z", "2026-03-02T11:30:00Z", "2026-03-02T12:00:00Z"} == set(rows)
    assert {at: {name: rows[at][name] for name in shown[at]} for at in rows} == {at: shown[at] for at in rows}


@pytest.mark.parametrize(
    ("clock", "first", "offered"),
    [
        ("2026-10-28T21:59:00Z", "2026-10-21T00:00:00+02:00", 1),
        ("2026-10-28T22:45:00Z", "2026-10-21T01:00:00+02:00", 0),
    ],
)
def test_of_the_day_a_week_ago_an_hour_that_is_kept_no_longer_is_left_out(clock: str, first: str, offered: int) -> None:
    """The clocks were put back on Sunday: late on Wednesday the last one's midnight is more than eight days ago."""
    zone = Site(
        time_zone="Europe/Berlin", queues=(QueueRules(QUEUE, CHANNEL, "Europe/Berlin", (default_version(CHANNEL),)),)
    )
    clock_ms = parse_instant(clock)
    told = [*call("old", parse_instant("2026-10-20T22:10:00Z"), SECOND), *call("new", clock_ms - MINUTE, SECOND)]
    found = inspected(folded(told, zone), clock_ms, site=zone).last_week

    assert (first, first) == (found.from_at, found.intervals[0].from_at)
    assert offered == found.intervals[0].kpis["offered"].value == found.kpis["offered"].value


def test_others_may_work_after_each_interval() -> None:
    """A day is read in as many pieces as it has intervals."""
    rules = Site().queue(QUEUE, CHANNEL)
    day = QueueDay(rules, Span(NOON - 12 * HOUR, NOON + 12 * HOUR))

    assert 48 == sum(1 for _ in day.read(folded(week()).panes, [(QUEUE, CHANNEL)]))


def test_a_day_that_has_not_begun_has_no_intervals() -> None:
    """And what time alone decides has no place in it."""
    day = QueueDay(Site().queue(QUEUE, CHANNEL), Span(NOON, NOON + DAY), NOON - 1)
    day.add_now({1: 1})
    figures = day.figures(CATALOGUE, {})

    assert ([], None) == (figures.intervals, figures.kpis["service_level"].value)
