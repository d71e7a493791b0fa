"""Time in state and occupancy of people once more, from their events alone, in SQL."""

import orjson
import pytest

from stream import catalog
from stream.report import Report, to_json
from stream.site import Site
from stream.units import HOUR, MINUTE, parse_instant
from tests.oracle import day
from tests.oracle.second_opinion import People

Times = dict[tuple[int, str, str], int]
"""Interval, group and state to milliseconds."""

BUSY, WAITING = ("on_contact", "after_contact_work"), "available"
OVERLAP = """
    SELECT start, coalesce({group}, ''), state, sum(least(to_ms, start + $length) - greatest(from_ms, start))::BIGINT
    FROM stays JOIN (SELECT unnest(range($first, $last, $length)) AS start)
      ON from_ms < start + $length AND to_ms > start
    GROUP BY ALL
"""


@pytest.fixture(scope="module")
def told() -> list[bytes]:
    """What is told of people on the day on which everything happens, and its end."""
    *all_day, last = day.lines()
    return [*(line for line in all_day if b'"agent.' in line), last]


@pytest.fixture(scope="module")
def sql(told: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> People:
    """What SQL makes of its people."""
    path = tmp_path_factory.mktemp("people") / "day.jsonl"
    path.write_bytes(b"\n".join(told) + b"\n")
    return People(path)


def in_sql(sql: People, length_ms: int, group: str) -> Times:
    """Milliseconds by interval, group and state; of everything the group is empty."""
    query = OVERLAP.format(group=group or "''")
    asked = {"length": length_ms, "first": day.BEGINS_AT, "last": day.ENDS_AT}
    rows = sql.database.execute(query, asked).fetchall()
    return {(start, name, state): spent for start, name, state, spent in rows if spent}


def in_report(told: list[bytes], length_ms: int, group: str) -> tuple[Times, dict[tuple[int, str], tuple[int, int]]]:
    """The same of the report, and the two parts of the occupancy by interval and group."""
    report = Report(site=Site(), interval_ms=length_ms, by=(group,) if group else ())
    times: Times = {}
    occupied: dict[tuple[int, str], tuple[int, int]] = {}
    for row in orjson.loads(to_json(report.rows(told, catalog.standard()))):
        name = row["slice"].get(group, "") if group else ""
        if group and not name:
            continue
        start = parse_instant(row["from"])
        for state, spent in row["kpis"]["time_in_state"].items():
            times |= {(start, name, state): spent["numerator_ms"]} if spent["numerator_ms"] else {}
        share = row["kpis"]["occupancy"]
        occupied[start, name] = (share["numerator"] or 0, share["denominator"] or 0)
    return times, occupied


@pytest.mark.parametrize("group", ["", "team", "site"])
@pytest.mark.parametrize("length_ms", [30 * MINUTE, HOUR], ids=["30m", "1h"])
def test_people_were_in_each_state_for_as_long_as_their_events_say(
    told: list[bytes], sql: People, length_ms: int, group: str
) -> None:
    """To the millisecond, in every interval, of everybody and of each team and site; and so is the occupancy."""
    expected = in_sql(sql, length_ms, group)
    found, occupied = in_report(told, length_ms, group)
    busy: dict[tuple[int, str], list[int]] = {}
    for (start, name, state), spent in expected.items():
        parts = busy.setdefault((start, name), [0, 0])
        parts[0] += spent if state in BUSY else 0
        parts[1] += spent if state in (*BUSY, WAITING) else 0

    assert expected == found
    assert {where: tuple(parts) for where, parts in busy.items() if parts[1]} == {
        where: parts for where, parts in occupied.items() if parts[1]
    }


@pytest.mark.parametrize("state", ["available", "on_contact", "after_contact_work", "break", "offline", "vanished"])
def test_the_day_has_people_in_every_state_that_matters(sql: People, state: str) -> None:
    """A state that never comes up would be compared with nothing."""
    assert sql.count(f"state = '{state}' AND to_ms > from_ms", "stays") > 0
