"""The instant that a floor shows: whether all of its partitions are in it."""

import pytest

from stream.floor_clock import FloorClock, PartitionReading, State
from stream.units import SECOND, Millis

NOW = 1_736_150_400_000


@pytest.mark.parametrize(
    ("state", "at_ms", "whole"),
    [
        ("caught_up", NOW, True),
        ("behind", NOW - 30 * SECOND, True),
        ("behind", NOW - 31 * SECOND, False),
        ("behind", None, False),
        ("stale", NOW, False),
    ],
)
def test_a_floor_is_whole_while_every_partition_is_nearly_of_its_instant(
    state: State, at_ms: Millis | None, *, whole: bool
) -> None:
    """What is unread, unknown or far behind lacks figures of the last minutes."""
    readings = (PartitionReading(0, NOW, "caught_up"), PartitionReading(1, at_ms, state))

    assert whole is FloorClock(NOW, "wall", partitions=readings).is_whole


def test_a_stale_floor_is_not_whole() -> None:
    """Be it for a part that nobody knows of."""
    assert not FloorClock(NOW, "wall", stale=True).is_whole
    assert FloorClock(NOW, "wall").is_whole
