"""What a worker says of itself: alive, ready, stuck, and why; the clock is in the test's hand."""

import logging
from dataclasses import replace

import pytest

from agents.followed import Followed
from agents.lane.lane import LaneState
from agents.metrics.facts import WorkerState
from agents.mishaps import Mishaps
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.crew.partition import CrewPartition
from stream.intake import MAX_SOURCES
from stream.overlay import SourceCounts
from stream.site import Site
from stream.units import MINUTE
from stream.watermark import PartitionClock
from tests.shell.standing_lanes import NOW, StandingCrew, StandingLanes, at_the_end, behind, restoring
from tests.shell.standing_watch import clocks, partition, watching


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


def test_without_partitions_a_worker_is_ready_once_it_has_a_floor_to_show() -> None:
    """It stands by: others have them all, and may still be restoring them."""
    watch = watching()
    ready = watch.health().ready
    watch._store.withdraw()  # noqa: SLF001 - as before the first floor

    assert ready
    assert (False, "no partition is assigned to this worker, and no other has told of its own yet") == (
        watch.health().ready,
        watch.health().ready_reason,
    )


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


@pytest.mark.parametrize(("by_wall", "expected"), [(True, (False, "no floor yet")), (False, (True, "serving"))])
def test_a_worker_that_reads_is_ready_with_its_first_floor(*, by_wall: bool, expected: tuple[bool, str]) -> None:
    """Boards sent here before it would be told that there is none; by the events' clock it may be long in coming."""
    view = at_the_end(partition(), NOW)
    watch = Watch(FloorStore(lambda: NOW), durable=True, by_wall=by_wall)
    watch.follow(StandingLanes(view), 1)
    watch.look((view,), clocks((view,), NOW), NOW)
    health = watch.health()

    assert expected == (health.ready, health.ready_reason)


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


def test_many_partitions_without_answers_stand_in_a_few_numbers() -> None:
    """A line of the board does not hold all of them one by one."""
    old = [replace(at_the_end(partition(number), NOW), fetched_at=NOW - MINUTE) for number in (0, 1, 2, 4)]
    answers = at_the_end(partition(3), NOW)

    assert ["Kafka does not answer for partition 0–2, 4"] == watching(*old, answers).notices()


def test_a_partition_that_waits_for_its_checkpoint_is_not_blamed_on_kafka() -> None:
    """It is not fetched from, since its memory has enough that is not kept yet."""
    held = replace(at_the_end(partition(), NOW), state=LaneState.HELD, fetched_at=NOW - MINUTE)

    assert ["not read on until what is known of it is kept: partition 0"] == watching(held).notices()


def test_while_one_partition_is_restored_no_other_has_a_watermark() -> None:
    """Of none of them figures are exported; and what is restored is not called unreadable."""
    facts = watching(at_the_end(partition(), NOW), restoring(1, done=1, total=4)).facts()

    assert [(None, False, None), (None, False, 0.25)] == [
        (part.clock_at, part.stale, part.recovered_ratio) for part in facts.partitions
    ]


def test_a_partition_tells_how_late_its_source_is_set_to_tell() -> None:
    """Its clock is behind by as much while all is well: nobody is to take that for old figures."""
    watch, view = watching(), at_the_end(partition(), NOW)
    clock = PartitionClock(2 * MINUTE)
    clock.tick(NOW, view.caught_up_at, view.fetched_at)
    watch.look((view,), {0: clock}, NOW)

    assert [(NOW - 2 * MINUTE, 2 * MINUTE)] == [
        (part.clock_at, part.source_delay_ms) for part in watch.facts().partitions
    ]


def test_a_partition_is_as_far_as_the_topic_that_is_less_far() -> None:
    """The figures of its agents are on the same floor."""
    contacts, crew = at_the_end(partition(), NOW), Followed(StandingCrew(), 0, lambda *_: None, lambda *_: None)
    watch = watching(contacts)
    told = []
    for fetched_at in (NOW, NOW - MINUTE):
        people = at_the_end(CrewPartition(Site(), 0), NOW)
        crew.views, crew.clocks = (people,), clocks((replace(people, fetched_at=fetched_at),), NOW)
        watch.look((contacts,), clocks((contacts,), NOW), NOW, crew)
        told.append([(part.stale, part.caught_up) for part in watch.facts().partitions])

    assert [[(False, True)], [(True, True)]] == told
    assert ["Kafka does not answer for partition 0 of the agents' topic"] == watch.notices()


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


def test_a_lane_that_holds_is_told_like_one_that_runs() -> None:
    """What it waits for is a checkpoint: its memory is whole."""
    held = replace(behind(partition(), NOW), state=LaneState.HELD, dirty_rows=7)
    facts = watching(held).facts()

    assert WorkerState.SERVING is facts.state
    assert [(7, None)] == [(p.dirty_rows, p.recovered_ratio) for p in facts.partitions]
