"""A floor is built beside the loop, which goes on folding meanwhile: it shows one instant, and only what is ours."""

from collections.abc import Callable
from typing import TypeVar

from stream.partition import Partition
from stream.units import SECOND
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, caller, tell
from tests.shell.standing_tick import SITE, Tick

T = TypeVar("T")


def test_what_is_folded_while_a_floor_is_built_is_on_the_next_one() -> None:
    """A floor is of one instant, however long it takes to build it beside the events that go on coming."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    tell(partition, "a", "answered", NOW + 1, now_ms=NOW + 1)

    async def meanwhile(work: Callable[[], T]) -> T:
        caller(partition, f"b{partition.applied_offset}", NOW)
        return work()

    tick.ticker.apart = meanwhile
    shown = tick.read_to_the_end(partition, NOW)

    assert 1 == shown["slices"][0]["kpis"]["offered"]["5m"]["value"]
    # Another has come while the first floor was built, and one more while it was written down.
    assert 3 == tick.read_to_the_end(partition, NOW + SECOND)["slices"][0]["kpis"]["offered"]["5m"]["value"]


def test_a_floor_is_not_shown_when_partitions_have_gone_while_it_was_built() -> None:
    """What it would show is not ours to show any more."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    caller(partition, "a", NOW)

    async def meanwhile(work: Callable[[], T]) -> T:
        tick.lanes.assigned_at = None
        return work()

    tick.ticker.apart = meanwhile

    assert tick.at(NOW) is None
