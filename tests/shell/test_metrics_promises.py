"""What a queue promises, who looks after it and whether it is open: by the configuration, at the instant shown."""

from msgspec.structs import replace

from stream.calendar import Calendar, Opening
from stream.site import QueueRules, Site, default_version
from stream.units import HOUR, SECOND, parse_instant
from tests.shell.floor_documents import AS_OF
from tests.shell.metric_floors import HELP, SALES, floor, named, series_of, value
from tests.shell.web_floor import WebFloor

OF_SALES = {"queue": "sales", "channel": "voice"}
OF_HELP = {"queue": "help", "channel": "chat"}
FRIDAY_8 = parse_instant("2027-01-15T08:00:00Z")
"""The instant that the floor shows."""


def hours(name: str, first: int, last: int) -> Calendar:
    """Open every day from one hour of UTC to another."""
    return Calendar(name=name, week=((Opening(first * HOUR, last * HOUR),),) * 7)


def shown(site: Site) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The metrics of a site in which nothing happens."""
    web = WebFloor()
    web.show(floor({SALES: {}, HELP: {}}, site=site))
    return series_of(web)


def test_a_queue_is_open_by_its_calendar() -> None:
    """At the last instant of a span it is closed; a queue without a calendar is always open."""
    assert AS_OF == FRIDAY_8
    calendars = hours("early", 0, 8), hours("late", 8, 20)
    found = []
    for calendar in calendars:
        version = replace(default_version("voice"), calendar=calendar.name)
        site = Site(queues=(QueueRules(*SALES, "UTC", (version,)),), calendars=calendars)
        series = shown(site)
        found.append((value(series, "kpi_queue_open", **OF_SALES), value(series, "kpi_queue_open", **OF_HELP)))

    assert [(0, 1), (1, 1)] == found


def test_promises_and_team_are_those_of_the_version_that_holds() -> None:
    """A later one does not show before it begins."""
    first = replace(default_version("voice"), team="front", service_level_objective=0.9)
    second = replace(first, from_ms=AS_OF, team="back", service_level_threshold_ms=15 * SECOND)
    third = replace(first, from_ms=AS_OF + 1, team="nobody", service_level="answered_only")
    series = shown(Site(queues=(QueueRules(*SALES, "UTC", (first, second, third)),)))

    assert [{**OF_SALES, "team": "back", "service_level": "strict"}] == [
        labels for labels in named(series, "kpi_queue_info") if labels["queue"] == "sales"
    ]
    assert 15 == value(series, "kpi_service_level_threshold_seconds", **OF_SALES)
    assert 0.9 == value(series, "kpi_service_level_target_ratio", **OF_SALES)
    assert 0.9 == value(series, "kpi_sla_objective_ratio", **OF_SALES, clock="answer")


def test_a_queue_that_nobody_configured_promises_what_its_channel_does() -> None:
    """And the whole floor looks after it."""
    series = shown(Site())

    assert 60 == value(series, "kpi_first_response_target_seconds", **OF_HELP)
    assert None is value(series, "kpi_first_response_target_seconds", **OF_SALES)
    assert 1 == value(series, "kpi_queue_info", **OF_HELP, team="floor", service_level="strict")
