"""A source that does not have what is to be read next: deleted before it was read, or never there."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import OffsetOutOfRangeError
from faust.types import TP
from structlog.testing import capture_logs

from agents.app import Group, build_app
from agents.kafka import Connection
from agents.lane.consumer import LaneConsumer
from agents.lane.lane import Chunk, LaneState
from agents.rebuilding import gone
from stream.partition import Partition
from stream.site import Site
from tests.shell.lane_doubles import PlainRecord
from tests.shell.lane_rig import Rig, rig
from tests.shell.standing_lanes import NOW, at_the_end

PLACE = TP("contact.events", 0)


async def standing_at(lanes: Rig, *offsets: int) -> None:
    """Restore one lane that has read these offsets."""
    await lanes.assign(0)
    await lanes.running()
    if offsets:
        lanes.feed(*offsets)


async def test_what_was_deleted_before_it_was_read_is_counted_and_said() -> None:
    """Offsets 3 to 9 are gone; what was read for the old place is of no use any more."""
    async with rig() as lanes:
        await standing_at(lanes, 0, 1, 2)
        lane = lanes.lanes.lane(0)
        assert lane is not None
        before = lane.epoch
        with capture_logs() as logged:
            lanes.lanes.out_of_range(0, 10, 40)
        view = lane.view()

        assert 7 == lanes.lanes.tally.gone
        assert (10, 7, 2, False) == (view.position, view.gone, view.applied_offset, lane.epoch == before)
        assert [("records_gone", 3, 10, 7)] == [(it["event"], it["start"], it["end"], it["offsets"]) for it in logged]


async def test_who_begins_from_the_start_misses_nothing() -> None:
    """What the source has deleted by then was never to be counted."""
    async with rig() as lanes:
        await standing_at(lanes)
        with capture_logs() as logged:
            lanes.lanes.out_of_range(0, 10, 40)
        (view,) = lanes.lanes.views()

        assert (10, 0, []) == (view.position, view.gone, logged)
        assert 0 == lanes.lanes.tally.gone


async def test_a_source_that_ends_before_what_was_read_ends_the_worker() -> None:
    """It was made anew or has lost its end: new records would be passed over as known."""
    async with rig() as lanes:
        await standing_at(lanes, 0, 1, 2)
        lanes.lanes.out_of_range(0, 0, 2)
        (view,) = lanes.lanes.views()

        assert LaneState.FAILED is view.state
        assert ["partition 0 of contact.events ends at 2, and offset 3 is to be read next"] == [
            reason.partition(":")[0] for reason in lanes.fatal
        ]


async def test_a_place_that_is_there_by_now_is_left_alone() -> None:
    """Also where the lane is another's, or has lost its memory."""
    async with rig() as lanes:
        await standing_at(lanes, 0, 1, 2)
        lane = lanes.lanes.lane(0)
        assert lane is not None
        before = lane.epoch
        lanes.lanes.out_of_range(0, 3, 3)
        lanes.lanes.out_of_range(7, 10, 40)
        after = lane.epoch
        lane.forget()
        lanes.lanes.out_of_range(0, 10, 40)

        assert (before, 3, []) == (after, lane.position, lanes.fatal)


async def test_what_waits_to_be_folded_is_folded_before_a_place_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The consumer is at offset 5, the lane at 0: only once all five are folded it goes on at 20."""
    async with rig() as lanes:
        await standing_at(lanes)
        consumer = build_app(Connection("127.0.0.1:1"), Group("floor"), lanes.lanes, partitions=1).consumer
        assert isinstance(consumer, LaneConsumer)
        reading, lane = consumer.readings[PLACE.topic], lanes.lanes.lane(0)
        assert lane is not None
        reading.seeks()
        waiting: list[Chunk] = list(reading.chunks(0, [PlainRecord(offset) for offset in range(5)], 5))

        async def fetch(*_: Any) -> None:  # noqa: ANN401 - whatever is asked
            raise OffsetOutOfRangeError({TopicPartition(*PLACE): 5})

        async def spans(places: Any) -> dict[TP, tuple[int, int]]:  # noqa: ANN401 - as above
            return dict.fromkeys(places, (20, 90))

        thread = SimpleNamespace(fetch=fetch, spans=spans, polled=lambda: None)
        monkeypatch.setattr(consumer, "_thread", thread)
        consumer.flow_active = True
        await consumer._read_once()  # noqa: SLF001 - what Faust's fetcher calls does this again and again
        unmoved = lane.position
        for chunk in waiting:
            lanes.lanes.accept(chunk)
        await consumer._read_once()  # noqa: SLF001 - as above

        assert (0, 20, 4) == (unmoved, lane.position, lane.view().applied_offset)
        assert {0: 20} == reading.seeks()


def test_the_board_says_what_is_missing() -> None:
    """By topic and partition; nothing where nothing is."""
    view = at_the_end(Partition(Site(), 1), NOW)
    said = list(gone([(("", 0), view), ((" of the agents' topic", 1), replace(view, gone=1_200))]))

    assert ["deleted from the source before they were read: 1,200 offsets of partition 1 of the agents' topic"] == said
    assert [] == list(gone([(("", 0), view)]))
