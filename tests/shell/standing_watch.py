"""A watch that looks at lanes which stand as a test sets them; the clock is in the test's hand."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agents.lane.lane import LaneView
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND
from stream.watermark import PartitionClock
from tests.shell.standing_lanes import NOW, StandingLanes, caller

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


def clocks(views: Sequence[LaneView[Any]], now_ms: int) -> dict[int, PartitionClock]:
    """Return clocks that have ticked once with what the lanes say."""
    ticked = {view.number: PartitionClock() for view in views}
    for view in views:
        ticked[view.number].observe(NOW)
        ticked[view.number].tick(now_ms, view.caught_up_at, view.fetched_at)
    return ticked


def answered(view: View, now_ms: int) -> View:
    """Return the same lane, the end of its log just asked for."""
    return replace(view, end_asked_at=now_ms, fetched_at=now_ms)


def pass_time(watch: Watch, to_ms: int, *views: View, from_ms: int = NOW) -> None:
    """Look at lanes that stand like this every few seconds, Kafka answering all the time, and at the end once more."""
    for now_ms in (*range(from_ms, to_ms, 4 * SECOND), to_ms):
        watch.look([answered(view, now_ms) for view in views], {}, now_ms)
