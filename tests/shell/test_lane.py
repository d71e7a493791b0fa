"""One lane: what it folds, when it waits, what a checkpoint takes, what it says about the log's end."""

import itertools
from collections.abc import Sequence

from agents.dead_letters import refused
from agents.lane.lane import Chunk, Lane, LaneState
from agents.lane.policy import CheckpointPolicy
from tests.shell.lane_doubles import META, CountingPartition, PlainRecord, RestoredCounts

POLICY = CheckpointPolicy(early_rows=3, max_rows=5, early_letter_bytes=2_000, max_letter_bytes=3_000)


def restored_lane(
    partition: CountingPartition | None = None, *, stale: Sequence[bytes] = ()
) -> Lane[CountingPartition]:
    """Return a lane whose state has been read."""
    lane: Lane[CountingPartition] = Lane("contact.events", 3, POLICY, itertools.count(1))
    lane.resume(RestoredCounts(partition or CountingPartition(), stale), at_ms=1_000)
    return lane


def chunk(
    lane: Lane[CountingPartition], *records: PlainRecord, start: int | None = None, end: int | None = None
) -> Chunk:
    """Return a chunk of the lane's epoch that begins where the lane is."""
    start = lane.position if start is None else start
    return Chunk(3, lane.epoch, start, records[-1].offset + 1 if end is None else end, records)


def keyed(*offsets: int) -> tuple[PlainRecord, ...]:
    """Return records with a key of their own each."""
    return tuple(PlainRecord(offset, b"%d" % offset) for offset in offsets)


def test_reading_begins_after_what_is_kept() -> None:
    """The position is the restored offset plus one."""
    lane = restored_lane(CountingPartition({b"k|a": 2}, applied_offset=7, folded=8))

    assert (8, 7, LaneState.RUNNING) == (lane.position, lane.durable_offset, lane.state)


def test_a_lane_without_memory_folds_nothing() -> None:
    """What arrives while the state is being read will be read again."""
    lane: Lane[CountingPartition] = Lane("contact.events", 3, POLICY, itertools.count(1))
    lane.accept(Chunk(3, lane.epoch, 0, 1, keyed(0)))

    assert (LaneState.RESTORING, 0, -1) == (lane.state, lane.position, lane.view().applied_offset)


def test_a_chunk_read_before_a_restore_is_passed_over() -> None:
    """Its records lie ahead of the restored state: folding them would leave out those between."""
    lane = restored_lane()
    before = chunk(lane, *keyed(4, 5), start=0)
    lane.forget()
    lane.resume(RestoredCounts(CountingPartition()), at_ms=2_000)
    lane.accept(before)

    assert lane.position == 0
    assert lane.partition is not None
    assert lane.partition.folded == 0


def test_a_chunk_that_does_not_follow_the_last_one_makes_the_source_be_read_again() -> None:
    """The lane stays where it is, in a new epoch."""
    lane = restored_lane()
    lane.accept(chunk(lane, *keyed(0, 1)))
    epoch = lane.epoch
    lane.accept(chunk(lane, *keyed(5, 6), start=5))

    assert (2, False) == (lane.position, lane.epoch == epoch)
    assert lane.partition is not None
    assert lane.partition.applied_offset == 1


def test_records_that_come_a_second_time_are_not_counted_twice() -> None:
    """After a seek a chunk may begin before the position."""
    lane = restored_lane()
    lane.accept(chunk(lane, *keyed(0, 1)))
    lane.accept(chunk(lane, *keyed(1, 2), start=1))

    assert lane.partition is not None
    assert (3, 3) == (lane.position, lane.partition.folded)


def test_a_chunk_without_records_moves_the_position_over_markers() -> None:
    """Offset 2 is a marker of a transaction, which no consumer is shown."""
    lane = restored_lane()
    lane.accept(chunk(lane, *keyed(0, 1)))
    lane.accept(chunk(lane, end=3))

    assert (3, 1) == (lane.position, lane.view().applied_offset)


def test_a_cut_takes_everything_since_the_last_one() -> None:
    """Rows to be deleted come first, the meta row last, dead letters with them; then nothing is left."""
    lane = restored_lane(stale=[b"old|x"])
    bad = PlainRecord(1, b"b", b"bad", 77, (("h", b"1"),))
    lane.accept(chunk(lane, PlainRecord(0, b"a"), bad))
    cut = lane.cut()

    assert cut is not None
    assert (1, [b"old|x", b"k|a", META]) == (cut.through, [key for key, _ in cut.rows])
    assert (b"old|x", None) in list(cut.rows)
    assert [refused(bad, "bad_value", "contact.events", 3)] == list(cut.letters)

    lane.kept(cut, at_ms=5_000)

    assert (1, 5_000, None, 0) == (lane.durable_offset, lane.checkpoint_at, lane.cut(), lane.load.rows)


def test_progress_without_a_changed_row_is_kept_too() -> None:
    """A refused record changes no row, but must not be refused again after a restart."""
    lane = restored_lane()
    lane.accept(chunk(lane, PlainRecord(0, value=b"bad")))
    cut = lane.cut()

    assert cut is not None
    assert ([META], 1) == ([key for key, _ in cut.rows], len(cut.letters))


def test_many_changed_rows_ask_for_a_checkpoint_and_still_more_stop_the_reading() -> None:
    """Three rows are enough for the one, five for the other; a cut lets reading go on."""
    lane = restored_lane()
    lane.accept(chunk(lane, *keyed(0, 1)))
    quiet = lane.wake.is_set()
    lane.accept(chunk(lane, *keyed(2)))
    woken, state = lane.wake.is_set(), lane.state
    lane.accept(chunk(lane, *keyed(3, 4)))
    held = lane.state
    lane.cut()

    assert (False, True, LaneState.RUNNING) == (quiet, woken, state)
    assert (LaneState.HELD, LaneState.RUNNING, False) == (held, lane.state, lane.wake.is_set())


def test_large_dead_letters_stop_the_reading_as_many_rows_do() -> None:
    """What counts is what waits in memory."""
    lane = restored_lane()
    lane.accept(chunk(lane, PlainRecord(0, value=b"bad" + b"x" * 3_000)))

    assert LaneState.HELD == lane.state
    assert lane.wake.is_set()


def test_a_partition_has_caught_up_as_of_the_instant_at_which_its_end_was_asked_for() -> None:
    """Ends 2 (asked at 100), 4 (asked at 200), 4 (asked at 300); read to 1, 3, 4."""
    lane = restored_lane()
    for end_offset, asked_at in ((2, 100), (4, 200), (4, 300)):
        lane.probed(end_offset, asked_at)
    seen = []
    for offsets in ((0,), (1, 2), (3,)):
        lane.accept(chunk(lane, *keyed(*offsets)))
        seen.append(lane.view().caught_up_at)

    assert [None, 100, 300] == seen
    assert (4, 300) == (lane.view().end_offset, lane.view().end_asked_at)


def test_an_idle_partition_catches_up_with_each_probe() -> None:
    """Nothing is read, and each answer says that nothing is missing."""
    lane = restored_lane()
    lane.probed(0, 100)
    first = lane.view().caught_up_at
    lane.probed(0, 1_100)

    assert (100, 1_100) == (first, lane.view().caught_up_at)


def test_dropped_memory_has_not_caught_up() -> None:
    """What was folded is gone, letters and progress with it."""
    lane = restored_lane()
    lane.probed(1, 100)
    lane.accept(chunk(lane, PlainRecord(0, value=b"bad")))
    lane.fetched(150)
    before = lane.view()
    lane.forget()
    after = lane.view()

    assert (100, 150, 1) == (before.caught_up_at, before.fetched_at, before.dirty_rows)
    assert (None, 0, LaneState.RESTORING, None) == (after.caught_up_at, after.dirty_rows, after.state, lane.cut())


def test_a_failed_lane_says_so() -> None:
    """It has no memory and does not come back."""
    lane = restored_lane()
    lane.fail()

    assert (LaneState.FAILED, None) == (lane.state, lane.view().partition)


def test_the_view_tells_how_far_a_restore_is() -> None:
    """Read 10 of 40."""
    lane: Lane[CountingPartition] = Lane("contact.events", 3, POLICY, itertools.count(1))
    lane.restoring(10, 40)

    assert (10, 40) == (lane.view().restored_records, lane.view().records_to_restore)
