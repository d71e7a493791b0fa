"""A ticker with everything around it, whose clock is in the test's hand."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import orjson

from agents.alarms.desk import AlarmDesk
from agents.metrics.cumulative import Cumulative
from agents.publish.company import Company
from agents.tick import Ticker
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.catalog import standard
from stream.floor_clock import Mode
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND
from tests.shell.floor_doubles import Alone, company, read
from tests.shell.standing_lanes import NOW, StandingCrew, StandingLanes, at_the_end

T = TypeVar("T")

SITE = Site(name="Seoul")
TARGET = 20 * SECOND
SALES = ("sales", "voice")
OFFERED = ("offered",)


async def at_once(steps: Iterable[T | None]) -> T | None:
    """Do the work here and now."""
    return next((found for found in steps if found is not None), None)


def nothing() -> None:
    """Let a turn pass."""


class Tick:
    """A ticker with everything around it; `at` turns the clock and ticks."""

    def __init__(
        self,
        lanes: StandingLanes,
        mode: Mode = "wall",
        source_delay_ms: int = 0,
        *,
        partitions: int = 4,
        alarms: AlarmDesk | None = None,
        with_others: Company | None = None,
        crew: StandingCrew | None = None,
    ) -> None:
        """Begin without a floor."""
        self.lanes = lanes
        self.crew = crew or StandingCrew()
        self.now_ms = NOW
        self.cost_ms = 0
        self.store = FloorStore(self._published_at)
        self.cumulative = Cumulative()
        self.watch = watch = Watch(self.store, durable=lanes.durable, by_wall=mode == "wall")
        watch.follow(lanes, 4, self.crew)
        self.ticker = Ticker(
            lanes,
            self.crew,
            SITE,
            standard(),
            store=self.store,
            cumulative=self.cumulative,
            watch=self.watch,
            wall_ms=lambda: self.now_ms,
            mode=mode,
            source_delay_ms=source_delay_ms,
            partitions=partitions,
            alarms=alarms,
            company=with_others or company(lambda: self.now_ms, of=Alone),
        )
        self.ticker.in_turns = at_once

    def at(self, now_ms: int, between: Callable[[], None] = nothing) -> dict[str, Any] | None:
        """Tick just after this second and return the floor that is shown then.

        What is folded `between` comes whenever the tick lets others have their turn.
        """
        self.now_ms = now_ms + 5
        ticking = self.ticker.tick()
        with suppress(StopIteration):
            # Nothing in it waits for anything.
            while True:
                ticking.send(None)
                between()
        latest = self.store.latest
        return None if latest is None else orjson.loads(read(latest))

    def _published_at(self) -> int:
        """What a tick has cost is over when its floor is published."""
        self.now_ms += self.cost_ms
        return self.now_ms

    def read_to_the_end(self, partition: Partition, now_ms: int) -> dict[str, Any]:
        """Tick with this one partition, read to its end."""
        self.lanes.standing = (at_the_end(partition, now_ms),)
        floor = self.at(now_ms)
        assert floor is not None
        return floor


def answer_clock(floor: dict[str, Any]) -> tuple[int, int, int]:
    """Return how often the answer clock was met and breached in the last hour, and how many are overdue."""
    figures = next(figures for figures in floor["slices"] if figures["slice"] == {})
    met, breached = (figures["kpis"][name]["answer"]["1h"]["value"] for name in ("sla_met", "sla_breached"))
    return met, breached, figures["live"]["overdue"].get("answer", 0)


def states(floor: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Return the clock and the state of each partition."""
    return [(reading["at"], reading["state"]) for reading in floor["clock"]["partitions"]]
