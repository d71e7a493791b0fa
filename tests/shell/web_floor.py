"""A web server over a store, for tests: on a free port, with hand-made floors, closed at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import aiohttp
import orjson

from agents.metrics.cumulative import Cumulative
from agents.metrics.exposition import Exposition
from agents.metrics.facts import PartitionFacts, WorkerFacts, WorkerState
from agents.publish.own_floor import OwnFloor
from agents.wall.boards import Boards
from agents.web.board_state import FloorStore, Health
from agents.web.server import WebOptions, WebServer
from stream.catalog import Catalogue, standard
from stream.floor import Floor, document, writing
from tests.shell.floor_documents import AS_OF
from tests.shell.floor_doubles import written

WELL = Health(live=True, live_reason="reading", ready=True, ready_reason="serving 4 partitions")
SERVING = WorkerFacts(
    WorkerState.SERVING,
    "0.1.0",
    source_partitions=1,
    resident_bytes=200 << 20,
    rejected_ratio=0.002,
    partitions=(
        PartitionFacts(
            0,
            clock_at=AS_OF,
            caught_up=True,
            lag_records=0,
            checkpoint_at=AS_OF - 1_500,
            checkpoint_rows=12,
            contacts=40,
            open_contacts=9,
            panes=300,
        ),
    ),
    started_at=AS_OF - 90_000,
)
DEADLINE_S = 30
STANDARD = standard()


@dataclass
class WebFloor:
    """A store, what feeds the metrics, and the clock, all to be set by a test."""

    now_ms: int = AS_OF + 1_000
    health: Health = WELL
    facts: WorkerFacts = SERVING
    cumulative: Cumulative = field(default_factory=Cumulative)
    boards: Boards = field(default_factory=Boards.unconfigured)
    catalogue: Catalogue = STANDARD

    def __post_init__(self) -> None:
        """Make the store on this clock."""
        self.store = FloorStore(lambda: self.now_ms)
        self.exposition = Exposition(self.store, self.cumulative, lambda: self.facts, self.catalogue)

    def publish(self, made: dict[str, Any]) -> None:
        """Publish a document made by hand; the metrics have no floor then."""
        self.store.publish(made, written(orjson.dumps(made, option=orjson.OPT_SORT_KEYS)))

    def show(self, floor: Floor) -> None:
        """Publish a floor that the core has built, as the worker does."""
        self.store.publish(document(floor), partial(writing, floor, {}), OwnFloor([floor]))

    def server(self, options: WebOptions | None = None) -> WebServer:
        """A server that is not started yet; on any free port unless the options name one."""
        chosen = options or WebOptions(port=0)
        return WebServer(
            self.store, self.exposition, lambda: self.health, lambda: self.now_ms, chosen, boards=self.boards
        )


@asynccontextmanager
async def served(floor: WebFloor, options: WebOptions | None = None) -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose addresses begin at the server's root."""
    async with floor.server(options) as server, aiohttp.ClientSession(server.address) as session:
        yield session


async def next_event(stream: aiohttp.ClientResponse, wanted: str = "") -> tuple[str, str]:
    """Name and data of the next server-sent event (of this name), comments skipped."""
    async with asyncio.timeout(DEADLINE_S):
        fields: dict[str, str] = {}
        while True:
            line = (await stream.content.readline()).decode()
            if not line:
                raise EOFError
            name, _, value = line.rstrip("\r\n").partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields and fields.get("event", "") in {wanted, *([fields["event"]] if not wanted else [])}:
                return fields.get("event", ""), fields["data"]
            else:
                fields = {}
