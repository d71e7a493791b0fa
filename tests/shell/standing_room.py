"""A worker among others: it has one of two partitions, and another tells of the other one."""

from dataclasses import replace
from typing import Any

import msgspec

from agents.alarms.desk import AlarmDesk
from agents.publish.company import Company
from agents.publish.shelf import Place, Told
from stream.bulletin import Reach
from stream.crew.partition import CrewPartition
from stream.partition import Partition
from stream.units import SECOND
from tests.shell.floor_doubles import company
from tests.shell.standing_lanes import (
    NOW,
    StandingCrew,
    StandingLanes,
    at_the_end,
    caller,
    on_shift,
)
from tests.shell.standing_tick import SITE, Tick
from tests.shell.test_tick_alarms import WAIT

RULES = [msgspec.structs.replace(WAIT, raise_after_ms=0)]
LATER = NOW + SECOND


class Room:
    """A worker that has partition 0 of two, with a caller; another has partition 1, with two callers."""

    def __init__(self, *, mode: str = "wall", own: int = 0, alarms: AlarmDesk | None = None) -> None:
        """Begin before the first tick."""
        self.mine, self.mine_crew = Partition(SITE, own), CrewPartition(SITE, own)
        self.theirs, self.their_crew = Partition(SITE, 1 - own), CrewPartition(SITE, 1 - own)
        caller(self.mine, "a", NOW)
        for contact in ("b", "c"):
            caller(self.theirs, contact, NOW)
        on_shift(self.their_crew, "kim", "available", NOW)
        self.company: Company = company(lambda: self.tick.now_ms, partitions=2)
        lanes, crew = StandingLanes(at_the_end(self.mine, NOW)), StandingCrew(at_the_end(self.mine_crew, NOW))
        how: Any = {"mode": mode, "partitions": 2, "alarms": alarms, "crew": crew, "with_others": self.company}
        self.tick = Tick(lanes, **how)
        self.tick.watch.is_one = lambda: self.company.is_one(lanes.numbers, self.tick.now_ms)

    def told(self, at_ms: int = NOW, **facts: Any) -> None:  # noqa: ANN401 - members of very different kinds
        """Let the other worker tell of its partition."""
        for subject, partition in (("contacts", self.theirs), ("agents", self.their_crew)):
            place = Place(subject, partition.number)  # type: ignore[arg-type]
            reach = Reach(partition.generation, partition.applied_offset, at_ms)
            heard = Told(partition.part(at_ms), reach, "caught_up", at_ms, partition.newest_event_ms, "other", at_ms)
            self.company.shelf.put(place, replace(heard, **facts), at_ms)

    def at(self, at_ms: int) -> dict[str, Any]:
        """Tick, with our own partitions read to their end, and return the floor."""
        self.tick.lanes.standing = (at_the_end(self.mine, at_ms),)
        self.tick.crew.standing = (at_the_end(self.mine_crew, at_ms),)
        floor = self.tick.at(at_ms)
        assert floor is not None
        return floor

    def exported(self) -> int | None:
        """Return how many wait in what the metrics have, None where they have nothing."""
        latest = self.tick.store.latest
        own = None if latest is None else latest.own()
        found = None if own is None else own.find()
        return None if found is None else found.live.waiting


def waiting(floor: dict[str, Any]) -> int:
    """Return how many wait on the whole floor."""
    figures = next(figures for figures in floor["slices"] if figures["slice"] == {})
    count: int = figures["live"]["waiting"]
    return count


def ages(floor: dict[str, Any]) -> list[int | None]:
    """Return the age of each partition that has one."""
    return [reading.get("age_ms") for reading in floor["clock"]["partitions"]]
