"""The life of lanes on a log in memory: assigned, restored, kept, in doubt, released."""

import asyncio
import json
from collections.abc import Mapping, Sequence

from agents.dead_letters import DeadLetter
from agents.lane.errors import RowTooLarge
from agents.lane.lane import Chunk, LaneState
from agents.lane.ports import Progress, Rows
from tests.shell.lane_doubles import META, MemoryLog, MemoryWriter, PlainRecord
from tests.shell.lane_rig import OFTEN, rig, until


async def test_a_checkpoint_comes_with_its_turn() -> None:
    """Nobody asks for it."""
    async with rig(policy=OFTEN) as here:
        await here.assign(0, 1)
        await here.running(0)
        await here.running(1)
        here.feed(0, 1)
        here.feed(0, number=1)
        await until(lambda: (here.kept(0), here.kept(1)) == (1, 0))

        assert {0: 1, 1: 0} == here.lanes.durable_offsets()


async def test_without_news_nothing_is_written() -> None:
    """While one partition has five turns, the other has nothing to keep at its own."""
    async with rig(policy=OFTEN) as here:
        await here.assign(0, 1)
        await here.running(0)
        await here.running(1)
        for offset in range(5):
            here.feed(offset, number=1)
            await until(lambda expected=offset: here.kept(1) == expected)  # type: ignore[misc]

        assert (5, -1) == (here.log.commits, here.kept(0))


async def test_many_changed_rows_do_not_wait_for_their_turn() -> None:
    """Five are many here."""
    async with rig() as here:
        await here.assign(0)
        await here.running()
        here.feed(*range(5))
        await until(lambda: here.kept() == 4)

        assert 1 == here.log.commits


async def test_a_release_keeps_what_waits_and_closes_the_writers() -> None:
    """The partitions are nobody's afterwards."""
    async with rig() as here:
        await here.assign(0, 1)
        await here.running(0)
        await here.running(1)
        here.feed(0, 1)
        here.feed(0, number=1, value=b"bad")
        kept = await here.lanes.release()

        assert {0: 1, 1: 0} == kept  # the group is told, for displays of lag
        assert (1, 0, 2) == (here.kept(0), here.kept(1), here.log.closed)
        assert ["bad_value"] == [letter.reason for letter in here.log.letters[1]]
        assert ((), ()) == (here.lanes.views(), here.lanes.numbers)
        assert {0: 1, 1: 0} == {number: left.applied_offset for number, left in here.lanes.left.items()}


async def test_a_new_owner_goes_on_where_the_last_one_was_released() -> None:
    """Counts go on, and nothing is counted twice."""
    log = MemoryLog()
    async with rig(log) as first:
        await first.assign(0)
        await first.running()
        first.feed(0, 1)
        await first.lanes.release()
    async with rig(log) as second:
        await second.assign(0)
        await second.running()
        second.feed(2)
        await second.lanes.release()

    assert {b"k|0": b"1", b"k|1": b"1", b"k|2": b"1", META: b'{"S": 2, "folded": 3}'} == log.rows[0]


async def test_a_fenced_writer_drops_its_memory_and_begins_again_if_the_partition_is_still_ours() -> None:
    """What it had folded beyond its checkpoint is folded again from there."""
    async with rig() as here:
        await here.assign(0)
        await here.running()
        here.feed(0)
        await here.log.open(0)
        here.feed(1, 2, 3, 4)
        await until(lambda: here.log.opened == 3)
        await here.running()
        lane = here.lanes.lane(0)

        assert lane is not None
        assert (0, -1, 1) == (lane.position, here.kept(), here.group.asked)

        here.feed(0, 1)
        await here.lanes.release()

        assert (1, "2") == (here.kept(), str(json.loads(here.log.rows[0][META])["folded"]))


async def test_a_fenced_writer_leaves_a_partition_alone_that_is_not_ours_any_more() -> None:
    """It opens no new writer, which would fence the rightful one."""
    async with rig() as here:
        await here.assign(0)
        await here.running()
        here.group.ours = False
        await here.log.open(0)
        here.feed(*range(5))
        await until(lambda: here.group.asked > 2)
        views = here.lanes.views()

        assert (2, [LaneState.RESTORING]) == (here.log.opened, [view.state for view in views])


class BlockedLog(MemoryLog):
    """A log whose commits wait, as during an outage."""

    def __init__(self) -> None:
        """Begin blocked."""
        super().__init__()
        self.clear = asyncio.Event()

    async def open(self, partition: int) -> MemoryWriter:
        """Open a writer that waits."""
        self.opened += 1
        self.owners[partition] = BlockedWriter(self, partition)
        return self.owners[partition]


class BlockedWriter(MemoryWriter):
    """Waits before it commits."""

    def __init__(self, log: BlockedLog, partition: int) -> None:
        """Begin."""
        super().__init__(log, partition)
        self._blocked = log

    async def commit(self, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        """Wait, then keep."""
        await self._blocked.clear.wait()
        await super().commit(rows, letters)


async def test_during_an_outage_reading_stops_when_much_waits_and_goes_on_by_itself() -> None:
    """The first five rows are on their way; ten more may wait; then the partition is not wanted."""
    log = BlockedLog()
    async with rig(log) as here:
        await here.assign(0)
        await here.running()
        here.feed(*range(5))
        await until(lambda: here.lanes.views()[0].dirty_rows == 0)
        here.feed(*range(5, 14))
        wanted = [lane.number for lane in here.lanes.running()]
        here.feed(14)
        held = [lane.number for lane in here.lanes.running()]
        state = here.lanes.views()[0].state
        here.lanes.changed.clear()
        log.clear.set()
        await until(lambda: here.kept() == 14)

        assert ([0], [], LaneState.HELD) == (wanted, held, state)
        assert [0] == [lane.number for lane in here.lanes.running()]
        assert here.lanes.changed.is_set()


async def test_a_release_during_an_outage_ends_in_time_and_keeps_nothing_by_halves() -> None:
    """The partition is given up; its next owner folds again from the last checkpoint."""
    log = BlockedLog()
    async with rig(log) as here:
        await here.assign(0)
        await here.running()
        here.feed(0, 1)
        await here.lanes.release()

        assert (-1, 1, ()) == (here.kept(), log.closed, here.lanes.views())
        assert {} == here.lanes.left


class RefusingLog(MemoryLog):
    """A log that cannot take what it is given."""

    async def read(self, partition: int, progress: Progress) -> Mapping[bytes, bytes]:
        """Refuse for good."""
        del partition, progress
        raise RowTooLarge("a row takes 9 bytes, topic state fewer")


async def test_what_would_fail_for_ever_is_said_and_not_tried_again() -> None:
    """The worker has to be stopped by whoever hears it."""
    async with rig(RefusingLog()) as here:
        await here.assign(4)
        await until(lambda: bool(here.fatal))

        assert ["partition 4 of contact.events: a row takes 9 bytes, topic state fewer"] == here.fatal
        assert (1, LaneState.FAILED) == (here.log.opened, here.lanes.views()[0].state)


async def test_an_error_of_the_lane_stops_the_worker_and_never_leaves_the_agent() -> None:
    """Passing over the records would make every figure wrong without a word."""
    async with rig() as here:
        await here.assign(0)
        await here.running()
        lane = here.lanes.lane(0)

        assert lane is not None

        here.lanes.accept(Chunk(0, lane.epoch, 0, 2, [None, None]))  # type: ignore[list-item]

        assert ["partition 0 of contact.events, offsets 0-1"] == [reason.split(":")[0] for reason in here.fatal]
        assert lane.state is LaneState.FAILED


async def test_a_chunk_of_a_partition_that_is_not_ours_is_passed_over() -> None:
    """It was on its way when the partition went."""
    async with rig() as here:
        here.lanes.accept(Chunk(9, 1, 0, 1, [PlainRecord(0)]))

        assert () == here.lanes.views()


async def test_an_assignment_that_comes_after_its_own_revocation_is_out_of_date() -> None:
    """Faust announces an assignment when it is done with it, which may be too late."""
    async with rig() as here:
        here.lanes.expect()
        await here.lanes.release()
        await here.lanes.assign([0, 1])

        assert ((), 0) == (here.lanes.numbers, here.log.opened)
