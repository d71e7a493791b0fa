"""What a tick shows of partitions that cannot be read, or are being restored: the last there was, and its age."""

import pytest

from stream.partition import Partition
from stream.units import MINUTE, SECOND, format_instant
from stream.watermark import FETCHED_WITHIN_MS
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, caller, restoring, restoring_crew
from tests.shell.standing_tick import SITE, Tick, answer_clock, states


def test_after_another_assignment_the_floor_is_shown_as_it_was_until_it_is_restored() -> None:
    """As old as it is, with its age; the metrics have nothing of it."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes())
    before = tick.read_to_the_end(partition, NOW)
    tick.lanes.assigned_at = NOW + 1
    tick.lanes.standing = (restoring(0),)
    meanwhile = tick.at(NOW + 7 * SECOND)
    exported = tick.store.latest
    after = tick.read_to_the_end(partition, NOW + 8 * SECOND)

    assert meanwhile is not None
    assert exported is not None
    assert (before["as_of"], before["slices"]) == (meanwhile["as_of"], meanwhile["slices"])
    assert [(0, "stale", 7 * SECOND)] == [
        (reading["partition"], reading["state"], reading["age_ms"]) for reading in meanwhile["clock"]["partitions"]
    ]
    assert [False, True, False] == [floor["clock"]["stale"] for floor in (before, meanwhile, after)]
    assert exported.own() is None
    assert format_instant(NOW + 8 * SECOND) == after["as_of"]


def test_before_the_first_floor_there_is_none_to_show_as_it_was() -> None:
    """Also where partitions are given twice."""
    tick = Tick(StandingLanes(restoring(0)))
    first = tick.at(NOW)
    tick.lanes.assigned_at = NOW + 1

    assert (None, None) == (first, tick.at(NOW + SECOND))


def test_a_partition_without_answers_is_stale_and_its_clock_stands() -> None:
    """Kafka is away: nobody knows whether the caller has been answered, so there is no breach."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    before = tick.read_to_the_end(partition, NOW)
    floor = tick.at(NOW + MINUTE)

    assert floor is not None
    assert format_instant(NOW) == floor["as_of"]
    assert [(format_instant(NOW + 5), "stale")] == states(floor)
    assert "age_ms" not in before["clock"]["partitions"][0]
    assert floor["clock"]["partitions"][0]["age_ms"] > 5 * SECOND
    assert floor["clock"]["stale"] is True
    assert (0, 0, 0) == answer_clock(floor)


def test_a_partition_that_drops_its_memory_leaves_the_last_floor() -> None:
    """It is still ours, and its figures are a second old until it is restored."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes())
    last = tick.read_to_the_end(partition, NOW)
    tick.lanes.standing = (restoring(0),)

    assert last == tick.at(NOW + SECOND)


@pytest.mark.parametrize("topic", ["contacts", "agents"])
def test_where_a_dropped_memory_does_not_come_back_the_last_floor_is_stale(topic: str) -> None:
    """Nothing can be restored while Kafka is away; until then the floor tells its age, and the metrics have nothing."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes())
    last = tick.read_to_the_end(partition, NOW)
    if topic == "contacts":
        tick.lanes.standing = (restoring(0),)
    else:
        tick.crew.standing = (restoring_crew(0),)
    soon, later = tick.at(NOW + FETCHED_WITHIN_MS), tick.at(NOW + MINUTE)
    exported = tick.store.latest

    assert soon == last
    assert later is not None
    assert exported is not None
    assert last["slices"] == later["slices"]
    assert [("stale", MINUTE)] == [(one["state"], one["age_ms"]) for one in later["clock"]["partitions"]]
    assert later["clock"]["stale"] is True
    assert exported.own() is None


def test_with_the_clock_of_events_an_empty_topic_that_is_read_is_not_stale() -> None:
    """Before the first event there is no instant to show, and nothing is wrong with Kafka either."""
    tick = Tick(StandingLanes(at_the_end(Partition(SITE, 0), NOW)), mode="events")
    floor, health = tick.at(NOW), tick.watch.health()

    assert None is floor
    assert [False] == [facts.stale for facts in tick.watch.facts().partitions]
    assert (True, "no event has been read yet, and with FLOORWATCH_CLOCK=events nothing else tells the time") == (
        health.ready,
        health.ready_reason,
    )
