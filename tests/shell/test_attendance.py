"""Joining the group while nobody listens, and leaving it; Faust's apps are real, Kafka is not there."""

import asyncio
import threading

import pytest

from agents.app import Group, build_app
from agents.attendance import Attendance
from agents.broker.ports import free_ports
from agents.kafka import Connection
from agents.lane.consumer import LaneApp
from agents.lane.lanes import Lanes
from agents.watch import Watch
from agents.web.board_state import FloorStore
from tests.shell.lane_doubles import CountingPartition, MemoryLog, restore
from tests.shell.standing_lanes import NOW, StandingLanes


class Nobody:
    """Builds apps that find nobody, and counts them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.built: list[LaneApp] = []
        self.enough = asyncio.Event()
        self._lanes: Lanes[CountingPartition] = Lanes(
            "contact.events", MemoryLog(), restore, clock=lambda: 0, on_fatal=pytest.fail
        )
        self.kafka = f"127.0.0.1:{free_ports(1)[0]}"

    def build(self) -> LaneApp:
        """Build one more."""
        self.built.append(build_app(Connection(self.kafka), Group("floor"), self._lanes, partitions=1))
        if len(self.built) == 3:
            self.enough.set()
        return self.built[-1]


async def test_an_app_that_finds_nobody_is_ended_and_another_one_started() -> None:
    """Until told to leave, which leaves nothing behind; meanwhile it is said what is waited for."""
    threads = threading.active_count()
    nobody = Nobody()
    attendance = Attendance(nobody.kafka, nobody.build, longest_wait_s=0.01)

    assert attendance.waits_for() is None

    joining, enough = asyncio.create_task(attendance.join()), asyncio.create_task(nobody.enough.wait())
    await asyncio.wait([joining, enough], return_when=asyncio.FIRST_COMPLETED)
    reason = attendance.waits_for()
    for task in (joining, enough):
        task.cancel()
    await asyncio.wait([joining])
    await attendance.leave()

    assert joining.cancelled()
    assert f"waiting for Kafka: Kafka at {nobody.kafka} does not answer" == reason
    assert attendance.crash() is None
    assert all(app._stopped.is_set() for app in nobody.built)  # noqa: SLF001 - mode says it nowhere else
    assert threads == threading.active_count()


async def test_what_is_not_there_is_left_as_well() -> None:
    """A worker that is told to stop has perhaps never begun."""
    attendance = Attendance("nowhere:9092", Nobody().build)
    await attendance.leave()

    assert attendance.crash() is None


def test_what_is_waited_for_is_why_a_worker_is_not_ready() -> None:
    """It has lanes, and the group has not spoken."""
    watch = Watch(FloorStore(lambda: NOW), durable=True)
    lanes = StandingLanes()
    lanes.assigned_at = None
    watch.follow(lanes, 4)
    watch.waits_for = lambda: "waiting for Kafka: nobody there"
    health = watch.health()

    assert (True, False, "waiting for Kafka: nobody there") == (health.live, health.ready, health.ready_reason)
