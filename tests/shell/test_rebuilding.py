"""What is said of partitions that are being restored or rebuilt: how far they are, until they are there."""

from dataclasses import replace

from structlog.testing import capture_logs

from agents.lane.lane import LaneView
from agents.rebuilding import TOLD_EVERY_MS, Rebuilding, told_of
from stream.partition import Partition
from stream.site import Site
from tests.shell.standing_lanes import NOW, at_the_end, restoring

PLACE = ("", 1)


def rebuilt(position: int, end_offset: int | None = 9_000) -> LaneView[Partition]:
    """A lane that has begun from the start, and is at this offset."""
    there = at_the_end(Partition(Site(), 1), NOW)
    return replace(there, position=position, end_offset=end_offset, rebuild_reason="damaged row")


def told(*looks: tuple[LaneView[Partition], int]) -> list[dict[str, object]]:
    """What is logged of looks at one partition at instants."""
    rebuilding = Rebuilding()
    with capture_logs() as logged:
        for view, at_ms in looks:
            rebuilding.look([(PLACE, view)], at_ms)
    return [dict(line) for line in logged]


def test_a_partition_that_is_restored_is_told_of_now_and_then() -> None:
    """At once, and then not with every look."""
    logged = told(
        (restoring(1, 10, 90), NOW),
        (restoring(1, 20, 90), NOW + 1),
        (restoring(1, 30, 90), NOW + TOLD_EVERY_MS),
    )

    assert [("lane_restoring", "1", 10, 90), ("lane_restoring", "1", 30, 90)] == [
        (line["event"], line["partition"], line["records"], line["of"]) for line in logged
    ]


def test_a_partition_that_stands_still_is_told_of_once() -> None:
    """While Kafka is away, until it comes back."""
    looks = [(restoring(1, 10, 90), NOW + number * TOLD_EVERY_MS) for number in range(6)]
    logged = told(*looks, (restoring(1, 11, 90), NOW + 6 * TOLD_EVERY_MS))

    assert [10, 11] == [line["records"] for line in logged]


def test_a_partition_that_is_rebuilt_is_told_of_until_it_is_read_to_its_end() -> None:
    """With the reason; and when it falls behind later, that is another matter, told of at once."""
    logged = told((rebuilt(4_000), NOW), (rebuilt(9_000), NOW + 1), (rebuilt(5_000), NOW + 2))

    assert [("lane_rebuilding", 4_000, "damaged row"), ("lane_rebuilding", 5_000, "damaged row")] == [
        (line["event"], line["records"], line["reason"]) for line in logged
    ]


def test_a_partition_that_is_there_is_not_told_of() -> None:
    """Nor one whose log's end is not known yet."""
    there = at_the_end(Partition(Site(), 1), NOW)

    assert [] == told((there, NOW), (rebuilt(4_000, None), NOW))
    assert [] == told_of([(PLACE, there)])


def test_people_are_told_how_far_it_is_and_afterwards_that_it_was() -> None:
    """Each partition in its own words."""
    views = [(PLACE, rebuilt(4_000)), ((" of the agents' topic", 2), rebuilt(9_000)), (("", 3), rebuilt(9_000))]

    assert [
        "being rebuilt from the source: partition 1 (damaged row), 4,000 of 9,000 records",
        "rebuilt from the source: partition 2 of the agents' topic (damaged row), 3 (damaged row)",
    ] == told_of(views)
