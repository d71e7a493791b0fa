"""How often a floor is shown: every second, unless folding would come too short."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from stream.overlay import Part
from stream.partition import Partition
from stream.units import MINUTE, SECOND
from tests.shell.standing_lanes import NOW, StandingLanes, behind, caller
from tests.shell.standing_tick import SITE, Tick


def test_while_there_is_a_backlog_folding_comes_before_showing() -> None:
    """Its floor is built every five seconds, any other every second."""
    slow = Partition(SITE, 0)
    caller(slow, "a", NOW - MINUTE)
    tick = Tick(StandingLanes())
    versions = []
    for second, end_offset in enumerate((*[30_000] * 6, 11, 11)):
        now_ms = NOW + second * SECOND
        tick.lanes.standing = (replace(behind(slow, now_ms), end_offset=end_offset),)
        tick.at(now_ms)
        latest = tick.store.latest
        versions.append(latest.version if latest else 0)

    assert [1, 1, 1, 1, 1, 2, 3, 4] == versions


@pytest.mark.parametrize(
    ("took_ms", "versions"),
    [(333, [1, 2, 3, 4, 5, 6, 7, 8]), (334, [1, 1, 2, 2, 3, 3, 4, 4]), (9_000, [1, 1, 1, 1, 1, 2, 2, 2])],
)
def test_parts_that_take_long_are_taken_less_often(took_ms: int, versions: list[int]) -> None:
    """A million open contacts keep the loop for a second: a third of the time is theirs, and a floor comes in five."""

    class Crowded(Partition):
        def taking(self, clock_ms: int, known_ms: int | None = None) -> Iterator[Part | None]:
            tick.now_ms += took_ms
            yield from super().taking(clock_ms, known_ms)

    partition = Crowded(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes())
    shown = []
    for second in range(8):
        tick.read_to_the_end(partition, NOW + second * SECOND)
        latest = tick.store.latest
        shown.append(latest.version if latest else 0)

    assert versions == shown


def test_a_clock_that_is_put_back_keeps_no_floor_from_being_shown() -> None:
    """The last one was taken an hour from now."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes())
    tick.read_to_the_end(partition, NOW + 60 * MINUTE)
    tick.lanes.standing = (replace(behind(partition, NOW), end_offset=30_000),)
    tick.at(NOW)
    latest = tick.store.latest

    assert latest is not None
    assert 2 == latest.version
