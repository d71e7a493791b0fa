"""Time zones: offsets, the instants at which they change, and a digest of both."""

from zoneinfo import ZoneInfo

import pytest

from stream.units import DAY, HOUR, MINUTE, parse_instant
from stream.zones import digest, offset_ms, offsets

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = parse_instant("2026-03-29T01:00:00Z"), parse_instant("2026-10-25T01:00:00Z")


@pytest.mark.parametrize(
    ("expected", "zone", "at"),
    [
        (9 * HOUR, "Asia/Seoul", "2026-03-02T00:00:00Z"),
        (HOUR, "Europe/Berlin", "2026-03-29T00:59:59.999Z"),
        (2 * HOUR, "Europe/Berlin", "2026-03-29T01:00:00Z"),
        (-(2 * HOUR + 30 * MINUTE), "America/St_Johns", "2026-07-01T00:00:00Z"),
        (0, "UTC", "2026-07-01T00:00:00Z"),
    ],
)
def test_local_clocks_are_ahead_of_utc_by_so_much(expected: int, zone: str, at: str) -> None:
    """To the millisecond of the change; behind it where negative."""
    assert expected == offset_ms(ZoneInfo(zone), parse_instant(at))


def test_a_year_has_three_stretches_where_clocks_are_changed_twice() -> None:
    """The first begins where the question does."""
    start, end = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")

    assert [(start, HOUR), (SPRING, 2 * HOUR), (AUTUMN, HOUR)] == offsets(BERLIN, start, end)
    assert [(start, 9 * HOUR)] == offsets(ZoneInfo("Asia/Seoul"), start, end)


@pytest.mark.parametrize(
    ("expected", "from_ms", "to_ms"),
    [
        ([(SPRING - DAY, HOUR)], SPRING - DAY, SPRING),
        ([(SPRING - DAY, HOUR), (SPRING, 2 * HOUR)], SPRING - DAY, SPRING + 1_000),
        ([(SPRING, 2 * HOUR)], SPRING, SPRING + 5 * DAY),
        ([(SPRING - 2 * DAY, HOUR), (SPRING, 2 * HOUR)], SPRING - 2 * DAY, SPRING + 2 * DAY),
    ],
)
def test_a_change_at_the_edge_belongs_to_what_it_begins(
    expected: list[tuple[int, int]], from_ms: int, to_ms: int
) -> None:
    """Half-open, as every interval."""
    assert expected == offsets(BERLIN, from_ms, to_ms)


def test_zones_whose_clocks_do_the_same_have_the_same_digest() -> None:
    """Not the name counts: Seoul and Tokyo have agreed since 1990, Berlin and London never did."""
    assert digest("Asia/Seoul") == digest("Asia/Tokyo")
    assert digest("Europe/Berlin") != digest("Europe/London")
    assert 16 == len(digest("UTC"))
