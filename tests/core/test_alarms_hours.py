"""When a slice is open: a queue by its calendar, what is coarser while any of its queues is."""

import pytest

from stream.alarms.hours import opening_hours
from stream.calendar import ALWAYS, Calendar, Opening
from stream.site import QueueRules, QueueVersion, Site
from stream.units import HOUR, Millis, parse_instant

EIGHT = parse_instant("2026-03-02T08:00:00Z")
TEN = EIGHT + 2 * HOUR
NOON = EIGHT + 4 * HOUR


def hours(name: str, opens: int, closes: int) -> Calendar:
    """The same hours every day, in UTC."""
    return Calendar(name=name, week=((Opening(opens * HOUR, closes * HOUR),),) * 7)


def queue(name: str, channel: str, *calendars: str, changes_at: Millis | None = None) -> QueueRules:
    """A queue in a calendar, and from an instant on in another."""
    first, *later = calendars
    versions = [QueueVersion(20_000, 5_000, calendar=first)]
    versions += [QueueVersion(20_000, 5_000, calendar=name, from_ms=changes_at) for name in later]
    return QueueRules(name, channel, "UTC", tuple(versions))


SITE = Site(
    queues=(
        queue("sales", "voice", "early"),
        queue("support", "voice", "late"),
        queue("help", "chat", "late", ALWAYS.name, changes_at=TEN),
    ),
    calendars=(hours("early", 7, 9), hours("late", 11, 13)),
)
VOICE, CHAT = {"channel": "voice"}, {"channel": "chat"}


@pytest.mark.parametrize(
    ("labels", "at_ms", "expected"),
    [
        ({"queue": "sales", **VOICE}, EIGHT, True),
        ({"queue": "sales", **VOICE}, TEN, False),
        ({"queue": "support", **VOICE}, NOON, True),
        ({"queue": "help", **CHAT}, TEN - 1, False),
        ({"queue": "help", **CHAT}, TEN, True),
        (VOICE, EIGHT, True),
        (VOICE, TEN, False),
        (VOICE, NOON, True),
        (CHAT, EIGHT, False),
        ({}, EIGHT, True),
        ({}, TEN - 1, False),
        ({"channel": "email"}, TEN - 1, True),
        ({"queue": "other", **VOICE}, TEN - 1, True),
    ],
)
def test_a_slice_is_open_while_a_queue_of_it_is(labels: dict[str, str], at_ms: Millis, expected: bool) -> None:  # noqa: FBT001 - what is expected
    """By the version that holds at that instant; what no queue with a calendar is in is always open."""
    assert expected == opening_hours(SITE)(labels, at_ms)


def test_a_site_without_queues_is_always_open() -> None:
    """Queues that were learned have no calendar."""
    assert opening_hours(Site())({}, EIGHT)
    assert opening_hours(Site())({"queue": "sales", **VOICE}, EIGHT)
