"""What a worker says of itself: alive, ready, stuck, and why; the clock is in the test's hand."""

import logging
from dataclasses import replace

import pytest

from agents.lane.lane import LaneState, LaneView
from agents.metrics.facts import WorkerState
from agents.mishaps import Mishaps
from agents.watch import GIVE_UP_AFTER_MS, STUCK_AFTER_MS, Watch
from agents.web.board_state import FloorStore
from stream.intake import MAX_SOURCES
from stream.overlay import SourceCounts
from stream.partition import Partition
from stream.site import Site
from stream.units import MINUTE, SECOND
from stream.watermark import PartitionClock
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, behind, caller, restoring

View = LaneView[Partition]


def partition(number: int = 0, **site: int) -> Partition:
    """Return a partition with one caller."""
    fresh = Partition(Site(**site), number)  # type: ignore[arg-type]
    caller(fresh, f"c{number}", NOW)
    return fresh


def watching(*views: View, durable: bool = True) -> Watch:
    """Return a watch that has looked at these lanes once, with a floor to show."""
    store = FloorStore(lambda: NOW)
    store.publish({}, lambda: iter([b"{}"]))
    watch = Watch(store, durable=durable)
    watch.follow(StandingLanes(*views, durable=durable), 4)
    watch.look(views, clocks(views, NOW), NOW)
    return watch


def clocks(views: tuple[View, ...], now_ms: int) -> dict[int, PartitionClock]:
    """Return clocks that have ticked once with what the lanes say."""
    ticked = {view.number: PartitionClock() for view in views}
    for view in views:
        ticked[view.number].observe(NOW)
        ticked[view.number].tick(now_ms, view.caught_up_at, view.fetched_at)
    return ticked


def answered(view: View, now_ms: int) -> View:
    """Return the same lane, the end of its log just asked for."""
    return replace(view, end_asked_at=now_ms, fetched_at=now_ms)


def test_before_kafka_is_reached_it_lives_and_is_not_ready() -> None:
    """The reason is what the worker is waiting for."""
    watch = Watch(FloorStore(lambda: NOW), durable=True)
    watch.reason = "waiting for Kafka: nobody there"
    health = watch.health()

    assert (True, False, "waiting for Kafka: nobody there") == (health.live, health.ready, health.ready_reason)
    assert WorkerState.STARTING is watch.facts().state


def test_before_the_group_has_spoken_it_is_not_ready() -> None:
    """Lanes alone are no partitions."""
    watch = watching()
    lanes = StandingLanes()
    lanes.assigned_at = None
    watch.follow(lanes, 4)
    health = watch.health()

    assert (False, "the group has assigned no partitions yet") == (health.ready, health.ready_reason)
    assert WorkerState.STARTING is watch.facts().state


def test_without_partitions_a_worker_is_ready() -> None:
    """It stands by: others have them all."""
    assert watching().health().ready


def test_partitions_that_nobody_has_are_said_and_end_the_worker() -> None:
    """Although the group answers: with others that tell of them, or without an answer of the group, all is well."""
    watch = watching()
    watch.untold = (1, 3)
    forlorn = "no partition is assigned to this worker, and no worker tells of partition 1, 3"
    first = watch.health()
    looked = []
    for passed_ms in (0, STUCK_AFTER_MS + SECOND, GIVE_UP_AFTER_MS + SECOND):
        watch.look((), {}, NOW + passed_ms)
        looked.append((watch.health().live, watch.given_up is not None))
    watch.untold = ()
    watch.look((), {}, NOW + GIVE_UP_AFTER_MS + 2 * SECOND)

    assert (True, False, forlorn) == (first.live, first.ready, first.ready_reason)
    assert [(True, False), (False, False), (False, True)] == looked
    assert (True, True, None) == (watch.health().live, watch.health().ready, watch.given_up)


def test_a_crash_of_faust_ends_the_worker_at_once() -> None:
    """Nothing is read any more, and no lag need ever show it."""
    watch = watching(at_the_end(partition(), NOW))
    before = (watch.health().live, watch.given_up)
    watch.crash = lambda: "Faust has stopped working"
    health = watch.health()

    assert (True, None) == before
    assert (False, False, "Faust has stopped working") == (health.live, health.ready, health.live_reason)
    assert "Faust has stopped working" == watch.given_up


def test_what_a_library_has_gone_on_after_is_told_and_counted() -> None:
    """The worker is ready all the same."""
    watch = watching(at_the_end(partition(), NOW))
    watch.mishaps = mishaps = Mishaps(lambda: NOW)
    counts = [watch.facts().library_errors]
    with mishaps.listening():
        logging.getLogger("faust.app").error("failed", exc_info=ValueError())
    counts.append(watch.facts().library_errors)
    health = watch.health()

    assert [0, 1] == counts
    assert (True, mishaps.remark) == (health.ready, health.ready_reason)


def test_recovery_says_how_far_it_is() -> None:
    """Partition, records read and records in all; metrics tell it as a ratio."""
    watch = watching(at_the_end(partition(), NOW), restoring(1, done=30, total=120))
    health = watch.health()

    assert (True, False) == (health.live, health.ready)
    assert "restoring partition 1: 30 of 120 records" == health.ready_reason
    assert [None, 0.25] == [facts.recovered_ratio for facts in watch.facts().partitions]


def test_recovery_of_the_first_floor_and_of_a_later_one_differ() -> None:
    """Without any floor it is recovering; with an old one it is stale."""
    store = FloorStore(lambda: NOW)
    watch = Watch(store, durable=True)
    watch.follow(StandingLanes(restoring()), 4)
    watch.look((restoring(),), {}, NOW)
    first = watch.facts().state
    store.publish({}, lambda: iter([b"{}"]))

    assert [WorkerState.RECOVERING, WorkerState.STALE] == [first, watch.facts().state]


def test_a_worker_that_reads_is_ready_and_serving() -> None:
    """Caught up or behind: lag is told and is no fault."""
    watch = watching(at_the_end(partition(), NOW), behind(partition(1), NOW))
    health = watch.health()
    facts = watch.facts()

    assert (True, True, "serving") == (health.live, health.ready, health.ready_reason)
    assert WorkerState.SERVING is facts.state
    assert [(0, True, False), (10, False, False)] == [(p.lag_records, p.caught_up, p.stale) for p in facts.partitions]
    assert [(1, 1)] * 2 == [(p.contacts, p.open_contacts) for p in facts.partitions]
    assert (4, True, False) == (facts.source_partitions, facts.durable, facts.queues_full)


def test_names_of_which_there_are_too_many_are_said() -> None:
    """With the worker ready all the same."""
    full = partition(max_queues=1)
    full.sources |= {f"s{number}": SourceCounts() for number in range(MAX_SOURCES)}
    watch = watching(at_the_end(full, NOW))

    assert {"queue", "source"} == watch.facts().full
    assert "count as other: source" in watch.health().ready_reason


def test_a_partition_without_answers_is_named() -> None:
    """The worker stays ready with what it knows, and says that it is stale."""
    silent = replace(at_the_end(partition(1), NOW), fetched_at=NOW - MINUTE)
    watch = watching(at_the_end(partition(), NOW), silent)
    health = watch.health()

    assert (True, "Kafka does not answer for partition 1") == (health.ready, health.ready_reason)
    assert WorkerState.STALE is watch.facts().state


def test_what_a_person_should_know_is_said_although_all_is_well() -> None:
    """Rebuilt, full and forgetful, in one line."""
    rebuilt = replace(at_the_end(partition(max_queues=1), NOW), rebuild_reason="damaged row")
    health = watching(rebuilt, durable=False).health()

    assert health.ready
    assert [
        "rebuilt from the source: partition 0 (damaged row)",
        "max_queues is reached: further queues count as other",
        'durability = "none": after a restart everything is read again',
    ] == health.ready_reason.split("; ")


def test_a_configuration_that_is_not_taken_over_is_said_and_noted_for_the_board() -> None:
    """The worker stays ready: what it goes by is whole; the board tells the rest of a floor by itself."""
    rebuilt = replace(at_the_end(partition(), NOW), rebuild_reason="damaged row")
    watch = watching(rebuilt, durable=False)
    watch.configuration = lambda: "site.toml: is not TOML"
    health = watch.health()

    assert ["rebuilt from the source: partition 0 (damaged row)", "site.toml: is not TOML"] == watch.notices()
    assert (True, True) == (health.ready, "; site.toml: is not TOML; " in health.ready_reason)


def test_where_all_is_well_there_is_nothing_to_note() -> None:
    """An empty list, and no notice."""
    assert [] == watching(at_the_end(partition(), NOW)).notices()


def test_a_worker_that_stops_is_not_ready() -> None:
    """Nobody should be sent here any more."""
    watch = watching(at_the_end(partition(), NOW))
    watch.stopping = True

    assert (False, "stopping") == (watch.health().ready, watch.health().ready_reason)
    assert WorkerState.STOPPING is watch.facts().state


def test_no_progress_although_kafka_answers_is_stuck() -> None:
    """After a minute live says no, after two the process is to end, with the place in words."""
    view = behind(partition(), NOW)
    watch = watching(view)
    seen = {}
    for now_ms in (NOW + STUCK_AFTER_MS, NOW + STUCK_AFTER_MS + SECOND, NOW + GIVE_UP_AFTER_MS + SECOND):
        views = (answered(view, now_ms),)
        watch.look(views, clocks(views, now_ms), now_ms)
        seen[now_ms - NOW] = (watch.health().live, watch.health().ready, watch.given_up is not None)

    assert {60_000: (True, True, False), 61_000: (False, False, False), 121_000: (False, False, True)} == seen
    assert "partition 0 is at offset 1 of 11, no progress for 121 s" == watch.given_up == watch.health().live_reason
    assert WorkerState.STUCK is watch.facts().state


def test_a_restore_that_does_not_go_on_is_stuck() -> None:
    """The same record count for a minute."""
    view = restoring(done=30, total=120)
    watch = watching(view)
    later = NOW + STUCK_AFTER_MS + SECOND
    # The mark begins with the first look at which Kafka had answered.
    for now_ms in (NOW, later):
        watch.look((answered(view, now_ms),), {}, now_ms)

    assert "partition 0 is restoring, no progress for 61 s" == watch.health().live_reason


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
    still = long_after + SECOND + STUCK_AFTER_MS
    watch.look((answered(view, still),), {}, still)

    assert (True, True, False) == (during, back, watch.health().live)


def test_the_partition_that_has_waited_longest_is_named() -> None:
    """The others go on and are no excuse."""
    stuck, moving = behind(partition(), NOW), behind(partition(1), NOW)
    watch = watching(stuck, moving)
    later = NOW + STUCK_AFTER_MS + SECOND
    watch.look((answered(stuck, later), answered(replace(moving, position=5), later)), {}, later)

    assert watch.health().live_reason.startswith("partition 0 is at offset 1 of 11")


def test_a_lane_that_holds_is_told_like_one_that_runs() -> None:
    """What it waits for is a checkpoint: its memory is whole."""
    held = replace(behind(partition(), NOW), state=LaneState.HELD, dirty_rows=7)
    facts = watching(held).facts()

    assert WorkerState.SERVING is facts.state
    assert [(7, None)] == [(p.dirty_rows, p.recovered_ratio) for p in facts.partitions]
