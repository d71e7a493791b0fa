"""Once a second: move the clocks, take every partition's part, build one floor and hand it to all outputs."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import orjson

from agents.alarms.desk import AlarmDesk
from agents.lane.lane import LaneView
from agents.lane.lanes import Lanes
from agents.metrics.cumulative import Cumulative
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.catalog import Catalogue
from stream.floor import FloorClock, Mode, PartitionReading, State, build, document
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND, Millis
from stream.watermark import PartitionClock, floor_clock

_BACKLOG_RECORDS: Final = 20_000
_BACKLOG_EVERY_MS: Final = 3 * SECOND
_AFTER_THE_SECOND_MS: Final = 5
"""Parts are taken at whole seconds: just after one, the floor is as young as it can be."""


class Ticker:
    """The heartbeat of a worker. Everything that it shows comes from its own partitions."""

    def __init__(  # noqa: PLR0913 - a composition of parts, all named
        self,
        lanes: Lanes[Partition],
        site: Site,
        catalogue: Catalogue,
        *,
        store: FloorStore,
        cumulative: Cumulative,
        watch: Watch,
        wall_ms: Callable[[], Millis],
        mode: Mode,
        source_delay_ms: Millis,
        partitions: int,
        alarms: AlarmDesk | None = None,
    ) -> None:
        """Show these lanes; `partitions` is how many the source has in all."""
        self._lanes = lanes
        self.site = site
        """By which the next floor is built; its time zones never change while the worker runs."""
        self._catalogue = catalogue
        self._store = store
        self._cumulative = cumulative
        self._watch = watch
        self._wall_ms = wall_ms
        self._mode: Mode = mode
        self._source_delay_ms = source_delay_ms
        self._partitions = partitions
        self._alarms = alarms
        self._clocks: dict[int, PartitionClock] = {}
        self._memories: dict[int, Partition] = {}
        self._assigned_at: Millis | None = None
        self._shown_ms: Millis = 0
        self._built_at: Millis = 0

    async def run(self) -> None:
        """Tick just after every whole second of the wall clock, until cancelled."""
        while True:
            into_the_second_ms = (self._wall_ms() - _AFTER_THE_SECOND_MS) % SECOND
            await asyncio.sleep((SECOND - into_the_second_ms) / SECOND)
            self.tick()

    def tick(self) -> None:
        """Build and publish one floor, if there is one; during recovery and without partitions there is none."""
        now_ms = self._wall_ms()
        views = self._lanes.views()
        self._follow(views)
        self._move_clocks(views, now_ms)
        self._watch.look(views, self._clocks, now_ms)
        memories = [(view.number, view.partition) for view in views if view.partition is not None]
        at_ms = floor_clock(self._clocks.values())
        if not memories or len(memories) < len(views) or at_ms is None or self._waits(views, now_ms):
            return
        self._shown_ms = at_ms = max(at_ms, self._shown_ms)
        parts = [memory.part(at_ms) for _, memory in memories]
        for part in parts:
            self._cumulative.observe(part)
        readings = tuple(self._reading(number) for number, _ in memories)
        stale = any(clock.stale for clock in self._clocks.values())
        floor = build(parts, self.site, self._catalogue, FloorClock(at_ms, self._mode, stale, readings))
        if self._alarms is not None:
            floor = self._alarms.look(floor, whole=len(memories) == self._partitions)
        shown = document(floor) | self._about()
        self._store.publish(shown, orjson.dumps(shown, option=orjson.OPT_SORT_KEYS))

    def _waits(self, views: Sequence[LaneView[Partition]], now_ms: Millis) -> bool:
        """Whether to leave the floor as it is: while there is a backlog, folding it comes first."""
        backlog = sum(view.end_offset - view.position for view in views if view.end_offset is not None)
        if backlog > _BACKLOG_RECORDS and now_ms - self._built_at < _BACKLOG_EVERY_MS:
            return True
        self._built_at = now_ms
        return False

    def _follow(self, views: tuple[LaneView[Partition], ...]) -> None:
        """Forget what belongs to partitions that are gone or were restored; a new assignment starts without a floor."""
        if self._lanes.assigned_at != self._assigned_at:
            self._assigned_at = self._lanes.assigned_at
            self._shown_ms = self._built_at = 0
            self._clocks.clear()
            self._store.withdraw()
        present = {view.number: view.partition for view in views if view.partition is not None}
        for number, memory in list(self._memories.items()):
            if present.get(number) is not memory:
                del self._memories[number]
                owned = any(view.number == number for view in views)
                (self._cumulative.restart if owned else self._cumulative.forget)(number)
        self._memories |= present

    def _move_clocks(self, views: tuple[LaneView[Partition], ...], now_ms: Millis) -> None:
        newest_ms = max((memory.newest_event_ms for memory in self._memories.values()), default=0)
        present_ms = newest_ms if self._mode == "events" else now_ms
        for view in views:
            clock = self._clocks.setdefault(view.number, PartitionClock(self._source_delay_ms))
            if view.partition is not None and view.partition.newest_event_ms:
                clock.observe(view.partition.newest_event_ms)
            if present_ms:
                clock.tick(present_ms, view.caught_up_at, view.fetched_at, wall_ms=now_ms)

    def _reading(self, number: int) -> PartitionReading:
        clock = self._clocks[number]
        state: State = "stale" if clock.stale else "caught_up" if clock.caught_up else "behind"
        return PartitionReading(number, clock.value_ms, state)

    def _about(self) -> dict[str, object]:
        """What a floor says of the worker that shows it."""
        return {
            "name": self.site.name,
            "time_zone": self.site.time_zone,
            "durability": "transactions" if self._lanes.durable else "none",
            "partitions": {"owned": len(self._lanes.numbers), "total": self._partitions},
            "remarks": self._watch.notices(),
        }
