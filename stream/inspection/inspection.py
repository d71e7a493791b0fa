"""One queue looked at: read from the partitions piece by piece, so that others can work in between."""

import importlib.resources
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from stream import floor
from stream.catalog import Catalogue
from stream.contact import State
from stream.inspection.day import DayFigures, QueueDay, day_of, still_kept, week_before
from stream.inspection.deadlines import DeadlineFigures, Deadlines
from stream.inspection.movement import Movement, MovementFigures, Movers
from stream.live import Overlay
from stream.measures import Slice, coordinate
from stream.partition import Partition
from stream.site import Site
from stream.units import Millis

SERVICE_LEVEL: Final = "service_level"

_PIECE: Final = 1_000
_LATE: Final = coordinate("waiting_late")


class QueueFigures(msgspec.Struct, frozen=True):
    """What is known of a queue beyond its slice of the floor; of days like today there is the one of last week."""

    time_zone: str
    today: DayFigures
    last_week: DayFigures
    deadlines: DeadlineFigures
    movement: MovementFigures


class Inspection:
    """A queue on a channel at an instant. Read every partition, one after the other, then ask for the figures."""

    def __init__(self, site: Site, queue: str, channel: str, clock_ms: Millis, *, named: bool = False) -> None:
        """`named`: contacts may be called by their id."""
        self._queue = queue, channel
        self._rules = rules = site.queue(queue, channel)
        self._clock_ms = clock_ms
        self._named = named
        today = day_of(rules.day, clock_ms)
        self._today = QueueDay(rules, today, clock_ms)
        self._last_week = QueueDay(rules, still_kept(rules, week_before(rules.day, today), clock_ms))
        self._deadlines = Deadlines(site, self._is_ours, clock_ms, named=named)
        self._movement = Movement(clock_ms)
        self._waiting = Overlay(site, clock_ms, ())
        self._movers = Movers(site, queue, channel, self._movement.now, clock_ms)

    def read(self, partition: Partition) -> Iterator[None]:
        """Read one partition; each piece takes about a millisecond, and what is folded between two may be in or not."""
        slices = [where for where in partition.panes.slices() if self._is_ours(where)]
        yield from self._today.read(partition.panes, slices)
        yield from self._last_week.read(partition.panes, slices)
        yield from self._movement.read(partition.panes, slices)
        live = list(partition.memory.live.values())
        for start in range(0, len(live), _PIECE):
            piece = live[start : start + _PIECE]
            self._deadlines.of(piece)
            yield from self._waiting.looking([contact for contact in piece if self._waits_here(contact.state)])
            yield
        if self._named:
            yield from self._movers.read(list(partition.memory.contacts.values()), partition.log_clock_ms)

    def figures(self, catalogue: Catalogue, waiting_late: int | None = None) -> QueueFigures:
        """Everything that was read; `waiting_late`: how many wait past the threshold, as a floor of the same has it."""
        if waiting_late is None:
            ours = (live for where, live in self._waiting.live.items() if self._is_ours(where))
            waiting_late = sum(live.waiting_past_threshold for live in ours)
        if waiting_late:
            self._today.add_now({_LATE: waiting_late})
            self._movement.add_now({_LATE: waiting_late})
        promise = self._rules.at(self._clock_ms)
        formula = catalogue.kpis[SERVICE_LEVEL].variants[promise.service_level]
        edges = {"wait": promise.service_level_threshold_ms}
        return QueueFigures(
            self._rules.time_zone,
            self._today.figures(catalogue, edges),
            self._last_week.figures(catalogue, edges),
            self._deadlines.figures(),
            self._movement.figures(
                promise.service_level, formula, self._movers.newest(formula) if self._named else None
            ),
        )

    def _waits_here(self, state: State) -> bool:
        return state.waiting is not None and state.waiting.queue == self._queue[0]

    def _is_ours(self, where: Slice) -> bool:
        return where[:2] == self._queue


def schema() -> dict[str, Any]:
    """The JSON Schema of `GET /api/queue/NAME`, of which this module makes a part and the floor the rest."""
    text = importlib.resources.files("stream.inspection").joinpath("queue.schema.json").read_bytes()
    decoded: dict[str, Any] = msgspec.json.decode(text)
    decoded["$defs"] |= floor.schema()["$defs"]
    return decoded
