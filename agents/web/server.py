"""The HTTP server: which path is served by whom, and how it starts and stops."""

from dataclasses import dataclass
from typing import Final, Self

from aiohttp import web

from agents.metrics.exposition import Exposition
from agents.wall.boards import Boards
from agents.web.api import Api
from agents.web.board_state import FloorStore, WallClock
from agents.web.events import BEAT_EVERY, CLIENTS_LIMIT, EventStream
from agents.web.health import HealthCheck, HealthPages
from agents.web.pages import BoardPages
from agents.web.security import protect, read_only
from agents.web.static_files import StaticFiles
from stream.units import SECOND, Millis

STOP_WITHIN: Final = 3 * SECOND
"""How long answers under way may take at the end; streams are closed at once."""


@dataclass(frozen=True, slots=True)
class WebOptions:
    """Where to listen, how many boards at once, and how often a quiet stream shows that it lives."""

    host: str = "127.0.0.1"
    port: int = 8090
    clients_limit: int = CLIENTS_LIMIT
    beat_every_ms: Millis = BEAT_EVERY


class WebServer:
    """Serves the store until it is stopped. Loopback only, unless another host is named on purpose."""

    def __init__(  # noqa: PLR0913 - a composition of parts, all named
        self,
        store: FloorStore,
        exposition: Exposition,
        health: HealthCheck,
        wall_ms: WallClock,
        options: WebOptions | None = None,
        *,
        boards: Boards | None = None,
    ) -> None:
        self._store = store
        self._boards = boards or Boards.unconfigured()
        self._options = options or WebOptions()
        self._files = StaticFiles.of_the_package()
        stream = EventStream(
            store,
            wall_ms,
            self._files.build,
            self._boards,
            clients_limit=self._options.clients_limit,
            beat_every_ms=self._options.beat_every_ms,
        )
        self._application = self._routed(Api(store, exposition), HealthPages(health), stream)
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port it listens on, also when it was told to take any (0)."""
        addresses = self._runner.addresses if self._runner else []
        return int(addresses[0][1]) if addresses else self._options.port

    @property
    def address(self) -> str:
        """Where a browser finds the wall board."""
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        return f"http://{host}:{self.port}/"

    async def start(self) -> None:
        """Listen; raises OSError when the port cannot be had."""
        self._runner = web.AppRunner(
            self._application,
            handle_signals=False,
            access_log=None,
            # A board that is gone frees its place at once, and not when the next floor cannot be sent.
            handler_cancellation=True,
            shutdown_timeout=STOP_WITHIN / SECOND,
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._options.host, self._options.port).start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close every stream and the port. Stopping twice is once."""
        self._store.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.stop()

    def _routed(self, api: Api, health: HealthPages, stream: EventStream) -> web.Application:
        pages = BoardPages(self._files, self._boards)
        application = web.Application(middlewares=[read_only])
        application.on_response_prepare.append(protect)
        application.add_routes(
            [
                web.get("/", pages.main),
                web.get("/wall/{name}", pages.named),
                web.get("/static/{path:.+}", self._static),
                web.get("/events", stream.serve, allow_head=False),
                web.get("/api/floor", api.floor),
                web.get("/metrics", api.metrics),
                web.get("/health/live", health.live),
                web.get("/health/ready", health.ready),
            ]
        )
        return application

    async def _static(self, request: web.Request) -> web.Response:
        return self._files.respond(request, request.match_info["path"])
