"""Once a second: move the clocks, take every partition's part, build one floor and hand it to all outputs."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import orjson

from agents.alarms.desk import AlarmDesk
from agents.followed import Followed, together
from agents.lane.lanes import Lanes
from agents.metrics.cumulative import AGENTS, CONTACTS, Cumulative
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.catalog import Catalogue
from stream.crew.partition import CrewPartition
from stream.floor import FloorClock, Mode, build, document
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND, Millis
from stream.watermark import floor_clock

_BACKLOG_RECORDS: Final = 20_000
_BACKLOG_EVERY_MS: Final = 3 * SECOND
_AFTER_THE_SECOND_MS: Final = 5
"""Parts are taken at whole seconds: just after one, the floor is as young as it can be."""


class Ticker:
    """The heartbeat of a worker. Everything that it shows comes from its own partitions."""

    def __init__(  # noqa: PLR0913 - a composition of parts, all named
        self,
        lanes: Lanes[Partition],
        crew_lanes: Lanes[CrewPartition],
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
        """Show these lanes, of contacts and of agents; `partitions` is how many each source has in all."""
        self._contacts = Followed(lanes, source_delay_ms, partial(cumulative.drop, CONTACTS))
        self._crew = Followed(crew_lanes, source_delay_ms, partial(cumulative.drop, AGENTS))
        self.site = site
        """By which the next floor is built; its time zones never change while the worker runs."""
        self._catalogue = catalogue
        self._store = store
        self._cumulative = cumulative
        self._watch = watch
        self._wall_ms = wall_ms
        self._mode: Mode = mode
        self._partitions = partitions
        self._alarms = alarms
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
        self._look()
        self._move_clocks(now_ms)
        contacts, crew = self._contacts, self._crew
        self._watch.look(contacts.views, contacts.clocks, now_ms, crew)
        at_ms = floor_clock([*contacts.clocks.values(), *crew.clocks.values()])
        if not (contacts.whole and crew.whole) or not contacts.memories or at_ms is None or self._waits(now_ms):
            return
        self._shown_ms = at_ms = max(at_ms, self._shown_ms)
        numbers = sorted(contacts.memories)
        parts = [contacts.memories[number].part(at_ms) for number in numbers]
        crews = [memory.part(at_ms) for _, memory in sorted(crew.memories.items())]
        for part in parts:
            self._cumulative.observe(part)
        for people in crews:
            self._cumulative.observe(people)
        floor = build(parts, self.site, self._catalogue, self._clock(at_ms, numbers), crews)
        if self._alarms is not None:
            floor = self._alarms.look(floor, whole=len(numbers) == self._partitions)
        shown = document(floor) | self._about()
        self._store.publish(shown, orjson.dumps(shown, option=orjson.OPT_SORT_KEYS), floor)

    def _waits(self, now_ms: Millis) -> bool:
        """Whether to leave the floor as it is: while there is a backlog, folding it comes first."""
        backlog = self._contacts.backlog + self._crew.backlog
        if backlog > _BACKLOG_RECORDS and now_ms - self._built_at < _BACKLOG_EVERY_MS:
            return True
        self._built_at = now_ms
        return False

    def _look(self) -> None:
        """See how the lanes stand; a new assignment starts without a floor."""
        if any([self._contacts.look(), self._crew.look()]):
            self._shown_ms = self._built_at = 0
            self._store.withdraw()

    def _move_clocks(self, now_ms: Millis) -> None:
        newest_ms = max(self._contacts.newest_ms, self._crew.newest_ms)
        present_ms = newest_ms if self._mode == "events" else now_ms
        for followed in (self._contacts, self._crew):
            followed.move_clocks(present_ms, now_ms)

    def _clock(self, at_ms: Millis, numbers: Sequence[int]) -> FloorClock:
        """The instant that is shown, and how far each partition is in both of its topics."""
        own = [reading for number in numbers if (reading := self._contacts.reading(number)) is not None]
        readings = tuple(together(reading, self._crew.reading(reading.partition)) for reading in own)
        clocks = (*self._contacts.clocks.values(), *self._crew.clocks.values())
        return FloorClock(at_ms, self._mode, any(clock.stale for clock in clocks), readings)

    def _about(self) -> dict[str, object]:
        """What a floor says of the worker that shows it."""
        lanes = self._contacts.lanes
        return {
            "name": self.site.name,
            "time_zone": self.site.time_zone,
            "durability": "transactions" if lanes.durable else "none",
            "partitions": {"owned": len(lanes.numbers), "total": self._partitions},
            "remarks": self._watch.notices(),
        }
