"""A worker that does not go on: it says so, and ends, where a start anew can help; the clock is in the test's hand."""

from dataclasses import replace

import pytest

from agents.metrics.facts import WorkerState
from agents.watch import GIVE_UP_AFTER_MS, STUCK_AFTER_MS
from stream.units import HOUR, MINUTE, SECOND
from tests.shell.lane_doubles import Group
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, behind, restoring
from tests.shell.standing_watch import answered, clocks, partition, pass_time, watching


def test_partitions_that_nobody_has_are_said_and_end_the_worker() -> None:
    """Although the group answers: with others that tell of them, or without an answer of the group, all is well."""
    watch = watching()
    watch.untold = (1, 3)
    forlorn = "no partition is assigned to this worker, and no worker tells of partition 1, 3"
    first = watch.health()
    looked = []
    for passed_ms in (0, STUCK_AFTER_MS + SECOND, GIVE_UP_AFTER_MS + SECOND):
        pass_time(watch, NOW + passed_ms)
        looked.append((watch.health().live, watch.given_up is not None))
    watch.untold = ()
    watch.look((), {}, NOW + GIVE_UP_AFTER_MS + 2 * SECOND)

    assert (True, False, forlorn) == (first.live, first.ready, first.ready_reason)
    assert [(True, False), (False, False), (False, True)] == looked
    assert (True, True, None) == (watch.health().live, watch.health().ready, watch.given_up)


@pytest.mark.parametrize(("refuses", "why"), [(None, ""), ("ItsError", " (ItsError)")])
def test_a_group_that_assigns_nothing_is_said_and_ends_the_worker(refuses: str | None, why: str) -> None:
    """Although Kafka says who speaks for it; where it does not even say that, starting anew would help nobody."""
    watch, lanes, group = watching(), StandingLanes(), Group(refuses=refuses)
    lanes.join(group)
    lanes.assigned_at = None
    watch.follow(lanes, 4)
    looked = []
    for passed_ms in (0, STUCK_AFTER_MS + SECOND, GIVE_UP_AFTER_MS + SECOND):
        pass_time(watch, NOW + passed_ms)
        looked.append((watch.health().live, watch.given_up))
    ready = watch.health().ready_reason
    group.there = False
    watch.look((), {}, NOW + GIVE_UP_AFTER_MS + 2 * SECOND)
    away = (watch.health().live, watch.given_up, watch.health().ready_reason)

    none_yet = f"the group has assigned no partitions yet{why}"
    ended = f"{none_yet}, for 121 s, though Kafka answers"
    assert [(True, None), (False, None), (False, ended)] == looked
    assert ended == ready
    assert (True, None, none_yet) == away


def test_a_crash_of_faust_ends_the_worker_at_once() -> None:
    """Nothing is read any more, and no lag need ever show it."""
    watch = watching(at_the_end(partition(), NOW))
    before = (watch.health().live, watch.given_up)
    watch.crash = lambda: "Faust has stopped working"
    health = watch.health()

    assert (True, None) == before
    assert (False, False, "Faust has stopped working") == (health.live, health.ready, health.live_reason)
    assert "Faust has stopped working" == watch.given_up


def test_no_progress_although_kafka_answers_is_stuck() -> None:
    """After a minute live says no, after two the process is to end, with the place in words."""
    view = behind(partition(), NOW)
    watch = watching(view)
    seen = {}
    for now_ms in (NOW + STUCK_AFTER_MS, NOW + STUCK_AFTER_MS + SECOND, NOW + GIVE_UP_AFTER_MS + SECOND):
        pass_time(watch, now_ms, view)
        seen[now_ms - NOW] = (watch.health().live, watch.health().ready, watch.given_up is not None)

    assert {60_000: (True, True, False), 61_000: (False, False, False), 121_000: (False, False, True)} == seen
    assert "partition 0 is at offset 1 of 11, no progress for 121 s" == watch.given_up == watch.health().live_reason
    assert WorkerState.STUCK is watch.facts().state


def test_a_restore_that_does_not_go_on_is_stuck() -> None:
    """The same record count for a minute."""
    view = restoring(done=30, total=120)
    watch = watching(view)
    pass_time(watch, NOW + STUCK_AFTER_MS + SECOND, view)

    assert "partition 0 is restoring, no progress for 61 s" == watch.health().live_reason


def test_a_restore_whose_turn_has_not_come_is_not_stuck_while_those_before_it_go_on() -> None:
    """Two are restored at the same time: of large ones the last may wait for minutes, and a start anew helps nobody."""
    watch = watching(restoring(0, 0, 900), restoring(1))
    for passed_s in range(0, 150, 4):
        now_ms = NOW + passed_s * SECOND
        watch.look([answered(restoring(0, passed_s, 900), now_ms), answered(restoring(1), now_ms)], {}, now_ms)
    waiting = watch.health().live
    stands = (restoring(0, 148, 900), restoring(1))
    pass_time(watch, NOW + 150 * SECOND + STUCK_AFTER_MS, *stands, from_ms=NOW + 150 * SECOND)

    assert (True, False) == (waiting, watch.health().live)


@pytest.mark.parametrize("progress", [{"position": 2}, {"durable_offset": 0}, {"restored_records": 1}])
def test_any_progress_begins_the_minute_anew(progress: dict[str, int]) -> None:
    """Reading, keeping and restoring are progress."""
    view = behind(partition(), NOW)
    watch = watching(view)
    moved = replace(view, **progress)  # type: ignore[arg-type]
    for now_ms, at in ((NOW + 50 * SECOND, moved), (NOW + 100 * SECOND, moved)):
        watch.look((answered(at, now_ms),), {}, now_ms)

    assert watch.health().live


def test_a_worker_with_nothing_to_do_is_not_stuck() -> None:
    """A night without a call."""
    quiet = at_the_end(partition(), NOW)
    watch = watching(quiet)
    for hour in range(1, 9):
        watch.look((answered(quiet, NOW + hour * 60 * MINUTE),), {}, NOW + hour * 60 * MINUTE)

    assert watch.health().live
    assert watch.given_up is None


def test_an_outage_of_kafka_is_not_being_stuck() -> None:
    """Starting another process would not bring Kafka back; once it answers, the minute begins."""
    view = behind(partition(), NOW)
    watch = watching(view)
    long_after = NOW + 60 * MINUTE
    watch.look((view,), {}, long_after)
    during = watch.health().live
    watch.look((answered(view, long_after + SECOND),), {}, long_after + SECOND)
    back = watch.health().live
    back_at = long_after + SECOND
    pass_time(watch, back_at + STUCK_AFTER_MS, view, from_ms=back_at)

    assert (True, True, False) == (during, back, watch.health().live)


def test_the_partition_that_has_waited_longest_is_named() -> None:
    """The others go on and are no excuse."""
    stuck, moving = behind(partition(), NOW), behind(partition(1), NOW)
    watch = watching(stuck, moving)
    later = NOW + STUCK_AFTER_MS + SECOND
    pass_time(watch, later - SECOND, stuck, moving)
    watch.look((answered(stuck, later), answered(replace(moving, position=5), later)), {}, later)

    assert watch.health().live_reason.startswith("partition 0 is at offset 1 of 11")


def test_a_clock_that_is_put_ahead_tells_nothing_of_the_time_between() -> None:
    """One record waits, as on any floor at any moment: nobody knows since when."""
    view = behind(partition(), NOW)
    watch = watching(view)
    ahead = NOW + 10 * MINUTE
    pass_time(watch, ahead, view, from_ms=ahead)
    at_once = (watch.health().live, watch.given_up)
    pass_time(watch, ahead + STUCK_AFTER_MS + SECOND, view, from_ms=ahead)

    assert ((True, None), False) == (at_once, watch.health().live)


@pytest.mark.parametrize(("back_ms", "ends"), [(10 * SECOND, False), (HOUR, True)])
def test_a_wall_clock_that_is_put_back_far_ends_the_worker(*, back_ms: int, ends: bool) -> None:
    """Clocks and windows never go back: it would show an instant that has not come until that is there."""
    view = at_the_end(partition(), NOW)
    watch = watching(view)
    watch.look([view], clocks((view,), NOW), NOW - back_ms)

    assert ends is (watch.given_up is not None)
    if ends:
        assert "the wall clock was put back: what is shown is 3600 s ahead of it" == watch.given_up
