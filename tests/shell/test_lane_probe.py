"""Where the logs of our partitions end, as the brokers that are there say."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest
from aiokafka import TopicPartition

from agents.kafka import Connection
from agents.lane.probe import Probe
from tests.shell.lane_rig import rig

UNKNOWN, NOBODY = None, -1


@pytest.mark.parametrize(
    ("leaders", "asked", "refreshed"),
    [((1, 2), [0, 1], 0), ((1, NOBODY), [0], 1), ((UNKNOWN, 2), [0, 1], 0), ((NOBODY, NOBODY), [], 1)],
)
async def test_a_partition_without_a_leader_keeps_no_answer_away_from_the_others(
    leaders: Sequence[int | None], asked: Sequence[int], refreshed: int
) -> None:
    """It is asked about again once metadata names one; of what is not known yet the question itself finds out."""
    cluster = SimpleNamespace(leader_for_partition=lambda place: leaders[place.partition])
    refresh, ends = Mock(), AsyncMock(side_effect=lambda places: dict.fromkeys(places, 7))
    consumer: Any = SimpleNamespace(
        _client=SimpleNamespace(cluster=cluster, force_metadata_update=refresh), end_offsets=ends
    )
    async with rig() as here:
        await here.assign(0, 1)
        for number in (0, 1):
            await here.running(number)
        await Probe(Connection("nobody:9092"), here.lanes)._probe(consumer)  # noqa: SLF001 - once, without a Kafka
        known = [view.number for view in here.lanes.views() if view.end_offset == 7]

    assert (list(asked), refreshed) == (known, refresh.call_count)
    assert [[TopicPartition(here.lanes.topic, number) for number in asked]] * bool(asked) == [
        call.args[0] for call in ends.call_args_list
    ]
