"""Durations and instants: what is read, what is refused, and that what is written is read back."""

import pytest

from stream.units import (
    AHEAD_MS,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    format_duration,
    format_instant,
    parse_duration,
    parse_instant,
    within,
)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0, "0s"),
        (250, "250ms"),
        (20 * SECOND, "20s"),
        (15 * MINUTE, "15m"),
        (4 * HOUR, "4h"),
        (2 * DAY, "2d"),
        (90 * MINUTE, "1h30m"),
        (DAY + HOUR + MINUTE + SECOND + 1, "1d1h1m1s1ms"),
    ],
)
def test_a_duration_is_read_and_written(expected: int, text: str) -> None:
    """Each unit alone and all of them together; the text comes back as it was."""
    assert expected == parse_duration(text)
    assert text == format_duration(expected)


@pytest.mark.parametrize("text", ["", "20", "s", "20 s", "1.5h", "-5s", "20s!", "20sec", "20S", "1h 30m"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    """The message repeats what was written."""
    with pytest.raises(ValueError, match="is not a duration such as 20s"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (933_755_400_000, "1999-08-04T08:30:00Z"),
        (933_755_400_000, "1999-08-04T17:30:00+09:00"),
        (933_755_400_123, "1999-08-04T08:30:00.123Z"),
        (933_755_400_123, "1999-08-04T08:30:00.123999Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ],
)
def test_an_instant_is_read_with_its_offset(expected: int, text: str) -> None:
    """In whole milliseconds; finer parts are cut off."""
    assert expected == parse_instant(text)


def test_an_instant_without_offset_is_refused() -> None:
    """Local time means nothing here."""
    with pytest.raises(ValueError, match="has no offset from UTC"):
        parse_instant("1999-08-04T08:30:00")


def test_what_is_no_instant_is_refused() -> None:
    """A date alone has no offset either; a word is no time."""
    with pytest.raises(ValueError, match="yesterday"):
        parse_instant("yesterday")


@pytest.mark.parametrize(
    ("expected", "at_ms"),
    [("1999-08-04T08:30:00Z", 933_755_400_000), ("1999-08-04T08:30:00.120Z", 933_755_400_120)],
)
def test_an_instant_is_written_in_utc(expected: str, at_ms: int) -> None:
    """Milliseconds stand there only where there are any."""
    assert expected == format_instant(at_ms)
    assert at_ms == parse_instant(expected)


@pytest.mark.parametrize(
    ("expected", "ago_ms"),
    [
        (True, 0),
        (True, 5 * SECOND),
        (False, 5 * SECOND + 1),
        (True, -AHEAD_MS),
        (False, -AHEAD_MS - 1),
    ],
)
def test_an_instant_is_recent_within_its_span_and_not_far_ahead(expected: bool, ago_ms: int) -> None:  # noqa: FBT001 - a case
    """A clock that was put right by a second changes nothing; after a greater step back nobody knows how old it is."""
    assert expected == within(5 * SECOND, DAY - ago_ms, DAY)
