"""Alarms of a worker's ticks: the same as those of a replay that is looked at at the same instants."""

import jsonschema
from msgspec.structs import replace

from agents.alarms.desk import AlarmDesk
from stream import floor
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from stream.partition import Partition
from stream.units import SECOND
from tests.shell.alarm_doubles import MemoryAlarmLog, running, until
from tests.shell.floor_doubles import company
from tests.shell.lane_doubles import Group
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, behind, caller
from tests.shell.standing_tick import SITE, Tick

(WAIT,) = (rule for rule in default_rules(standard()) if rule.name == "longest_wait")


async def test_a_caller_who_waits_too_long_is_an_alarm_of_the_floor() -> None:
    """More than 60 s for 30 s: raised at the second in which both are true, in a document that keeps its schema."""
    partition = Partition(SITE, 0)
    desk = AlarmDesk([WAIT], MemoryAlarmLog())
    tick = Tick(StandingLanes(), partitions=1, alarms=desk)
    caller(partition, "a", NOW)
    async with running(desk):
        tick.read_to_the_end(partition, NOW + SECOND)
        await until(lambda: desk.restored)
        floors = {second: tick.read_to_the_end(partition, NOW + second * SECOND) for second in range(2, 95)}

    assert [] == floors[90]["alarms"]
    assert [("longest_wait", "warning", 91)] == [
        (alarm["alarm"], alarm["state"], alarm["value"]) for alarm in floors[91]["alarms"]
    ]
    jsonschema.validate(floors[91], floor.schema())


async def test_a_worker_with_a_part_of_the_partitions_raises_none() -> None:
    """Its figures are partial: the others' callers may all have been answered in time."""
    partition = Partition(SITE, 0)
    desk = AlarmDesk([replace(WAIT, raise_after_ms=0)], MemoryAlarmLog())
    tick = Tick(StandingLanes(), partitions=2, alarms=desk, with_others=company(lambda: NOW, partitions=2))
    caller(partition, "a", NOW)
    async with running(desk):
        partly = tick.read_to_the_end(partition, NOW + 100 * SECOND)
        tick.lanes.standing = tuple(at_the_end(one, NOW + 101 * SECOND) for one in (partition, Partition(SITE, 1)))
        tick.at(NOW + 101 * SECOND)
        await until(lambda: desk.restored)
        wholly = tick.at(NOW + 102 * SECOND)

    assert wholly is not None
    assert ([], ["longest_wait"]) == (partly["alarms"], [alarm["alarm"] for alarm in wholly["alarms"]])


async def test_while_a_partition_is_far_behind_none_is_raised() -> None:
    """Its callers may all have been answered in time; how the alarms stand is known all the same."""
    here, far = Partition(SITE, 0), Partition(SITE, 1)
    desk = AlarmDesk([replace(WAIT, raise_after_ms=0)], MemoryAlarmLog())
    tick = Tick(StandingLanes(), partitions=2, alarms=desk)
    caller(here, "a", NOW)
    caller(far, "b", NOW)
    seen, restored = [], []
    async with running(desk):
        for second, lane in ((100, behind(far, NOW + 100 * SECOND)), (101, at_the_end(far, NOW + 101 * SECOND))):
            tick.lanes.standing = (at_the_end(here, NOW + second * SECOND), lane)
            tick.at(NOW + second * SECOND)
            await until(lambda: desk.restored)
            restored.append(desk.restored)
            floor_then = tick.at(NOW + second * SECOND + 1)
            assert floor_then is not None
            seen.append([alarm["alarm"] for alarm in floor_then["alarms"]])

    assert ([[], ["longest_wait"]], [True, True]) == (seen, restored)


async def test_who_was_alone_and_has_slept_raises_none_before_the_group_has_answered() -> None:
    """Another may look after the alarms by now: it shows those that it knew."""
    partition, group = Partition(SITE, 0), Group()
    desk = AlarmDesk([replace(WAIT, raise_after_ms=0)], MemoryAlarmLog())
    tick = Tick(StandingLanes(), partitions=1, alarms=desk)
    tick.lanes.join(group)
    tick.lanes.clock = lambda: tick.now_ms
    async with running(desk):
        tick.read_to_the_end(partition, NOW)
        await until(lambda: desk.restored)
        tick.read_to_the_end(partition, NOW + SECOND)
        caller(partition, "a", NOW)
        group.silent = 300 * SECOND
        asleep = tick.read_to_the_end(partition, NOW + 300 * SECOND)
        group.silent = 0
        tick.read_to_the_end(partition, NOW + 301 * SECOND)
        await until(lambda: desk.restored)
        awake = tick.read_to_the_end(partition, NOW + 302 * SECOND)

    assert ([], ["longest_wait"]) == (asleep["alarms"], [alarm["alarm"] for alarm in awake["alarms"]])


async def test_two_workers_that_tick_alike_tell_alike() -> None:
    """One of them was restored from the topic in between."""
    logs = (MemoryAlarmLog(), MemoryAlarmLog())
    whole, torn = (AlarmDesk([WAIT], log) for log in logs)
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    ticks = [Tick(StandingLanes(), partitions=1, alarms=desk) for desk in (whole, torn)]
    again = AlarmDesk([WAIT], logs[1])
    async with running(whole), running(torn), running(again):
        for tick in ticks:
            tick.read_to_the_end(partition, NOW + SECOND)
        await until(lambda: whole.restored and torn.restored)
        for second in range(2, 100):
            for tick in ticks:
                tick.read_to_the_end(partition, NOW + second * SECOND)
        await until(lambda: torn.facts().sent == 1)
        ticks[1] = Tick(StandingLanes(), partitions=1, alarms=again)
        ticks[1].read_to_the_end(partition, NOW + 99 * SECOND)
        await until(lambda: again.restored)
        shown = [
            [tick.read_to_the_end(partition, NOW + second * SECOND)["alarms"] for second in range(100, 160)]
            for tick in ticks
        ]
        await until(lambda: whole.facts().sent == 2 == torn.facts().sent + again.facts().sent)

    assert shown[0] == shown[1]
    assert logs[0].records == logs[1].records
    assert "critical" == shown[0][-1][0]["state"]
