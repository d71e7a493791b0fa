"""How fetches become chunks without a gap."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.lane.reading import Reading
from tests.shell.lane_doubles import CountingPartition, Group, MemoryLog, PlainRecord, restore


async def both_run(lanes: Lanes[CountingPartition]) -> None:
    """Wait until both lanes are restored."""
    async with asyncio.timeout(30):
        while len(list(lanes.running())) < 2:
            await lanes.changed.wait()
            lanes.changed.clear()


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes[CountingPartition]]:
    """Run two lanes, one of which has kept offsets up to 4."""
    log = MemoryLog(rows={1: {b"meta": b'{"S": 4, "folded": 5}'}})
    lanes: Lanes[CountingPartition] = Lanes("contact.events", log, restore, clock=lambda: 0, on_fatal=pytest.fail)
    lanes.join(Group())
    lanes.expect()
    await lanes.assign([0, 1])
    await both_run(lanes)
    yield lanes
    await lanes.release()


def records(*offsets: int) -> list[PlainRecord]:
    """Return records with these offsets."""
    return [PlainRecord(offset) for offset in offsets]


def spans(chunks: list[Chunk]) -> list[tuple[int, int, int]]:
    """Return what each chunk covers and how many records it has."""
    return [(chunk.start, chunk.end, len(chunk.records)) for chunk in chunks]


async def test_the_consumer_is_set_once_to_where_each_lane_goes_on(lanes: Lanes[CountingPartition]) -> None:
    """The one from its beginning, the other after what is kept."""
    reading = Reading(lanes, 10)
    before = reading.wanted()

    assert frozenset() == before
    assert {0: 0, 1: 5} == reading.seeks()
    assert ({}, frozenset({0, 1})) == (reading.seeks(), reading.wanted())


async def test_a_fetch_is_cut_into_chunks_that_join(lanes: Lanes[CountingPartition]) -> None:
    """Offsets 2 and 3 do not exist, 6 is a marker: 0 1 . . 4 5 ."""
    reading = Reading(lanes, 2)
    reading.seeks()
    chunks = list(reading.chunks(0, records(0, 1, 4, 5), 7))
    chunks += list(reading.chunks(0, records(7), 8))

    assert [(0, 2, 2), (2, 7, 2), (7, 8, 1)] == spans(chunks)


async def test_a_fetch_without_records_gives_a_chunk_only_if_the_consumer_moved(
    lanes: Lanes[CountingPartition],
) -> None:
    """Over a marker for example."""
    reading = Reading(lanes, 2)
    reading.seeks()

    assert [] == list(reading.chunks(1, [], 5))
    assert [(5, 6, 0)] == spans(list(reading.chunks(1, [], 6)))


async def test_what_could_not_be_handed_over_is_read_again(lanes: Lanes[CountingPartition]) -> None:
    """The consumer is set back to where the lane is."""
    reading = Reading(lanes, 2)
    reading.seeks()
    first = next(reading.chunks(0, records(0, 1, 2), 3))
    lanes.accept(first)
    reading.astray(0)

    assert [] == list(reading.chunks(0, records(3), 4))
    assert {0: 2} == reading.seeks()


async def test_a_new_epoch_sets_the_consumer_anew(lanes: Lanes[CountingPartition]) -> None:
    """Until then nothing is fetched for it."""
    reading = Reading(lanes, 2)
    reading.seeks()
    lane = lanes.lane(0)

    assert lane is not None

    lane.accept(Chunk(0, lane.epoch, 7, 8, records(7)))

    assert frozenset({1}) == reading.wanted()
    assert {0: 0} == reading.seeks()


async def test_a_partition_that_went_and_came_back_is_set_anew(lanes: Lanes[CountingPartition]) -> None:
    """Its new lane has an epoch of its own, though it stands where the old one stood."""
    reading = Reading(lanes, 2)
    reading.seeks()
    await lanes.assign([0, 1])
    await both_run(lanes)

    assert {0: 0, 1: 5} == reading.seeks()
