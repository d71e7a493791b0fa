"""The metrics of people: sums by team and site that add up, states of now, nothing before anybody is known."""

from stream.replay import Replay
from stream.site import QueueRules, Site, default_version
from stream.units import MINUTE, SECOND, parse_instant
from tests.core.one_crew import state
from tests.core.one_report import call
from tests.shell.metric_floors import SALES, a_full_floor, floor, named, series_of, value
from tests.shell.web_floor import STANDARD, WebFloor


def test_people_are_counted_by_state() -> None:
    """Of everything, a team, a site and a queue; who is of no team is in no team's count."""
    series = series_of(a_full_floor())

    assert 3 == value(series, "kpi_agents", state="available")
    assert 2 == value(series, "kpi_team_agents", team="red", state="available")
    assert 1 == value(series, "kpi_site_agents", site="seoul", state="away")
    assert 3 == value(series, "kpi_queue_agents", queue="sales", channel="voice", state="available")
    assert 0 == value(series, "kpi_queue_agents", queue="help", channel="chat", state="available")


def test_time_is_told_by_team_and_site_once() -> None:
    """Added up over all of them it is everybody's; slots and stays likewise."""
    series = series_of(a_full_floor())
    red = {"team": "red", "site": "seoul", "window": "1h"}
    sums = [
        sum(
            figure
            for (name, labels), figure in series.items()
            if name == metric and ("window", "today") in labels and ("state", state) in {*labels, ("state", "")}
        )
        for metric, state in (
            ("kpi_agents_state_seconds", "available"),
            ("kpi_agents_slot_seconds", ""),
            ("kpi_agents_presences", ""),
        )
    ]

    assert 1200 == value(series, "kpi_agents_state_seconds", **red, state="available")
    assert 0 == value(series, "kpi_agents_state_seconds", **red, state="break")
    assert 600 == value(series, "kpi_agents_state_seconds", **{**red, "team": ""}, state="available")
    assert [1800, 3600, 4] == sums


def test_contacts_that_are_divided_by_a_time_of_people_are_told_of_the_floors_own_day() -> None:
    """A call of the afternoon in Berlin, when the floor in Seoul, with one agent, is half an hour into its next day."""
    berlin = QueueRules("sales", "voice", "Europe/Berlin", (default_version("voice"),))
    replay = Replay(Site(time_zone="Asia/Seoul", queues=(berlin,)))
    replay.feed(call("c", parse_instant("2026-03-02T14:00:00Z"), SECOND, MINUTE))
    replay.feed([state("ann", parse_instant(f"2026-03-02T{at}:30:00Z"), "on_contact") for at in (14, 15)])
    web = WebFloor()
    web.show(replay.floor(STANDARD))
    series = series_of(web)

    assert 1 == value(series, "kpi_window_handled", queue="sales", channel="voice", window="today")
    assert 0 == value(series, "kpi_floor_handled", window="today")
    assert 1800 == value(series, "kpi_agents_state_seconds", team="", site="", window="today", state="on_contact")
    assert 0 == value(series, "kpi_floor_talk_seconds", window="today")


def test_nothing_is_exported_of_people_while_nothing_is_known_of_them() -> None:
    """A worker without any event of an agent has no figures, not noughts."""
    web = WebFloor()
    web.show(floor({SALES: {}}))
    series = series_of(web)

    assert [] == [name for name in ("kpi_agents", "kpi_agents_state_seconds") if list(named(series, name))]
    assert [] == list(named(series, "kpi_queue_agents"))
