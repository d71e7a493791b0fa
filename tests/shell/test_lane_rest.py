"""Lanes while the group shares its partitions out anew: what comes back at once goes on, the rest begins again."""

from agents.lane.lane import Chunk, LaneState
from tests.shell.lane_doubles import META, MemoryLog, PlainRecord
from tests.shell.lane_rig import BlockedLog, Rig, rig, until


async def at_rest(here: Rig, *numbers: int) -> list[object]:
    """Let these partitions fold two records each and rest; return their memories."""
    await here.assign(*numbers, generation=4)
    for number in numbers:
        await here.running(number)
        here.feed(0, 1, number=number)
    memories: list[object] = [view.partition for view in here.lanes.views()]
    await here.lanes.rest()
    return memories


async def test_while_they_rest_the_partitions_are_nobodys_and_all_is_kept() -> None:
    """Whoever is given them next finds everything."""
    async with rig() as here:
        await at_rest(here, 0, 1)
        here.lanes.accept(Chunk(0, 1, 2, 3, [PlainRecord(2)]))

        assert ((), (), None) == (here.lanes.numbers, here.lanes.views(), here.lanes.assigned_at)
        assert (1, 1) == (here.kept(0), here.kept(1))


async def test_what_comes_back_with_the_next_assignment_goes_on_with_its_memory() -> None:
    """With the same writer, from the same place; what was fetched before is passed over."""
    async with rig() as here:
        memories = await at_rest(here, 0, 1)
        await here.assign(0, generation=5)
        view = here.lanes.views()[0]
        here.lanes.accept(Chunk(0, 1, 2, 9, [PlainRecord(8)]))
        here.feed(2)
        await here.lanes.release()

        assert (memories[0], LaneState.RUNNING, 2) == (view.partition, view.state, view.position)
        assert (None, None) == (view.caught_up_at, view.end_offset)
        assert 2 == here.log.opened
        assert {b"k|0": b"1", b"k|1": b"1", b"k|2": b"1", META: b'{"S": 2, "folded": 3}'} == here.log.rows[0]


async def test_what_does_not_come_back_is_let_go() -> None:
    """Its writer is closed with the assignment, and when it comes back later it is restored."""
    async with rig() as here:
        memories = await at_rest(here, 0, 1)
        await here.assign(0, generation=5)
        closed = here.log.closed
        await here.lanes.rest()
        await here.assign(0, 1, generation=6)
        await here.running(1)
        views = here.lanes.views()

        assert 1 == closed
        assert [True, False] == [view.partition is memory for view, memory in zip(views, memories, strict=True)]
        assert 3 == here.log.opened


async def test_after_an_assignment_without_us_everything_is_restored() -> None:
    """Others may have had the partitions, and have folded more."""
    async with rig() as here:
        memories = await at_rest(here, 0)
        await here.assign(0, generation=6)
        await here.running()

        assert here.lanes.views()[0].partition is not memories[0]
        assert (2, 1) == (here.log.opened, here.log.closed)


async def test_an_assignment_that_was_never_told_of_counts_as_one_without_us() -> None:
    """It was out of date before it was announced, and others may have had the partition with it."""
    async with rig() as here:
        memories = await at_rest(here, 0)
        here.lanes.expect(5)
        await here.lanes.rest()
        await here.assign(0, generation=6)
        await here.running()

        assert here.lanes.views()[0].partition is not memories[0]


async def test_whose_writer_was_fenced_meanwhile_begins_again_at_its_next_checkpoint() -> None:
    """Nothing that it has folded since becomes part of the log."""
    async with rig(MemoryLog()) as here:
        await at_rest(here, 0)
        other = await here.log.open(0)
        await other.commit([(b"k|0", b"1"), (b"k|1", b"7"), (META, b'{"S": 8, "folded": 9}')], [])
        await here.assign(0, generation=5)
        here.feed(*range(2, 7))
        await until(lambda: here.log.opened == 3)
        await here.running()

        assert 8 == here.lanes.views()[0].applied_offset
        assert b"7" == here.log.rows[0][b"k|1"]


async def test_what_could_not_be_kept_in_time_does_not_go_on() -> None:
    """An outage: nobody knows what of it arrives."""
    log = BlockedLog()
    async with rig(log) as here:
        await at_rest(here, 0)
        closed = log.closed
        log.clear.set()
        await here.assign(0, generation=5)
        await here.running()

        assert (1, 2, -1) == (closed, log.opened, here.lanes.views()[0].applied_offset)


async def test_the_end_lets_go_of_those_that_rest_too() -> None:
    """Nothing is left open."""
    async with rig() as here:
        await at_rest(here, 0, 1)
        await here.lanes.release()

        assert 2 == here.log.closed
