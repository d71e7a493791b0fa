"""One queue looked at on request: read from this worker's partitions between folds, a little at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from shlex import join
from typing import Any, Final, TypeAlias

import msgspec
import orjson

from agents.web.board_state import FloorStore, Published, WallClock
from stream.catalog import Catalogue
from stream.inspection.inspection import SERVICE_LEVEL, Inspection, QueueFigures
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND, Millis, format_instant, parse_instant

KEPT_MS: Final = 3 * SECOND
"""A document is told again to whoever asks within this time, instead of being made anew."""

MOST_KEPT: Final = 32
ABOUT: Final = ("name", "time_zone", "durability", "partitions", "queues_full", "remarks")
"""What a floor says of itself and its worker."""

SHOWN_KPIS: Final = (
    "service_level",
    "abandonment_rate",
    "offered",
    "handled",
    "asa",
    "aht",
    "first_response_within_target",
    "first_response_time_p90",
)

JUDGED_KPIS: Final = ("service_level", "abandonment_rate", "aht", "longest_wait", "overdue")
"""Those of which the page says how good they are."""

Limits: TypeAlias = Callable[[Mapping[str, Any], Sequence[str]], Mapping[str, Any]]
"""The limits of some KPIs of one queue's slice of the floor, by name."""

Place = tuple[str, str]
"""A queue and its channel."""


class UnknownQueueError(Exception):
    """No such queue, or of several channels none was named; `choices` are the queues that there are to choose from."""

    def __init__(self, reason: str, choices: Sequence[Place]) -> None:
        super().__init__(reason)
        self.choices = choices


class NoFloorError(Exception):
    """There is nothing to show yet."""


@dataclass(frozen=True, slots=True)
class _Kept:
    encoded: bytes
    """All of it but the time at which it is told."""
    made_at: Millis
    partitions: tuple[int, ...]


class Inspector:
    """Makes the document of a queue: what the floor says of it, and what only the partitions know.

    Where other workers have some of these, the document says of how many of all it tells.
    """

    def __init__(
        self,
        store: FloorStore,
        catalogue: Catalogue,
        wall_ms: WallClock,
        limits: Limits,
        *,
        show_contacts: bool = False,
    ) -> None:
        """Begin without partitions; `show_contacts` lets the document name contacts."""
        self._limits = limits
        self._store = store
        self._catalogue = catalogue
        self._wall_ms = wall_ms
        self._show_contacts = show_contacts
        self._partitions: Callable[[], Sequence[Partition]] = tuple
        self._site: Callable[[], Site] = Site
        self._kept: dict[Place, _Kept] = {}
        self._turn = asyncio.Lock()

    def follow(self, partitions: Callable[[], Sequence[Partition]], site: Callable[[], Site]) -> None:
        """There are partitions now; both are asked anew for each document."""
        self._partitions, self._site = partitions, site

    @property
    def kept(self) -> int:
        """How many documents wait to be told again."""
        return len(self._kept)

    def place(self, queue: str, channel: str | None) -> Place:
        """The queue that is meant; raises NoFloorError, UnknownQueueError."""
        known = sorted((found["queue"], found["channel"]) for found in _queues(self._floor().document))
        meant = [place for place in known if place[0] == queue and channel in {None, place[1]}]
        if not meant:
            raise UnknownQueueError("there is no such queue", known)
        if len(meant) > 1:
            raise UnknownQueueError("this queue is on several channels: name one", meant)
        return meant[0]

    async def document(self, place: Place) -> bytes:
        """The document as JSON, at most a few seconds old; raises as `place`. One is made at a time."""
        async with self._turn:
            self.place(*place)
            partitions = self._partitions()
            ours, kept = tuple(map(id, partitions)), self._kept.get(place)
            age_ms = None if kept is None else self._wall_ms() - kept.made_at
            if kept is not None and age_ms is not None and 0 <= age_ms < KEPT_MS and kept.partitions == ours:
                return self._told(kept.encoded)
            encoded = await self._made(place, partitions)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[place] = _Kept(encoded, self._wall_ms(), ours)
            return self._told(encoded)

    def _told(self, encoded: bytes) -> bytes:
        """The document with the time of now, by which its reader measures how old it is."""
        return b'{"now_ms":%d,' % self._wall_ms() + encoded[1:]

    async def _made(self, place: Place, partitions: Sequence[Partition]) -> bytes:
        floor = self._floor()
        clock_ms = parse_instant(floor.document["as_of"])
        inspection = Inspection(self._site(), *place, clock_ms, named=self._show_contacts)
        for partition in partitions:
            for _ in inspection.read(partition):
                # Records come first: whatever waits to be folded is folded here.
                await asyncio.sleep(0)
        labels = {"queue": place[0], "channel": place[1]}
        figures = next(one for one in floor.document["slices"] if one["slice"] == labels)
        # The floor's figures are of all partitions; what only partitions know is of those that this worker has.
        total = floor.document.get("partitions", {}).get("total", len(partitions))
        late = figures["live"]["waiting_past_threshold"] if len(partitions) == total else None
        found = inspection.figures(self._catalogue, late)
        await asyncio.sleep(0)
        document = self._of_floor(floor, figures) | msgspec.to_builtins(found)
        document["partitions"] = {"read": len(partitions), "total": total}
        document["movement"]["command"] = _command(place, found, clock_ms)
        document["contacts_named"] = self._show_contacts
        return orjson.dumps(document)

    def _of_floor(self, floor: Published, figures: Mapping[str, Any]) -> dict[str, Any]:
        """What the floor says of the queue: the same figures as everywhere else."""
        kpis, labels = figures["kpis"], figures["slice"]
        agents = kpis.get("agents", {})
        return {
            "as_of": floor.document["as_of"],
            "clock": {name: told for name, told in floor.document["clock"].items() if name != "at"},
            "floor": {name: floor.document[name] for name in ABOUT if name in floor.document},
            "slice": labels,
            "live": figures["live"],
            "target": figures["target"],
            "limits": self._limits(figures, JUDGED_KPIS),
            "quality": figures["quality"],
            "alarms": [alarm for alarm in floor.document["alarms"] if alarm["slice"] == labels],
            "agents": {state: windows["now"]["value"] for state, windows in agents.items()},
            "kpis": {name: kpis[name] for name in SHOWN_KPIS if name in kpis},
            "service_levels": self._service_levels(kpis),
        }

    def _service_levels(self, kpis: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Every variant, in the order of the catalogue."""
        variants = self._catalogue.definitions[SERVICE_LEVEL].variants
        found = {variant: self._catalogue.kpis[name] for variant, name in variants.items()}
        return [
            {"variant": variant, "title": kpi.title, "definition": kpi.source, "windows": kpis[kpi.name]}
            for variant, kpi in found.items()
        ]

    def _floor(self) -> Published:
        latest = self._store.latest
        if latest is None:
            raise NoFloorError
        return latest


def _queues(document: Mapping[str, Any]) -> list[dict[str, str]]:
    return [part["slice"] for part in document["slices"] if set(part["slice"]) == {"queue", "channel"}]


def _command(place: Place, found: QueueFigures, clock_ms: Millis) -> str:
    """What to type for the contacts behind the number, ready for a shell; a range holds its end no more."""
    ends = ("--from", found.movement.from_at, "--to", format_instant(clock_ms + SECOND))
    return join(["floorwatch", "explain", SERVICE_LEVEL, "--queue", place[0], "--channel", place[1], *ends])
