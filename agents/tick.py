"""Once a second: move the clocks, take our partitions' parts, join them with the others', hand one floor to all."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, TypeAlias, TypeVar

from msgspec.structs import replace

from agents.alarms.desk import AlarmDesk
from agents.followed import Followed, together
from agents.lane.lanes import Lanes
from agents.metrics.cumulative import AGENTS, CONTACTS, Cumulative
from agents.publish.company import Company
from agents.publish.own import OwnParts
from agents.publish.own_floor import OwnFloor
from agents.publish.shelf import Joined, Place
from agents.turns import Turns, in_turns
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.alarms.alarm import Alarm
from stream.catalog import Catalogue
from stream.crew.partition import CrewPart, CrewPartition
from stream.floor import Floor, building, document, writing
from stream.floor_clock import FloorClock, Mode
from stream.overlay import Part
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND, Millis
from stream.watermark import FETCHED_WITHIN_MS, floor_clock

T = TypeVar("T")

Assigned: TypeAlias = tuple[Millis | None, Millis | None]
"""When the group last spoke of contacts and of agents: what is ours is the same for as long as this is."""

_BACKLOG_RECORDS: Final = 20_000
_BACKLOG_EVERY_MS: Final = 5 * SECOND
_SHARE: Final = 3
"""Folding waits for parts a third of the time at most: those of a million open contacts take a second."""
_AFTER_THE_SECOND_MS: Final = 5
"""Parts are taken at whole seconds: just after one, the floor is as young as it can be."""

WATCHED_BY: Final = 0
"""Who has this partition looks after the alarms of the whole floor: somebody always has, and never two."""


class Ticker:
    """The heartbeat of a worker. What it shows comes from its own partitions, and from what others tell of theirs."""

    _own_of: Assigned = None, None
    """The assignment of which our parts were taken."""
    _anew = False
    """Whether all is assigned anew, and nothing has been built of it yet."""

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
        company: Company,
        alarms: AlarmDesk | None = None,
    ) -> None:
        """Show these lanes, of contacts and of agents; `partitions` is how many each source has in all."""
        begin, drop = cumulative.begin, cumulative.drop
        self._contacts = Followed(lanes, source_delay_ms, partial(begin, CONTACTS), partial(drop, CONTACTS))
        self._crew = Followed(crew_lanes, source_delay_ms, partial(begin, AGENTS), partial(drop, AGENTS))
        self.site = site
        """By which the next floor is built; its time zones never change while the worker runs."""
        self.catalogue = catalogue
        self._store = store
        self._cumulative = cumulative
        self._watch = watch
        self._wall_ms = wall_ms
        self._mode: Mode = mode
        self._delay_ms = source_delay_ms
        self._partitions = partitions
        self._company = company
        self._alarms = alarms
        self._standing: tuple[Alarm, ...] = ()
        self._own: OwnParts | None = None
        self._last: tuple[Floor, Millis] | None = None
        """The last floor that was built, and when it was published."""
        self._shown_ms = self._built_at = self._took_ms = 0
        self.in_turns: Turns = in_turns
        """How parts are taken and floors are built: both take longer than the loop may be kept from its other work."""

    async def run(self) -> None:
        """Tick just after every whole second of the wall clock, until cancelled."""
        while True:
            into_the_second_ms = (self._wall_ms() - _AFTER_THE_SECOND_MS) % SECOND
            await asyncio.sleep((SECOND - into_the_second_ms) / SECOND)
            await self.take()
            if self._own is not None and not self._is_one():
                await self._company.caught_up(self._own.at_ms)
            await self.show()

    async def tick(self) -> None:
        """Take our parts and show one floor, if there is one."""
        await self.take()
        await self.show()

    async def take(self) -> None:
        """Take the parts of our partitions and tell them; during recovery and without partitions there are none."""
        now_ms = self._wall_ms()
        self._look()
        self._move_clocks(now_ms)
        contacts, crew = self._contacts, self._crew
        self._watch.look(contacts.views, contacts.clocks, now_ms, crew)
        last, self._own = self._own, None
        at_ms = self._own_clock(now_ms)
        if contacts.whole and crew.whole and contacts.memories and at_ms is not None:
            if not self._waits(now_ms):
                self._own_of = self._assigned
                self._took_ms = 0
                own = await OwnParts.taken(contacts, crew, at_ms, self._cumulative.observe, self._in_counted_turns)
                # Partitions that came or went meanwhile are taken at the next tick.
                self._own = own if self._assigned == self._own_of else None
            elif self._assigned == self._own_of and not self._is_one():
                self._own = last  # who tells nothing is taken to be gone
        self._tell(now_ms)

    async def _in_counted_turns(self, steps: Iterable[T | None]) -> T | None:
        """Do some work for which folding waits, and count how long it does."""
        began_ms = self._wall_ms()
        found = await self.in_turns(steps)
        self._took_ms += self._wall_ms() - began_ms
        return found

    @property
    def _assigned(self) -> Assigned:
        """The assignment that holds now."""
        return self._contacts.lanes.assigned_at, self._crew.lanes.assigned_at

    def _tell(self, now_ms: Millis) -> None:
        """Let the company have our parts."""
        self._take_over_alarms()
        told = {} if self._own is None else self._own.told(self._company.me, now_ms, self._standing)
        self._company.take(told, now_ms)
        if not self._is_one():
            self._company.tell(told, now_ms, self._contacts.lanes.numbers)

    async def show(self) -> None:
        """Build and publish one floor: of our own partitions if those are all there are, else of everybody's."""
        now_ms, own = self._wall_ms(), self._own if self._assigned == self._own_of else None
        self._watch.untold = ()
        if self._is_one():
            if own is not None:
                self._anew = False
                await self._show_alone(own)
            elif self._last is not None and (self._anew or self._long_restoring(now_ms - self._last[1])):
                floor, published_ms = self._last
                clock = floor.clock.aged(max(0, now_ms - published_ms))
                self._hand_over(replace(floor, clock=clock), OwnFloor())
            return
        self._anew = False
        joined = self._company.joined(self._contacts.lanes.numbers, now_ms)
        self._watch.untold = self._company.untold(joined, now_ms)
        if joined is not None:
            await self._show_together(joined, own)

    def _long_restoring(self, age_ms: Millis) -> bool:
        """Whether a memory that was dropped stays away, as while Kafka does: a floor of this age is not the present."""
        return age_ms > FETCHED_WITHIN_MS and not (self._contacts.whole and self._crew.whole)

    async def _show_alone(self, own: OwnParts) -> None:
        self._shown_ms = at_ms = max(own.at_ms, self._shown_ms)
        floor = await self._built(own.parts, own.crews, self._clock(at_ms, own.numbers))
        if floor is not None:
            floor = self._with_alarms(floor, self._standing)
            self._publish(floor, OwnFloor([floor], self._while_ours()))

    async def _show_together(self, joined: Joined, own: OwnParts | None) -> None:
        self._shown_ms = at_ms = max(self._not_to_come(joined.at_ms), self._shown_ms)
        clocks = (*self._contacts.clocks.values(), *self._crew.clocks.values())
        stale = not joined.complete or any(clock.stale for clock in clocks)
        clock = FloorClock(at_ms, self._mode, stale, tuple(joined.readings), self._delay_ms)
        floor = await self._built(joined.parts, joined.crews, clock)
        if floor is not None:
            self._publish(self._with_alarms(floor, joined.alarms), self._of_own(own), joined)

    def _with_alarms(self, floor: Floor, told: tuple[Alarm, ...]) -> Floor:
        """The floor with its alarms, which we look after where the first partition is certainly ours; else as told."""
        if self._alarms is not None and WATCHED_BY in self._contacts.lanes.numbers and self._watch.holds:
            return self._watched(self._alarms, floor)
        if self._alarms is not None:
            self._alarms.look(floor, whole=False)
        return replace(floor, alarms=told)

    def _take_over_alarms(self) -> None:
        """Until this worker knows how the alarms stand, they are as told by who has looked after them before."""
        ours = WATCHED_BY in self._contacts.lanes.numbers
        if ours and self._alarms is not None and not self._alarms.restored:
            before = self._company.shelf.latest(Place("contacts", WATCHED_BY))
            if before is not None and before.sender != self._company.me:
                self._standing = before.alarms

    def _watched(self, desk: AlarmDesk, floor: Floor) -> Floor:
        """The floor with its alarms; where a part is missing, old or far behind they stay: half a floor raises none."""
        floor = desk.look(floor, whole=True) if floor.clock.is_whole else desk.keep(floor)
        if desk.restored:
            self._standing = floor.alarms
        return replace(floor, alarms=self._standing)

    def _of_own(self, own: OwnParts | None) -> OwnFloor:
        """What our own partitions come to."""
        if own is None:
            return OwnFloor()
        clock = self._clock(own.at_ms, own.numbers)
        return OwnFloor(building(own.parts, self.site, self.catalogue, clock, own.crews), self._while_ours())

    def _while_ours(self) -> Callable[[], bool]:
        """Whether what our parts were taken of is still ours: once partitions have come or gone, another may count."""
        assigned = self._own_of
        return lambda: self._assigned == assigned

    def _publish(self, floor: Floor, own: OwnFloor, among: Joined | None = None) -> None:
        """Hand the floor over, and to the metrics what `own` says of it."""
        self._watch.others = [] if among is None else self._company.notices(among, self.site.windows)
        self._last = floor, self._wall_ms()
        self._hand_over(floor, own, among)

    def _hand_over(self, floor: Floor, own: OwnFloor, among: Joined | None = None) -> None:
        """Let everybody read it."""
        about = self._about(among)
        self._store.publish(document(floor) | about, partial(writing, floor, about), own)

    async def _built(self, parts: Sequence[Part], crews: Sequence[CrewPart], clock: FloorClock) -> Floor | None:
        """A floor of these; None where partitions came or went meanwhile: the next tick shows those."""
        assigned = self._assigned
        floor = await self.in_turns(building(parts, self.site, self.catalogue, clock, crews))
        return floor if self._assigned == assigned else None

    def _is_one(self) -> bool:
        return self._company.is_one(self._contacts.lanes.numbers, self._wall_ms())

    def _waits(self, now_ms: Millis) -> bool:
        """Whether to leave the floor as it is: while there is a backlog, or parts take long, folding comes first."""
        backlog = self._contacts.backlog + self._crew.backlog
        every_ms = _BACKLOG_EVERY_MS if backlog > _BACKLOG_RECORDS else min(_SHARE * self._took_ms, _BACKLOG_EVERY_MS)
        if now_ms - self._built_at in range(every_ms):  # not so where the clock was put back
            return True
        self._built_at = now_ms
        return False

    def _look(self) -> None:
        """See how the lanes stand; without others, a new assignment starts from the start."""
        if any([self._contacts.look(), self._crew.look()]):
            self._built_at = 0
            if self._is_one():
                self._shown_ms = 0
                self._anew = True

    def _move_clocks(self, now_ms: Millis) -> None:
        newest_ms = max(self._contacts.newest_ms, self._crew.newest_ms, self._company.shelf.newest_ms)
        present_ms = newest_ms if self._mode == "events" else now_ms
        for followed in (self._contacts, self._crew):
            followed.move_clocks(present_ms, now_ms)

    def _own_clock(self, now_ms: Millis) -> Millis | None:
        """The instant at which our parts are taken; where none of ours is read to its end, that of the others."""
        clocks = [*self._contacts.clocks.values(), *self._crew.clocks.values()]
        own_ms = floor_clock(clocks)
        if any(clock.caught_up for clock in clocks) or own_ms is None or self._is_one():
            return own_ms
        others_ms = self._company.shelf.led_to_ms(now_ms, others=True)
        return own_ms if others_ms is None else self._not_to_come(others_ms)

    def _not_to_come(self, at_ms: Millis) -> Millis:
        """An instant that another shows, as far as our wall clock has come: windows that have gone on never go back."""
        return at_ms if self._mode == "events" else min(at_ms, self._wall_ms() // SECOND * SECOND)

    def _clock(self, at_ms: Millis, numbers: Sequence[int]) -> FloorClock:
        """The instant that is shown, and how far each partition of ours is in both of its topics."""
        own = [reading for number in numbers if (reading := self._contacts.reading(number)) is not None]
        readings = tuple(together(reading, self._crew.reading(reading.partition)) for reading in own)
        clocks = (*self._contacts.clocks.values(), *self._crew.clocks.values())
        return FloorClock(at_ms, self._mode, any(clock.stale for clock in clocks), readings, self._delay_ms)

    def _about(self, among: Joined | None) -> dict[str, object]:
        """What a floor says of the worker that shows it."""
        lanes = self._contacts.lanes
        shown = {} if among is None else {"shown": self._partitions - len(among.missing)}
        return {
            "name": self.site.name,
            "time_zone": self.site.time_zone,
            "durability": "transactions" if lanes.durable else "none",
            "partitions": {"owned": len(lanes.numbers), "total": self._partitions} | shown,
            "remarks": self._watch.notices(),
        }
