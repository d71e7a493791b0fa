"""The port itself: how many connections it holds, how long one may take to ask, and what is no request at all."""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Any, Final, cast

import structlog
from aiohttp import web
from aiohttp.http_exceptions import LineTooLong

from agents.web.rates import site_of_address
from agents.web.security import HEADERS
from stream.units import SECOND, Millis

log = structlog.stdlib.get_logger(__name__)

LINE_BYTES: Final = 4_096
"""Of the line that names what is asked for; a longer one is 414."""
FIELD_BYTES: Final = 8_190
"""Of one header with its name; a longer one is 431, as are more headers than `FIELDS`."""
FIELDS: Final = 64
ASK_WITHIN: Final = 20 * SECOND
"""From the connection, or from the last answer, to the end of the next request's headers."""
WAITING: Final = 1_024
"""Connections that have not been looked at yet; of more, the system forgets some without telling either side."""
SHAKE_HANDS_WITHIN: Final = 5 * SECOND
TAKE_EVERY: Final = 10 * SECOND
"""Whoever has taken nothing of an answer for this long is gone."""
STOP_WITHIN: Final = 3 * SECOND
"""How long answers under way may take at the end; streams are closed at once."""

_TOO_MANY_FIELDS: Final = "Too many headers"
_FULL: Final = b"too many connections\n"
_FULL_HEADERS: Final = {
    **HEADERS,
    "Retry-After": "10",
    "Connection": "close",
    "Content-Type": "text/plain",
    "Content-Length": str(len(_FULL)),
}
_FULL_HEAD: Final = "\r\n".join(
    ["HTTP/1.1 503 Service Unavailable", *(f"{name}: {text}" for name, text in _FULL_HEADERS.items()), "", ""]
)
_FULL_ANSWER: Final = _FULL_HEAD.encode() + _FULL


@dataclass(frozen=True, slots=True)
class GateLimits:
    """How many connections at once, of all and of one address, and how long each may take to ask."""

    connections: int = 512
    connections_per_address: int = 128
    ask_within_ms: Millis = ASK_WITHIN


class _Places:
    """The connections that are open, by address; `all` counts them."""

    def __init__(self, limits: GateLimits) -> None:
        self._limits = limits
        self._taken: dict[str, int] = {}
        self.all = 0

    def take(self, address: str) -> bool:
        """Take a place; False where there is none left."""
        here = self._taken.get(address, 0)
        if self.all >= self._limits.connections or here >= self._limits.connections_per_address:
            return False
        self._taken[address] = here + 1
        self.all += 1
        return True

    def leave(self, address: str) -> None:
        """Give a place back."""
        self.all -= 1
        self._taken[address] -= 1
        if not self._taken[address]:
            del self._taken[address]


class _Visitor(web.RequestHandler):
    """One connection. What aiohttp would say about itself or repeat of what was sent is left out."""

    __slots__ = ("_address", "_pending", "_places", "_taking")

    def __init__(self, places: _Places, manager: web.Server, **arguments: Any) -> None:  # noqa: ANN401 - aiohttp's
        super().__init__(manager, **arguments)
        self._places = places
        self._address: str | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._pending = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, where there is a place."""
        peer = transport.get_extra_info("peername")
        address = site_of_address(peer[0] if peer else None)
        if self._places.take(address):
            self._address = address
            super().connection_made(transport)
            return
        refused = cast(asyncio.Transport, transport)
        refused.write(_FULL_ANSWER)
        refused.close()
        self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        self._stop_watching()
        address, self._address = self._address, None
        if address is not None:
            self._places.leave(address)
            super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Watch whoever does not take what is sent."""
        super().pause_writing()
        self._watch_taking()

    def resume_writing(self) -> None:
        """It was taken."""
        self._stop_watching()
        super().resume_writing()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no request, or a fault of ours, by its status alone; only the fault is logged."""
        # That the visitor is gone, as a tab that is closed at once, is nobody's fault.
        if status >= 500 and not isinstance(exc, ConnectionError):  # noqa: PLR2004 - the statuses that are our fault
            log.error("request_failed", path=request.path, exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError
        status = _status_of(status, exc, message)
        response = web.Response(status=status, headers=HEADERS)
        response.text = f"{status} {response.reason}\n"
        response.force_close()
        return response

    def _watch_taking(self) -> None:
        transport = self.transport
        if transport is not None:
            self._pending = transport.get_write_buffer_size()
            self._taking = asyncio.get_running_loop().call_later(TAKE_EVERY / SECOND, self._look_at_taking)

    def _look_at_taking(self) -> None:
        transport = self.transport
        if transport is not None and transport.get_write_buffer_size() >= self._pending:
            transport.abort()
        else:
            self._watch_taking()

    def _stop_watching(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None


class Gate(web.BaseSite):
    """Listens on one port for one application; `start` raises OSError when the port cannot be had."""

    __slots__ = ("_host", "_places", "_port", "_within_ms")

    def __init__(
        self, runner: web.AppRunner, host: str, port: int, limits: GateLimits, tls: ssl.SSLContext | None
    ) -> None:
        super().__init__(runner, ssl_context=tls, backlog=WAITING)
        self._host, self._port, self._within_ms = host, port, limits.ask_within_ms
        self._places = _Places(limits)

    @property
    def name(self) -> str:
        """Where it listens."""
        return f"{self._host}:{self._port}"

    @property
    def port(self) -> int:
        """The port that it was told to take, or the one that it found (0)."""
        server = cast("asyncio.Server | None", self._server)
        return int(server.sockets[0].getsockname()[1]) if server and server.sockets else self._port

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return self._places.all

    async def start(self) -> None:
        """Listen."""
        await super().start()
        loop, manager, places = asyncio.get_running_loop(), self._runner.server, self._places

        def visitor() -> _Visitor:
            if manager is None:
                raise RuntimeError
            return _Visitor(
                places,
                manager,
                loop=loop,
                access_log=None,
                keepalive_timeout=self._within_ms / SECOND,
                lingering_time=1.0,
                max_line_size=LINE_BYTES,
                max_field_size=FIELD_BYTES,
                max_headers=FIELDS,
            )

        tls = self._ssl_context
        within = SHAKE_HANDS_WITHIN / SECOND if tls else None
        self._server = await loop.create_server(
            visitor, self._host, self._port, ssl=tls, backlog=self._backlog, ssl_handshake_timeout=within
        )


def runner_of(application: web.Application) -> web.AppRunner:
    """What a gate hands requests to."""
    return web.AppRunner(
        application,
        handle_signals=False,
        access_log=None,
        # A board that is gone frees its place at once, and not when the next floor cannot be sent.
        handler_cancellation=True,
        shutdown_timeout=STOP_WITHIN / SECOND,
    )


def _status_of(status: int, exc: BaseException | None, message: str | None) -> int:
    """Tell what is too long from what is not understood."""
    if isinstance(exc, LineTooLong):
        return 414 if exc.args[1] == LINE_BYTES else 431
    return 431 if message is not None and message.startswith(_TOO_MANY_FIELDS) else status
