"""A tick among other workers: the whole floor is shown, our own part is exported, and the alarms are one worker's."""

import jsonschema
import msgspec

from agents.alarms.desk import AlarmDesk
from agents.metrics.facts import WorkerState
from agents.publish.shelf import Place, Told
from stream.bulletin import Reach
from stream.floor import schema
from stream.partition import Partition
from stream.units import HOUR, SECOND, format_instant
from tests.shell.alarm_doubles import MemoryAlarmLog
from tests.shell.lane_doubles import Group
from tests.shell.standing_lanes import (
    NOW,
    StandingLanes,
    behind,
    caller,
    restoring,
    restoring_crew,
    tell,
)
from tests.shell.standing_room import LATER, RULES, Room, ages, waiting
from tests.shell.standing_tick import SITE, Tick, states


def test_the_whole_floor_is_shown_and_our_own_part_exported() -> None:
    """The other's part with its age, and its people too."""
    room = Room()
    room.told()
    floor = room.at(NOW)

    assert (3, [None, 5]) == (waiting(floor), ages(floor))
    assert [(format_instant(NOW + 5), "caught_up"), (format_instant(NOW), "caught_up")] == states(floor)
    assert [] == floor["remarks"]
    assert not floor["clock"]["stale"]
    assert {"owned": 1, "shown": 2, "total": 2} == floor["partitions"]
    jsonschema.validate(floor, schema())
    assert 1 == room.exported()


def test_until_the_other_is_heard_its_part_is_missing() -> None:
    """The floor says so, and is not called whole."""
    floor = Room().at(NOW)

    assert 1 == waiting(floor)
    assert ["not shown: partition 1, of which no worker tells yet"] == floor["remarks"]
    assert floor["clock"]["stale"]


def test_a_partition_that_another_cannot_read_makes_the_whole_floor_stale() -> None:
    """Kafka answers us and not the other, who goes on telling: both show the same floor, and say the same of it."""
    room = Room()
    room.told(state="stale")
    floor = room.at(NOW)

    assert ["caught_up", "stale"] == [state for _, state in states(floor)]
    assert floor["clock"]["stale"]


def test_without_a_partition_of_ones_own_the_others_are_shown() -> None:
    """There are more workers than partitions; nothing is exported."""
    room = Room()
    room.told()
    room.at(NOW)
    room.tick.lanes.standing, room.tick.crew.standing = (), ()
    room.tick.lanes.assigned_at = NOW + 1
    room.told(LATER)
    floor = room.tick.at(LATER)

    assert floor is not None
    assert (3, [SECOND, 5]) == (waiting(floor), ages(floor))
    assert room.exported() is None


def test_what_moves_away_stays_as_it_was_and_is_exported_no_more() -> None:
    """From the very moment at which the group takes it, and not from the next tick."""
    room = Room()
    room.told()
    room.at(NOW)
    exported = [len(room.tick.watch.facts().partitions)]
    room.tick.lanes.assigned_at = None
    exported += [len(room.tick.watch.facts().partitions)]
    state = room.tick.watch.facts().state
    room.tick.lanes.standing, room.tick.crew.standing = (restoring(1),), (restoring_crew(1),)
    room.tick.lanes.assigned_at = NOW + 1
    room.told(NOW + 6 * SECOND)
    floor = room.tick.at(NOW + 6 * SECOND)

    assert ([1, 0], WorkerState.STARTING) == (exported, state)
    assert floor is not None
    assert 3 == waiting(floor)
    assert ["stale", "caught_up"] == [reading["state"] for reading in floor["clock"]["partitions"]]
    assert ["shown as it was: partition 0, of which no worker tells any more"] == floor["remarks"]


def test_what_others_have_told_of_our_partition_is_shown_until_we_are_as_far() -> None:
    """Its former owner was killed after its last checkpoint: the floor does not go back."""
    room = Room()
    former = Partition(SITE, 0)
    for contact in ("a", "d", "e"):
        caller(former, contact, NOW)
    place = Place("contacts", 0)
    room.company.shelf.put(place, Told(former.part(NOW), Reach(0, 2, NOW), "caught_up", NOW, NOW, "dead", NOW), NOW)
    room.told(LATER)
    behind_it = room.at(LATER)
    for contact in ("d", "e"):
        caller(room.mine, contact, NOW)
    room.told(LATER + SECOND)
    as_far = room.at(LATER + SECOND)

    assert (5, [SECOND + 5, 5]) == (waiting(behind_it), ages(behind_it))
    assert (5, [None, 5]) == (waiting(as_far), ages(as_far))


def test_a_part_that_was_told_does_not_change_with_what_is_folded_later() -> None:
    """What the others get, and what is exported, is of the second at which it was taken."""
    room = Room()
    room.told()
    room.at(NOW)
    shelved = room.company.shelf.latest(Place("contacts", 0))
    caller(room.mine, "d", NOW)

    assert shelved is not None
    assert 1 == next(iter(shelved.part.totals["5m"].values()))[0]
    assert 1 == room.exported()


def test_our_part_is_read_at_the_others_second_while_we_are_behind() -> None:
    """One clock for one floor."""
    room = Room()
    room.told(LATER)
    room.tick.lanes.standing = (behind(room.mine, LATER),)
    room.tick.crew.standing = ()
    floor = room.tick.at(LATER)

    assert floor is not None
    assert format_instant(LATER) == floor["as_of"]
    assert ["behind", "caught_up"] == [reading["state"] for reading in floor["clock"]["partitions"]]


def test_another_whose_clock_is_ahead_takes_us_no_further_than_ours() -> None:
    """While we are behind, the others' second is shown, but not one that has not come: windows never go back."""
    room = Room()
    hour = NOW + HOUR
    room.told(hour, heard_ms=NOW)
    room.tick.lanes.standing = (behind(room.mine, NOW),)
    room.tick.crew.standing = (behind(room.mine_crew, NOW),)
    ahead = room.tick.at(NOW)
    back = room.at(NOW + SECOND)

    assert ahead is not None
    assert [format_instant(NOW), format_instant(NOW + SECOND)] == [floor["as_of"] for floor in (ahead, back)]
    assert room.mine.windows[0].covers(NOW)


def test_the_newest_event_of_all_workers_is_the_present_of_a_recording() -> None:
    """Ours are read to their end, and so they are as far as anybody."""
    room = Room(mode="events")
    room.told(newest_ms=NOW + 90 * SECOND)
    room.at(NOW)
    shelved = room.company.shelf.latest(Place("contacts", 0))

    assert shelved is not None
    assert NOW + 90 * SECOND == shelved.reach.clock_ms


async def test_alarms_are_raised_by_who_has_the_first_partition_and_shown_by_all() -> None:
    """The other shows what it is told, and holds its own tongue."""
    logs = [MemoryAlarmLog(), MemoryAlarmLog()]
    desks = [AlarmDesk(RULES, log) for log in logs]
    watcher, other = Room(own=0, alarms=desks[0]), Room(own=1, alarms=desks[1])
    desks[0]._restore({})  # noqa: SLF001 - how it restores is shown elsewhere
    late = NOW + 90 * SECOND
    shown = None
    for at_ms in (late, late + SECOND):
        watcher.told(at_ms)
        shown = watcher.at(at_ms)
    carried = watcher.company.shelf.latest(Place("contacts", 0))
    assert shown is not None
    assert carried is not None
    other.told(late + SECOND, alarms=carried.alarms)
    echoed = other.at(late + SECOND)

    assert [alarm["alarm"] for alarm in shown["alarms"]] == [RULES[0].name]
    assert [RULES[0].name] == [alarm["alarm"] for alarm in echoed["alarms"]]
    assert not desks[1].restored


async def test_while_a_part_is_old_the_alarms_stay_as_they_stand() -> None:
    """Nobody is told that all is well because a worker has died."""
    desk = AlarmDesk(RULES, MemoryAlarmLog())
    room = Room(own=0, alarms=desk)
    desk._restore({})  # noqa: SLF001 - as above
    late = NOW + 90 * SECOND
    room.told(late)
    raised = room.at(late)
    room.theirs, room.mine = Partition(SITE, 1), Partition(SITE, 0)
    caller(room.mine, "a", late)
    gone = room.at(late + 10 * SECOND)

    assert [RULES[0].name] == [alarm["alarm"] for alarm in raised["alarms"]]
    assert raised["alarms"] == gone["alarms"]
    assert desk.restored


async def test_while_another_partition_is_far_behind_the_alarms_stay_as_they_stand() -> None:
    """Its figures leave the windows before it has read on: what is left raises and clears nothing."""
    desk = AlarmDesk([msgspec.structs.replace(RULES[0], clear_after_ms=0)], MemoryAlarmLog())
    room = Room(own=0, alarms=desk)
    desk._restore({})  # noqa: SLF001 - as above
    late = NOW + 90 * SECOND
    room.told(late)
    floors = [room.at(late)]
    for partition, contact in ((room.mine, "a"), (room.theirs, "b"), (room.theirs, "c")):
        tell(partition, contact, "answered", late, now_ms=late)
    for second, lag in ((1, 60), (2, 20)):
        at_ms = late + second * SECOND
        room.told(at_ms, state="behind", clock_at_ms=at_ms - lag * SECOND)
        floors.append(room.at(at_ms))

    assert [3, 0, 0] == [waiting(floor) for floor in floors]
    assert [1, 1, 0] == [len(floor["alarms"]) for floor in floors]


def test_a_worker_whose_group_is_silent_exports_nothing() -> None:
    """Its partitions may be another's by now; it goes on showing what it knows."""
    room = Room()
    group = Group()
    room.tick.lanes.join(group)
    room.told()
    room.at(NOW)
    before = len(room.tick.watch.facts().partitions)
    group.silent = 10_001
    room.told(LATER)
    floor = room.at(LATER)

    assert (1, 0) == (before, len(room.tick.watch.facts().partitions))
    assert WorkerState.STARTING is room.tick.watch.facts().state
    assert 3 == waiting(floor)


def test_alone_a_silent_group_changes_nothing_unless_the_process_has_slept() -> None:
    """Kafka is away; but who was stopped for a while does not know who has come meanwhile."""
    mine = Partition(SITE, 0)
    caller(mine, "a", NOW)
    tick = Tick(StandingLanes())
    group = Group(silent=60_000)
    tick.lanes.join(group)
    tick.lanes.clock = lambda: tick.now_ms
    owned = []
    for at_ms in (NOW, LATER, LATER + 10 * SECOND, LATER + 11 * SECOND):
        tick.read_to_the_end(mine, at_ms)
        owned.append(len(tick.watch.facts().partitions))
    group.silent = 0
    tick.read_to_the_end(mine, LATER + 12 * SECOND)
    owned.append(len(tick.watch.facts().partitions))
    tick.now_ms += 10 * SECOND
    group.silent = 60_000
    owned.append(len(tick.watch.facts().partitions))

    assert [1, 1, 0, 0, 1, 0] == owned
