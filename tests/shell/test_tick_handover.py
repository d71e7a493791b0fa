"""Partitions that change hands, or are read seldom: nobody is taken to be gone, and alarms stay as they stand."""

from dataclasses import replace
from typing import Any

from agents.alarms.desk import AlarmDesk
from agents.publish.shelf import Place, Told
from stream.bulletin import Reach
from stream.partition import Partition
from stream.units import SECOND
from tests.shell.alarm_doubles import MemoryAlarmLog, running, until
from tests.shell.standing_lanes import NOW, at_the_end, behind, caller, tell
from tests.shell.standing_room import RULES, Room
from tests.shell.standing_tick import SITE

LATE = NOW + 100 * SECOND


def alarms_of(floor: dict[str, Any] | None) -> list[str]:
    """Which alarms a floor shows."""
    return [] if floor is None else [alarm["alarm"] for alarm in floor["alarms"]]


def shown_at(room: Room, at_ms: int) -> list[str]:
    """Tick, all told and read to that instant, and return which alarms the floor shows."""
    room.told(at_ms)
    return alarms_of(room.at(at_ms))


async def has_raised(room: Room, desk: AlarmDesk) -> None:
    """Let a worker raise its alarm and tell of it, within three seconds."""
    for second in range(3):
        shown = shown_at(room, LATE + second * SECOND)
        await until(lambda: desk.restored)
    assert [RULES[0].name] == shown
    await until(lambda: desk.facts().sent == 1)


def gone(room: Room) -> None:
    """Let the group give our partition to another."""
    room.tick.lanes.standing, room.tick.crew.standing = (), ()
    room.tick.lanes.assigned_at = NOW + 1


def test_whoever_has_a_backlog_among_others_goes_on_telling_and_exporting() -> None:
    """Parts are taken every five seconds then; meanwhile the last ones hold, and nobody is missed."""
    room = Room()
    exported, remarks = [], []
    for second in range(14):
        at_ms = NOW + second * SECOND
        room.told(at_ms)
        room.tick.lanes.standing = (replace(behind(room.mine, at_ms), end_offset=30_000),)
        room.tick.crew.standing = (at_the_end(room.mine_crew, at_ms),)
        floor = room.tick.at(at_ms)
        assert floor is not None
        exported.append(room.exported())
        remarks += floor["remarks"]

    assert [1] * 14 == exported
    assert [] == remarks


async def test_alarms_of_a_former_time_are_not_shown_when_the_partition_comes_back() -> None:
    """Another has looked after them since: until the topic is read, they stand as that one has told."""
    log = MemoryAlarmLog()
    desk = AlarmDesk(RULES, log)
    room = Room(alarms=desk)
    async with running(desk):
        await has_raised(room, desk)
        gone(room)
        answered = Partition(SITE, 0)
        caller(answered, "a", NOW)
        tell(answered, "a", "answered", LATE + 2 * SECOND, now_ms=LATE + 2 * SECOND, agent="kim")
        hour = LATE + 3_600 * SECOND
        reach = Reach(0, answered.applied_offset, hour)
        room.company.shelf.put(
            Place("contacts", 0), Told(answered.part(hour), reach, "caught_up", hour, hour, "other", hour), hour
        )
        room.told(hour)
        assert [] == alarms_of(room.tick.at(hour))
        log.gate.clear()  # Kafka answers a little later
        room.mine, room.tick.lanes.assigned_at = answered, NOW + 2
        shown = [shown_at(room, hour + second * SECOND) for second in range(1, 4)]
        log.gate.set()

    assert [[], [], []] == shown


async def test_alarms_that_stand_are_shown_while_their_partition_moves() -> None:
    """The new owner has not read the topic yet, and goes on with what the former one has told last."""
    log = MemoryAlarmLog()
    first = AlarmDesk(RULES, log)
    before = Room(alarms=first)
    async with running(first):
        await has_raised(before, first)
    told = before.company.shelf.latest(Place("contacts", 0))
    assert told is not None
    assert told.alarms
    second_desk = AlarmDesk(RULES, log)
    after = Room(alarms=second_desk)
    after.company.shelf.put(Place("contacts", 0), replace(told, sender="other"), LATE + 2 * SECOND)
    async with running(second_desk):
        log.gate.clear()
        shown = [shown_at(after, LATE + second * SECOND) for second in range(3, 6)]
        log.gate.set()
        await until(lambda: second_desk.restored)
        shown.append(shown_at(after, LATE + 6 * SECOND))

    assert [[RULES[0].name]] * 4 == shown
