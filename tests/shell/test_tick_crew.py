"""The second lane in a tick: people beside contacts, on one clock, with one word about each partition."""

from typing import Any

import pytest

from agents.followed import together
from agents.metrics.cumulative import AGENTS, SourceFigure
from stream.crew.partition import CrewPartition
from stream.floor_clock import PartitionReading
from stream.partition import Partition
from stream.units import MINUTE, SECOND, format_instant
from tests.shell.standing_lanes import (
    NOW,
    StandingCrew,
    StandingLanes,
    at_the_end,
    behind,
    caller,
    on_shift,
    restoring_crew,
)
from tests.shell.standing_tick import SITE, Tick, states


def people(floor: dict[str, Any] | None) -> dict[str, Any]:
    """The KPIs of everything."""
    assert floor is not None
    found: dict[str, Any] = next(figures["kpis"] for figures in floor["slices"] if figures["slice"] == {})
    return found


def shift(number: int = 0) -> CrewPartition:
    """A partition with one agent who became available a minute ago."""
    crew = CrewPartition(SITE, number)
    on_shift(crew, "ann", "available", NOW - MINUTE, team="red")
    return crew


def test_people_are_in_the_floor_beside_the_contacts() -> None:
    """At the clock of the floor, and counted as events of their source."""
    contacts, crew = Partition(SITE, 0), shift()
    caller(contacts, "a", NOW - 5 * SECOND)
    tick = Tick(StandingLanes(at_the_end(contacts, NOW)), crew=StandingCrew(at_the_end(crew, NOW)))
    floor = tick.at(NOW)
    on_shift(crew, "ann", "on_contact", NOW)
    tick.at(NOW + SECOND)
    tick.cumulative.settle()

    assert 1 == people(floor)["agents"]["available"]["now"]["value"]
    assert 60.0 == people(floor)["time_in_state"]["available"]["5m"]["value"]
    assert {"acd": 1, "pbx": 1} == {source["source"]: source["applied"] for source in (floor or {})["sources"]}
    assert 2 == tick.cumulative.events.grown[SourceFigure("acd", "applied")]


def test_without_any_event_of_an_agent_people_are_not_known() -> None:
    """An empty topic is no floor of nobody."""
    floor = Tick(
        StandingLanes(at_the_end(Partition(SITE, 0), NOW)), crew=StandingCrew(at_the_end(CrewPartition(SITE, 0), NOW))
    ).at(NOW)

    assert people(floor)["agents"]["available"]["now"]["value"] is None
    assert people(floor)["occupancy"]["1h"]["value"] is None


def test_no_floor_is_shown_while_the_agents_are_restored() -> None:
    """Half of the floor would be a wrong one."""
    lanes = StandingLanes(at_the_end(Partition(SITE, 0), NOW))

    assert Tick(lanes, crew=StandingCrew(restoring_crew())).at(NOW) is None


def test_a_partition_is_behind_when_one_of_its_topics_is() -> None:
    """The floor stays at the clock of what is caught up."""
    contacts, crew = Partition(SITE, 0), shift()
    caller(contacts, "a", NOW - 5 * SECOND)
    floor = Tick(StandingLanes(at_the_end(contacts, NOW)), crew=StandingCrew(behind(crew, NOW))).at(NOW)

    assert floor is not None
    assert format_instant(NOW) == floor["as_of"]
    assert [(format_instant(NOW - MINUTE), "behind")] == states(floor)


def test_in_events_mode_the_newest_event_of_either_topic_is_the_present() -> None:
    """As `replay` takes both kinds of events from one file."""
    contacts, crew = Partition(SITE, 0), CrewPartition(SITE, 0)
    caller(contacts, "a", NOW - MINUTE)
    on_shift(crew, "ann", "available", NOW - 10 * SECOND)
    floor = Tick(StandingLanes(at_the_end(contacts, NOW)), mode="events", crew=StandingCrew(at_the_end(crew, NOW))).at(
        NOW
    )

    assert floor is not None
    assert format_instant(NOW - 10 * SECOND) == floor["as_of"]
    assert 50_000 == floor["slices"][0]["live"]["longest_wait_ms"]


def test_a_restored_lane_of_agents_counts_the_same_ground_once() -> None:
    """The counters of its sources go on where they were."""
    contacts, crew = Partition(SITE, 0), shift()
    lanes = StandingCrew(at_the_end(crew, NOW))
    tick = Tick(StandingLanes(at_the_end(contacts, NOW)), crew=lanes)
    tick.at(NOW)
    on_shift(crew, "ann", "break", NOW)
    tick.at(NOW + SECOND)
    lanes.standing = (restoring_crew(),)
    tick.at(NOW + 2 * SECOND)
    again = shift()
    on_shift(again, "ann", "break", NOW)
    lanes.standing = (at_the_end(again, NOW + 3 * SECOND),)
    tick.at(NOW + 3 * SECOND)
    tick.cumulative.settle()

    assert tick.cumulative.events.knows((AGENTS, 0))
    assert 2 == tick.cumulative.events.grown[SourceFigure("acd", "applied")]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (None, PartitionReading(0, 5, "caught_up")),
        (PartitionReading(0, None, "behind"), PartitionReading(0, 5, "behind")),
        (PartitionReading(0, 3, "stale"), PartitionReading(0, 3, "stale")),
        (PartitionReading(0, 9, "caught_up"), PartitionReading(0, 5, "caught_up")),
    ],
)
def test_of_two_topics_the_worse_word_counts(second: PartitionReading | None, expected: PartitionReading) -> None:
    """The earlier clock, and the state that is less to be trusted."""
    assert expected == together(PartitionReading(0, 5, "caught_up"), second)


def test_the_watch_tells_of_the_agents_lane_too() -> None:
    """It is not ready while people are restored, and tells how many it knows and how far behind it is."""
    lanes = StandingLanes(at_the_end(Partition(SITE, 0), NOW))
    waiting = Tick(lanes, crew=StandingCrew(restoring_crew()))
    waiting.at(NOW)
    slow = Tick(lanes, crew=StandingCrew(behind(shift(), NOW)))
    slow.at(NOW)
    facts = slow.watch.facts()

    assert (False, "restoring partition 0 of the agents' topic: 0 of 0 records") == (
        waiting.watch.health().ready,
        waiting.watch.health().ready_reason,
    )
    assert (1, 10) == (facts.agents, facts.agent_lag_records)
