"""Workers that put each other out of their group because they have one name."""

from types import SimpleNamespace

import pytest

from agents.app import Group, build_app
from agents.kafka import Connection
from agents.lane.consumer import LaneConsumer
from agents.lane.eviction import MOST, WITHIN_S, Evictions
from agents.lane.lanes import Lanes
from tests.shell.lane_doubles import CountingPartition, MemoryLog, restore


@pytest.mark.parametrize(("pause_s", "is_said"), [(WITHIN_S / MOST, True), (2 * WITHIN_S / MOST, False)])
def test_it_is_said_where_it_is_no_chance(*, pause_s: float, is_said: bool) -> None:
    """A worker that is stopped again and again comes back each time."""
    evictions = Evictions()
    said = [evictions.note("pod-0", number * pause_s) for number in range(MOST)]

    assert [None] * (MOST - 1) == said[:-1]
    assert is_said is (said[-1] is not None)
    if is_said:
        assert "FLOORWATCH_INSTANCE=pod-0" in str(said[-1])


@pytest.mark.parametrize(
    ("instance", "member", "ends"), [("pod-0", "", True), ("pod-0", "still-known", False), (None, "", False)]
)
async def test_a_worker_whose_name_another_has_ends(*, instance: str | None, member: str, ends: bool) -> None:
    """Not so one without a name, nor one whose heartbeat has failed for another reason."""
    given_up: list[str] = []
    lanes: Lanes[CountingPartition] = Lanes(
        "contact.events", MemoryLog(), restore, clock=lambda: 0, on_fatal=given_up.append
    )
    consumer = build_app(Connection("127.0.0.1:1"), Group("floor", instance), lanes, partitions=1).consumer
    assert isinstance(consumer, LaneConsumer)
    thread = consumer._thread  # noqa: SLF001 - what Faust starts
    thread.parent_loop = SimpleNamespace(call_soon_threadsafe=lambda call, *rest: call(*rest))  # type: ignore[assignment]
    for _ in range(MOST):
        thread.notice_eviction(SimpleNamespace(_group_instance_id=instance, member_id=member))

    assert [True] * ends == ["FLOORWATCH_INSTANCE=pod-0" in reason for reason in given_up]
