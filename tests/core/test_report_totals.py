"""The report: totals over all intervals, months, and the columns that are asked for."""

import csv
import json
from collections.abc import Sequence

import pytest

from stream import catalog
from stream.errors import FloorwatchError
from stream.kpi import Attribution
from stream.report import Report, Row, to_csv, to_json
from stream.site import Site
from stream.units import HOUR, MINUTE, SECOND, parse_instant
from tests.core.one_report import call, line, lost, value

NOON = parse_instant("2026-03-02T12:00:00Z")
CATALOGUE = catalog.standard()
TWO_HOURS = [
    *call("a", NOON, 10 * SECOND, 5 * MINUTE),
    *lost("b", NOON + MINUTE, 30 * SECOND),
    *[event for n in range(3) for event in call(f"c{n}", NOON + HOUR, 40 * SECOND, MINUTE, queue="care")],
    *call("late", NOON),
    *call("pending", NOON + HOUR + 65 * SECOND),
    line("started", NOON + HOUR + 70 * SECOND, "end"),
]
"""One answered in time and one lost in the first hour; three late answers in the second; two wait for ever."""


def rows(lines: Sequence[bytes], **asked: object) -> list[Row]:
    """The rows of a report over a site without configuration."""
    return Report(**{"site": Site(), **asked}).rows(lines, CATALOGUE)  # type: ignore[arg-type]


@pytest.mark.parametrize("attribution", ["event", "entry"])
def test_totals_are_what_one_interval_over_the_whole_range_is(attribution: Attribution) -> None:
    """Every KPI of every slice, who is in flight included; the rows before them stay as they are."""
    asked: dict[str, object] = {"by": ("queue",), "attribution": attribution}
    plain = rows(TWO_HOURS, interval_ms=HOUR, **asked)
    found = rows(TWO_HOURS, interval_ms=HOUR, totals=True, **asked)
    whole = rows(TWO_HOURS, **asked)
    totals = found[len(plain) :]

    assert plain == found[: len(plain)]
    assert [(row.slice, row.kpis, row.quality, row.final) for row in whole] == [
        (row.slice, row.kpis, row.quality, row.final) for row in totals
    ]
    assert {("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z", True)} == {
        (row.from_at, row.to_at, row.total) for row in totals
    }


def test_a_total_is_merged_and_never_averaged() -> None:
    """Half an hour with one of one, another with none of three: a quarter and not one half."""
    lines = call("a", NOON, 0, MINUTE)
    lines += [event for n in range(3) for event in call(f"b{n}", NOON + 30 * MINUTE, MINUTE, MINUTE)]
    levels = [value(row, "service_level").value for row in rows(lines, interval_ms=30 * MINUTE, totals=True)]

    assert [1.0, 0.0, 0.25] == levels


def test_one_interval_has_no_totals() -> None:
    """Nor has nothing at all."""
    assert [False] == [row.total for row in rows(call("a", NOON, 0), interval_ms=HOUR, totals=True)]
    assert [] == rows([], interval_ms=HOUR, totals=True)


def test_only_totals_say_so_in_what_is_written() -> None:
    """A report without them is written as ever."""
    lines = call("a", NOON, 0) + call("b", NOON + HOUR, 0)
    plain, totals = (rows(lines, interval_ms=HOUR, totals=totals) for totals in (False, True))

    assert [None, None, True] == [row.get("total") for row in json.loads(to_json(totals))]
    assert ["False", "False", "True"] == [row["total"] for row in csv.DictReader(to_csv(totals).splitlines())]
    assert b"total" not in to_json(plain)
    assert "total" not in to_csv(plain)


def test_a_row_for_each_month_of_the_reports_zone() -> None:
    """The last hour of February in UTC is the first morning of March in Seoul."""
    lines = call("a", parse_instant("2026-02-28T14:59:59Z"), 0) + call("b", parse_instant("2026-02-28T15:00:00Z"), 0)
    found = rows(lines, months=1, time_zone="Asia/Seoul")

    assert [
        ("2026-02-01T00:00:00+09:00", "2026-03-01T00:00:00+09:00", 1),
        ("2026-03-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", 1),
    ] == [(row.from_at, row.to_at, value(row, "offered").value) for row in found]


def test_columns_are_those_asked_for_in_their_order() -> None:
    """By their name, or by the one that they have by event."""
    by_event = rows(TWO_HOURS, kpis=("asa", "offered"))
    by_entry = rows(TWO_HOURS, kpis=("asa", "offered_by_entry"), attribution="entry")

    assert ["asa", "offered"] == list(by_event[0].kpis)
    assert ["asa_by_entry", "offered_by_entry"] == list(by_entry[0].kpis)


@pytest.mark.parametrize("name", ["average", "waiting", "asa_by_entry"])
def test_a_column_that_is_none_is_refused(name: str) -> None:
    """Unknown, a figure of now, or of the other attribution."""
    with pytest.raises(FloorwatchError) as refused:
        rows([], kpis=(name,))

    assert ("kpis", True) == (refused.value.key, repr(name) in refused.value.reason)


@pytest.mark.parametrize("begin", ["1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"])
def test_a_range_begins_where_it_was_said_to(begin: str) -> None:
    """At the instant from which milliseconds are counted too."""
    (everything,) = rows(TWO_HOURS, from_ms=parse_instant(begin))

    assert everything.from_at == begin
