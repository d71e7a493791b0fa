"""Ticks while a changed configuration is rolled out: workers of both files tell of their partitions side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import orjson
import pytest

from stream.catalog import standard
from stream.crew.partition import CrewPartition
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND
from tests.shell.floor_doubles import MemoryFloorLog, company, read
from tests.shell.standing_lanes import NOW, StandingCrew, StandingLanes, at_the_end, caller
from tests.shell.standing_room import waiting
from tests.shell.standing_tick import Tick
from tests.shell.test_publish_company import running

OLD = Site(name="Seoul")
SLICED = Site(name="Seoul", labels=("queue", "channel", "priority"))
WIDE = Site(name="Seoul", windows=("2h",))
ELSEWHERE = Site(name="Seoul", time_zone="Pacific/Honolulu")


class Colleague:
    """A worker that has one partition of two, with a caller who waits."""

    def __init__(self, site: Site, number: int, floor_log: MemoryFloorLog) -> None:
        """Begin before its first tick."""
        self.partition, self.crew = Partition(site, number), CrewPartition(site, number)
        caller(self.partition, f"contact of {number}", NOW)
        self.company = company(lambda: self.tick.now_ms, floor_log, me=str(number), partitions=2, site=site)
        self.tick = Tick(StandingLanes(), partitions=2, crew=StandingCrew(), with_others=self.company)
        self.tick.ticker.site = site
        self.tick.ticker.catalogue = standard().with_windows(site.windows)

    async def take(self, at_ms: int) -> None:
        """Take and tell its part."""
        self.tick.now_ms = at_ms + 5
        self.tick.lanes.standing = (at_the_end(self.partition, at_ms),)
        self.tick.crew.standing = (at_the_end(self.crew, at_ms),)
        await self.tick.ticker.take()
        await asyncio.sleep(0.01)

    async def show(self) -> dict[str, Any]:
        """Show its floor."""
        await self.tick.ticker.show()
        latest = self.tick.store.latest
        assert latest is not None
        floor: dict[str, Any] = orjson.loads(read(latest))
        return floor


@asynccontextmanager
async def at_work(*sites: Site) -> AsyncIterator[list[Colleague]]:
    """Let workers of these sites, each with the partition of its place, tell each other of their parts."""
    floor_log = MemoryFloorLog()
    async with AsyncExitStack() as stack:
        colleagues = [Colleague(site, number, floor_log) for number, site in enumerate(sites)]
        for colleague in colleagues:
            await stack.enter_async_context(running(colleague.company))
        await asyncio.sleep(0.01)
        for at_ms in (NOW, NOW + SECOND):
            for colleague in colleagues:
                await colleague.take(at_ms)
        yield colleagues


async def test_workers_of_one_configuration_show_the_whole_floor() -> None:
    """So it is before, and after."""
    async with at_work(SLICED, SLICED) as colleagues:
        floors = [await colleague.show() for colleague in colleagues]

    assert [(2, []), (2, [])] == [(waiting(floor), floor["remarks"]) for floor in floors]


@pytest.mark.parametrize("other", [SLICED, ELSEWHERE])
async def test_meanwhile_each_shows_its_own_and_says_what_is_not_shown(other: Site) -> None:
    """Slices of another shape add up with nothing, and neither do the callers of another day with today's."""
    async with at_work(OLD, other) as colleagues:
        floors = [await colleague.show() for colleague in colleagues]

    assert [1, 1] == [waiting(floor) for floor in floors]
    assert [[f"not shown: partition {number}, told of by another version or configuration"] for number in (1, 0)] == [
        floor["remarks"] for floor in floors
    ]
    assert all(floor["clock"]["stale"] for floor in floors)


async def test_a_window_of_one_worker_alone_is_shown_by_none_until_all_have_it() -> None:
    """The floor is whole meanwhile, but for that; who has it says what it waits for."""
    async with at_work(WIDE, OLD) as colleagues:
        floors = [await colleague.show() for colleague in colleagues]
        colleagues[1].partition.adopt(WIDE)
        colleagues[1].crew.adopt(WIDE)
        colleagues[1].tick.ticker.site = WIDE
        for colleague in colleagues:
            await colleague.take(NOW + 2 * SECOND)
        floors.append(await colleagues[0].show())
    offered = [floor["slices"][0]["kpis"]["offered"] for floor in floors]

    assert [2, 2, 2] == [of["1h"]["value"] for of in offered]
    assert [None, None, 2] == [of.get("2h", {}).get("value") for of in offered]
    waits = "not shown: window 2h, not in the configuration by which partition 1 is told of"
    assert [[waits], [], []] == [floor["remarks"] for floor in floors]
