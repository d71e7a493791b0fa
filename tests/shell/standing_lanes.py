"""Lanes that stand as a test sets them, with the core's own partitions, and events to fold into these."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from agents.lane.lane import LaneState, LaneView
from agents.lane.lanes import Lanes
from stream.crew.partition import CrewPartition
from stream.partition import Partition
from stream.restore import Restored, restore, restore_crew
from stream.site import Site
from tests.shell.lane_doubles import MemoryLog, PlainRecord

P = TypeVar("P", Partition, CrewPartition)

NOW = 1_736_150_400_000
"""A whole second, even a whole minute: 2025-01-06T08:00:00Z."""

_RESTORING: LaneView[Any] = LaneView(
    number=0,
    state=LaneState.RESTORING,
    partition=None,
    position=0,
    durable_offset=-1,
    dirty_rows=0,
    end_offset=None,
    end_asked_at=None,
    caught_up_at=None,
    fetched_at=None,
    checkpoint_at=None,
    checkpoint_rows=None,
    restored_records=0,
    records_to_restore=0,
    rebuild_reason=None,
)


def restoring(number: int = 0, done: int = 0, total: int = 0) -> LaneView[Partition]:
    """Return a lane whose state is being read."""
    return replace(_RESTORING, number=number, restored_records=done, records_to_restore=total)


def restoring_crew(number: int = 0) -> LaneView[CrewPartition]:
    """Return a lane of agents whose state is being read."""
    return replace(_RESTORING, number=number)


def running(partition: P, *, end_offset: int | None = None) -> LaneView[P]:
    """Return a lane that has folded all that its partition has, and knows of this much in the log."""
    position = partition.applied_offset + 1
    read = replace(_RESTORING, number=partition.number, state=LaneState.RUNNING)
    return replace(
        read, partition=partition, position=position, end_offset=position if end_offset is None else end_offset
    )


def at_the_end(partition: P, now_ms: int) -> LaneView[P]:
    """Return a lane that has just been fetched from and is read to its end."""
    return replace(running(partition), fetched_at=now_ms, end_asked_at=now_ms, caught_up_at=now_ms)


def behind(partition: P, now_ms: int) -> LaneView[P]:
    """Return a lane that has just been fetched from and has ten records to go."""
    view = running(partition, end_offset=partition.applied_offset + 11)
    return replace(view, fetched_at=now_ms, end_asked_at=now_ms)


class StandingLanes(Lanes[Partition]):
    """Lanes that say what they are told to say."""

    def __init__(self, *standing: LaneView[Partition], durable: bool = True) -> None:
        """Stand like this, assigned once."""
        super().__init__(
            "contact.events", MemoryLog(durable=durable), _fresh, clock=lambda: NOW, on_fatal=lambda _: None
        )
        self.standing = standing
        self.assigned_at: int | None = NOW
        self.given: list[tuple[bool, float]] = []
        """When there was time to catch up: whether nothing could be folded even then, and for how many seconds."""

    async def catch_up(self, at_most_s: float) -> None:
        """Let others have one turn."""
        self.given.append((self.still.locked(), at_most_s))
        await asyncio.sleep(0)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The partitions."""
        return tuple(view.number for view in self.standing)

    def views(self) -> tuple[LaneView[Partition], ...]:
        """How each stands."""
        return self.standing

    def memory(self, number: int) -> Partition | None:
        """The memory of one."""
        return next((view.partition for view in self.standing if view.number == number), None)


class StandingCrew(Lanes[CrewPartition]):
    """The same of agents."""

    def __init__(self, *standing: LaneView[CrewPartition]) -> None:
        """Stand like this, assigned once."""
        super().__init__("agent.events", MemoryLog(), _nobody, clock=lambda: NOW, on_fatal=lambda _: None)
        self.standing = standing
        self.assigned_at: int | None = NOW

    @property
    def numbers(self) -> tuple[int, ...]:
        """The partitions."""
        return tuple(view.number for view in self.standing)

    def views(self) -> tuple[LaneView[CrewPartition], ...]:
        """How each stands."""
        return self.standing

    def memory(self, number: int) -> CrewPartition | None:
        """The memory of one."""
        return next((view.partition for view in self.standing if view.number == number), None)


def tell(partition: Partition, contact: str, kind: str, at_ms: int, *, now_ms: int, **facts: object) -> None:
    """Fold one event, whose record has the timestamp `now_ms`."""
    event = {"type": f"contact.{kind}", "contact": contact, "time": at_ms, "source": "pbx", **facts}
    record = PlainRecord(partition.applied_offset + 1, contact.encode(), json.dumps(event).encode(), now_ms)
    if partition.fold([record]):
        raise AssertionError(f"{event} was refused")


def caller(partition: Partition, contact: str, at_ms: int, queue: str = "sales") -> None:
    """Let a caller begin to wait."""
    tell(partition, contact, "queued", at_ms, now_ms=at_ms, queue=queue, channel="voice")


def on_shift(partition: CrewPartition, agent: str, state: str, at_ms: int, **facts: object) -> None:
    """Fold one state of an agent, told at once."""
    event = {"type": "agent.state", "agent": agent, "time": at_ms, "state": state, "source": "acd", **facts}
    record = PlainRecord(partition.applied_offset + 1, agent.encode(), json.dumps(event).encode(), at_ms)
    if partition.fold([record]):
        raise AssertionError(f"{event} was refused")


def _nobody(rows: Mapping[bytes, bytes], number: int) -> Restored[CrewPartition]:
    return restore_crew(rows, Site(), number, topic_id="t", partitions=1)


def _fresh(rows: Mapping[bytes, bytes], number: int) -> Restored[Partition]:
    return restore(rows, Site(), number, topic_id="t", partitions=1)
