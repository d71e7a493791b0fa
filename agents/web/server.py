"""The HTTP server: which path is served by whom, and how it starts and stops."""

from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from agents.metrics.exposition import Exposition
from agents.web.api import Api
from agents.web.board_state import FloorStore, WallClock
from agents.web.entrance import ENTER, Entrance
from agents.web.events import BEAT_EVERY, CLIENTS_LIMIT, EventStream
from agents.web.gate import Gate, GateLimits, runner_of
from agents.web.health import HealthCheck, HealthPages
from agents.web.passes import Passes
from agents.web.security import Guard, middlewares, protect
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

    def __init__(
        self,
        store: FloorStore,
        exposition: Exposition,
        health: HealthCheck,
        wall_ms: WallClock,
        options: WebOptions | None = None,
    ) -> None:
        self._store = store
        self._options = options or WebOptions()
        self._files = StaticFiles.of_the_package()
        stream = EventStream(
            store,
            wall_ms,
            self._files.build,
            clients_limit=self._options.clients_limit,
            beat_every_ms=self._options.beat_every_ms,
        )
        guard = self._options.guard
        passes = None if guard.token is None else Passes(guard.token.get_secret_value())
        self._entrance = Entrance(passes, wall_ms, certificates=guard.certificates, secure=guard.tls is not None)
        self._api, self._health, self._stream = Api(store, exposition), HealthPages(health), stream
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

    async def start(self) -> None:
        """Listen; raises OSError when a port cannot be had."""
        options = self._options
        apart = options.metrics_port is not None
        try:
            await self._listen(options.host, options.port, self._pages(metrics=not apart))
            if options.metrics_port is not None:
                await self._listen(options.metrics_host, options.metrics_port, self._figures())
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

    async def _listen(self, host: str, port: int, routes: list[web.RouteDef]) -> None:
        guard = self._options.guard
        application = web.Application(middlewares=[*middlewares(guard, host), self._entrance.middleware()])
        application.on_response_prepare.append(protect)
        application.add_routes(routes)
        self._runners.append(runner_of(application))
        await self._runners[-1].setup()
        gate = Gate(self._runners[-1], host, port, self._options.limits, guard.tls)
        await gate.start()
        self._gates.append(gate)

    def _pages(self, *, metrics: bool) -> list[web.RouteDef]:
        return [
            web.get("/", self._page),
            web.get("/static/{path:.+}", self._static),
            web.get("/events", self._stream.serve, allow_head=False),
            web.get("/api/floor", self._api.floor),
            *([web.get(ENTER, self._entrance.enter)] if self._options.guard.token else ()),
            *(self._figures() if metrics else self._healths()),
        ]

    def _figures(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self._api.metrics), *self._healths()]

    def _healths(self) -> list[web.RouteDef]:
        return [web.get("/health/live", self._health.live), web.get("/health/ready", self._health.ready)]

    def _address(self, host: str, port: int) -> str:
        scheme = "http" if self._options.guard.tls is None else "https"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"

    async def _page(self, request: web.Request) -> web.Response:
        return self._files.respond(request, "index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return self._files.respond(request, request.match_info["path"])
