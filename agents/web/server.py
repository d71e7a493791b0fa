"""The HTTP server: which path is served by whom, and how it starts and stops."""

from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from agents.inspector import Inspector
from agents.metrics.exposition import Exposition
from agents.wall.boards import Boards
from agents.web.api import Api
from agents.web.board_state import FloorStore, Health, WallClock
from agents.web.entrance import ENTER, Entrance
from agents.web.events import BEAT_EVERY, CLIENTS_LIMIT, EventStream
from agents.web.gate import Gate, GateLimits, runner_of
from agents.web.handshakes import Handshakes
from agents.web.health import HealthCheck, HealthPages
from agents.web.pages import BoardPages
from agents.web.passes import Passes
from agents.web.queue_page import QueuePages
from agents.web.security import Guard, middlewares, protecting
from agents.web.static_files import StaticFiles
from stream.units import Millis


@dataclass(frozen=True, slots=True)
class WebOptions:
    """Where to listen, how many boards at once, how often a quiet stream shows that it lives, and who is let in.

    With a `metrics_port` the metrics (and the health besides) are served there, and nowhere else.
    """

    host: str = "127.0.0.1"
    port: int = 8090
    clients_limit: int = CLIENTS_LIMIT
    beat_every_ms: Millis = BEAT_EVERY
    guard: Guard = field(default_factory=Guard)
    limits: GateLimits = field(default_factory=GateLimits)
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None


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
        inspector: Inspector | None = None,
        boards: Boards | None = None,
    ) -> None:
        """Without an inspector there are no pages of queues."""
        self._store = store
        self._boards = boards or Boards.unconfigured()
        self._options = options or WebOptions()
        self._handshakes = Handshakes(self._options.guard.tls)
        self._entrance = _entrance(self._options.guard, wall_ms)
        self._files = StaticFiles.of_the_package()
        stream = EventStream(
            store,
            wall_ms,
            self._files.build,
            self._boards,
            clients_limit=self._options.clients_limit,
            beat_every_ms=self._options.beat_every_ms,
            why_none=lambda: _why_not(health()),
        )
        self._application = self._routed(Api(store, exposition), HealthPages(health), stream)
        if inspector is not None:
            self._application.add_routes(QueuePages(inspector, self._files, health).routes())
        self._runners: list[web.AppRunner] = []
        self._gates: list[Gate] = []

    @property
    def port(self) -> int:
        """The port it listens on, also when it was told to take any (0)."""
        return self._gates[0].port if self._gates else self._options.port

    @property
    def address(self) -> str:
        """Where a browser finds the wall board."""
        return self._address(self._options.host, self.port)

    @property
    def metrics_address(self) -> str:
        """Where Prometheus finds the metrics."""
        if self._options.metrics_port is None:
            return f"{self.address}metrics"
        port = self._gates[-1].port if self._gates else self._options.metrics_port
        return f"{self._address(self._options.metrics_host, port)}metrics"

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return sum(gate.connections for gate in self._gates)

    @property
    def failed_handshakes(self) -> int:
        """With how many no TLS connection came about."""
        return self._handshakes.failed

    async def start(self) -> None:
        """Listen; raises OSError when a port cannot be had."""
        options = self._options
        try:
            await self._listen(self._application, options.host, options.port)
            if options.metrics_port is not None:
                await self._listen(self._figures, options.metrics_host, options.metrics_port)
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close every stream and the ports. Stopping twice is once."""
        self._store.close()
        runners, self._runners, self._gates = self._runners, [], []
        for runner in runners:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.stop()

    async def _listen(self, application: web.Application, host: str, port: int) -> None:
        self._runners.append(runner_of(application))
        await self._runners[-1].setup()
        gate = Gate(self._runners[-1], host, port, self._options.limits, self._options.guard.tls)
        await gate.start()
        self._gates.append(gate)

    def _guarded(self, host: str) -> web.Application:
        application = web.Application(
            middlewares=[*middlewares(self._options.guard, host), self._entrance.middleware()]
        )
        application.on_response_prepare.append(protecting(self._options.guard))
        return application

    def _routed(self, api: Api, health: HealthPages, stream: EventStream) -> web.Application:
        application = self._guarded(self._options.host)
        pages = BoardPages(self._files, self._boards)
        application.add_routes(
            [
                web.get("/", pages.main),
                web.get("/wall/{name}", pages.named),
                web.get("/static/{path:.+}", self._static),
                web.get("/events", stream.serve, allow_head=False),
                web.get("/api/floor", api.floor),
                web.get("/health/live", health.live),
                web.get("/health/ready", health.ready),
            ]
        )
        if self._options.guard.token is not None:
            application.add_routes([web.get(ENTER, self._entrance.enter)])
        self._figures = application
        if self._options.metrics_port is not None:
            self._figures = self._guarded(self._options.metrics_host)
            self._figures.add_routes([web.get("/health/live", health.live), web.get("/health/ready", health.ready)])
        self._figures.add_routes([web.get("/metrics", api.metrics)])
        return application

    def _address(self, host: str, port: int) -> str:
        scheme = "http" if self._options.guard.tls is None else "https"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"

    async def _static(self, request: web.Request) -> web.Response:
        return self._files.respond(request, request.match_info["path"])


def _why_not(health: Health) -> str | None:
    """Why there is nothing to show; None where the next moment brings it."""
    return None if health.ready else health.ready_reason


def _entrance(guard: Guard, wall_ms: WallClock) -> Entrance:
    passes = None if guard.token is None else Passes(guard.token.get_secret_value())
    return Entrance(passes, wall_ms, certificates=guard.certificates, secure=guard.tls is not None)
