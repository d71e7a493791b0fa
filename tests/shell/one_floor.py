"""A floor that the core has built of real partitions, served with the pages of its queues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import aiohttp
import orjson

from agents.inspector import Inspector
from agents.wall.boards import Boards
from agents.web.server import WebOptions, WebServer
from stream import floor
from stream.catalog import standard
from stream.crew.partition import CrewPartition
from stream.floor_clock import FloorClock
from stream.partition import Partition
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, SECOND, Millis
from tests.shell.standing_lanes import NOW, on_shift, tell
from tests.shell.web_floor import WebFloor

CATALOGUE = standard()
CALLS = 285
"""How many were answered on each of the two days: one every 100 s, the last five minutes ago."""

ABOUT = {"time_zone": "UTC", "durability": "transactions", "partitions": {"owned": 2, "total": 2}, "remarks": []}


@dataclass
class OneFloor:
    """Two partitions and the agents; `publish` shows how they stand at `NOW`."""

    site: Site = field(default_factory=lambda: Site(name="Seoul"))
    show_contacts: bool = False
    partitions: list[Partition] = field(init=False)
    crew: CrewPartition = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nobody, and without a floor."""
        self.partitions = [Partition(self.site, number) for number in range(2)]
        self.crew = CrewPartition(self.site, 0)
        self.web = WebFloor(now_ms=NOW + 1_200)
        self.catalogue = CATALOGUE.with_windows(self.site.windows)
        limits, shown = Boards.unconfigured().limits, self.show_contacts
        self.inspector = Inspector(self.web.store, self.catalogue, lambda: self.web.now_ms, limits, show_contacts=shown)
        self.inspector.follow(lambda: self.partitions, lambda: self.site)

    def call(  # noqa: PLR0917 - the life of a call in order
        self,
        contact: str,
        at_ms: Millis,
        wait_ms: Millis | None = None,
        talk_ms: Millis = 3 * MINUTE,
        queue: str = "sales",
        channel: str = "voice",
        *,
        lost: bool = False,
    ) -> None:
        """A contact that is answered, or lost, after a wait; without one it waits."""
        partition = self.partitions[hash_of(contact)]
        tell(partition, contact, "queued", at_ms, now_ms=at_ms, queue=queue, channel=channel)
        if wait_ms is None:
            return
        ends = at_ms + wait_ms
        tell(partition, contact, "abandoned" if lost else "answered", ends, now_ms=ends)
        if not lost and ends + talk_ms <= NOW:
            tell(partition, contact, "ended", ends + talk_ms, now_ms=ends + talk_ms)

    def publish(self, clock: FloorClock | None = None, **members: object) -> dict[str, Any]:
        """Publish the floor as the worker does, and return it."""
        parts = [partition.part(NOW) for partition in self.partitions]
        crews = [self.crew.part(NOW)]
        built = floor.build(parts, self.site, self.catalogue, clock or FloorClock(NOW, "wall"), crews)
        about = {**ABOUT, "name": self.site.name, **members}
        self.web.store.publish({**floor.document(built), **about}, partial(floor.writing, built, about))
        told: dict[str, Any] = orjson.loads(floor.encode(built, about))
        return told

    def server(self) -> WebServer:
        """A server with the pages of queues, not started yet."""
        web = self.web
        return WebServer(
            web.store,
            web.exposition,
            lambda: web.health,
            lambda: web.now_ms,
            WebOptions(port=0),
            inspector=self.inspector,
        )


def hash_of(contact: str) -> int:
    """The partition of a contact."""
    return sum(contact.encode()) % 2


def busy(queue: str = "sales", *, show_contacts: bool = False, windows: tuple[str, ...] = ()) -> OneFloor:
    """A queue at work since midnight and on the same weekday before, with people, and callers who wait."""
    made = OneFloor(Site(name="Seoul", windows=windows), show_contacts=show_contacts)
    for days in (7, 0):
        for number in range(CALLS):
            at_ms = NOW - days * DAY - 8 * HOUR + number * 100 * SECOND
            wait_ms = (4 + number % 9 * 3 + days) * SECOND
            made.call(f"{days}-{number}", at_ms, wait_ms, (2 + number % 5) * MINUTE, queue)
            if number % 11 == 0:
                made.call(f"lost-{days}-{number}", at_ms, 25 * SECOND, queue=queue, lost=True)
    for seconds in (31, 18, 9, 2):
        made.call(f"waits-{seconds}", NOW - seconds * SECOND, queue=queue)
    for number, state in enumerate(("available", "on_contact", "on_contact", "after_contact_work", "break")):
        on_shift(made.crew, f"agent-{number}", state, NOW - MINUTE, team="red", queues=[queue])
    return made


@asynccontextmanager
async def serving(made: OneFloor) -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose addresses begin at the server's root."""
    async with made.server() as server, aiohttp.ClientSession(server.address) as session:
        yield session
