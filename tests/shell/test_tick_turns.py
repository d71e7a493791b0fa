"""A floor is built a little at a time, and folding goes on meanwhile: it shows one instant, and only what is ours."""

from collections.abc import Iterable
from typing import TypeVar

import orjson
import pytest

from agents.web.board_state import Published
from stream.partition import Partition
from stream.units import MINUTE, SECOND, format_instant
from tests.shell.floor_doubles import read
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, behind, caller, restoring, tell
from tests.shell.standing_tick import SITE, Tick, answer_clock, at_once

T = TypeVar("T")


def shown_of(tick: Tick, partition: Partition) -> Published:
    """The floor of a partition that has one caller and is read to its end."""
    caller(partition, "a", NOW)
    tick.read_to_the_end(partition, NOW)
    latest = tick.store.latest
    assert latest is not None
    return latest


def test_what_is_folded_while_a_floor_is_built_is_on_the_next_one() -> None:
    """A floor is of one instant, however long it takes to build it between the events that go on coming."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    tell(partition, "a", "answered", NOW + 1, now_ms=NOW + 1)

    async def meanwhile(steps: Iterable[T | None]) -> T | None:
        begun = iter(steps)
        if tick.lanes.still.locked():
            return await at_once(begun)
        next(begun)
        caller(partition, f"b{partition.applied_offset}", NOW)
        partition.part(NOW)
        return await at_once(begun)

    tick.ticker.in_turns = meanwhile
    shown = tick.read_to_the_end(partition, NOW)

    assert 1 == shown["slices"][0]["kpis"]["offered"]["5m"]["value"]
    # Another has come while the first floor was built.
    assert 2 == tick.read_to_the_end(partition, NOW + SECOND)["slices"][0]["kpis"]["offered"]["5m"]["value"]


def test_a_floor_that_is_asked_for_later_is_still_of_its_instant() -> None:
    """It is written down and looked at only when somebody asks: what was folded since is not in it."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    latest = shown_of(tick, partition)
    for contact in "bcd":
        caller(partition, contact, NOW)
        tell(partition, contact, "answered", NOW + 1, now_ms=NOW + 1)
    partition.part(NOW + SECOND)
    written = orjson.loads(read(latest))["slices"][0]
    looked_up = latest.document["slices"][0]

    assert [(1, 1)] * 2 == [
        (one["live"]["open"], one["kpis"]["offered"]["5m"]["value"]) for one in (written, looked_up)
    ]


def test_a_floor_is_not_shown_when_partitions_have_gone_while_it_was_built() -> None:
    """What it would show is not ours to show any more."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    caller(partition, "a", NOW)

    async def meanwhile(steps: Iterable[T | None]) -> T | None:
        begun = iter(steps)
        if not tick.lanes.still.locked():
            next(begun)
            tick.lanes.assigned_at = None
        return await at_once(begun)

    tick.ticker.in_turns = meanwhile

    assert tick.at(NOW) is None


def test_nothing_is_folded_while_the_part_of_a_partition_is_taken() -> None:
    """It is of one instant, although others have their turns; whoever folds waits for `still`."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    held: list[bool] = []

    async def watched(steps: Iterable[T | None]) -> T | None:
        found = None
        for step in steps:
            held.append(tick.lanes.still.locked())
            found = step
        return found

    tick.ticker.in_turns = watched
    shown = tick.read_to_the_end(partition, NOW)
    of_parts = held.index(False)

    assert 1 == shown["slices"][0]["live"]["waiting"]
    assert of_parts > len(partition.windows)
    assert held == [True] * of_parts + [False] * (len(held) - of_parts)
    assert not tick.lanes.still.locked()


def test_what_has_waited_for_one_part_does_not_wait_for_the_next_one() -> None:
    """It is folded after each, for which there is time: those of many partitions take long in all."""
    tick = Tick(StandingLanes(*(at_the_end(Partition(SITE, number), NOW) for number in range(3))))
    tick.at(NOW)

    assert [(False, True)] * 3 == [(held, at_most_s > 0) for held, at_most_s in tick.lanes.given]


def test_a_memory_that_is_dropped_while_its_part_is_taken_is_not_shown() -> None:
    """What was begun with it comes to nothing."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    caller(partition, "a", NOW)

    async def dropped(steps: Iterable[T | None]) -> T | None:
        if tick.lanes.still.locked():
            tick.lanes.standing = (restoring(0),)
        return await at_once(steps)

    tick.ticker.in_turns = dropped

    assert tick.at(NOW) is None


def test_what_is_folded_between_two_partitions_is_on_the_floor_where_its_partition_comes_later() -> None:
    """Partitions are taken one after the other, each at one instant: the first has been copied, the second has not.

    turn        |after the first   |after the second
    folded      |one in each       |one in each
    """
    first, second = Partition(SITE, 0), Partition(SITE, 1)
    tick = Tick(StandingLanes(at_the_end(first, NOW), at_the_end(second, NOW)))

    def fold() -> None:
        for partition in (first, second):
            contact = f"c{partition.number}-{partition.applied_offset}"
            caller(partition, contact, NOW)
            tell(partition, contact, "answered", NOW + 1, now_ms=NOW + 1)

    fold()
    shown = tick.at(NOW + SECOND, fold)

    assert shown is not None
    assert 1 + 2 == shown["slices"][0]["live"]["open"]
    assert 1 + 2 == shown["slices"][0]["kpis"]["offered"]["5m"]["value"]


def test_a_partition_whose_first_events_come_while_parts_are_taken_breaches_nothing() -> None:
    """Its clock has not started: who waited when it was last heard of may have been answered since.

    first  |read to its end
    second |nothing read yet  |a queued, ten minutes ago|  its part is taken
    """
    first, second = Partition(SITE, 0), Partition(SITE, 1)
    caller(first, "b", NOW)
    tick = Tick(StandingLanes(at_the_end(first, NOW), behind(second, NOW)))

    def fold() -> None:
        if second.applied_offset < 0:
            caller(second, "a", NOW - 10 * MINUTE)

    floor = tick.at(NOW, fold)

    assert floor is not None
    assert 2 == floor["slices"][0]["live"]["open"]
    assert (0, 0, 0) == answer_clock(floor)


def test_parts_are_not_ours_when_partitions_have_gone_while_they_were_taken() -> None:
    """Neither are they shown, nor told to others."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    caller(partition, "a", NOW)

    def go() -> None:
        tick.lanes.assigned_at = None

    assert tick.at(NOW, go) is None


def test_between_two_ticks_what_has_moved_away_is_exported_no_more() -> None:
    """Another exports it by now: what the last tick took is of partitions that are not all ours any more."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    latest = shown_of(tick, partition)
    exported = [latest.own() is not None]
    for lanes in (tick.lanes, tick.crew):
        before, lanes.assigned_at = lanes.assigned_at, NOW + 1
        exported.append(latest.own() is not None)
        lanes.assigned_at = before
    exported.append(latest.own() is not None)

    assert [True, False, False, True] == exported


def test_a_memory_that_breaks_while_parts_are_taken_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that raises leaves a chunk folded halfway: that is no instant of anything, and may raise again."""
    first, second = Partition(SITE, 0), Partition(SITE, 1)
    tick = Tick(StandingLanes(at_the_end(first, NOW), at_the_end(second, NOW)), partitions=2)
    caller(first, "a", NOW)
    tick.at(NOW)

    def breaks() -> None:
        monkeypatch.setattr(second, "taking", pytest.fail)
        tick.lanes.standing = (at_the_end(first, NOW + SECOND), restoring(1))

    tick.lanes.standing = (at_the_end(first, NOW + SECOND), at_the_end(second, NOW + SECOND))
    floor = tick.at(NOW + SECOND, breaks)

    assert floor is not None
    assert (format_instant(NOW), 1) == (floor["as_of"], floor["slices"][0]["live"]["waiting"])
