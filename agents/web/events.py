"""Server-sent events: every board gets the floor when it connects, and each newer one after that."""

import contextlib
from typing import Final

import orjson
from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from agents.web.board import DEFAULT_WINDOW, WINDOWS, BoardEncoder
from agents.web.board_state import FloorStore, Published, WallClock
from stream.units import SECOND, Millis

BEAT_EVERY: Final = 5 * SECOND
RECONNECT_AFTER: Final = 2 * SECOND
SEND_WITHIN: Final = 10 * SECOND
"""A board that has not taken a floor after this long is dropped; it connects again by itself."""

CLIENTS_LIMIT: Final = 200


class EventStream:
    """The `/events` endpoint. A `beat` tells a quiet floor from a dead connection, which a browser cannot see."""

    def __init__(
        self,
        store: FloorStore,
        wall_ms: WallClock,
        build: str,
        *,
        clients_limit: int = CLIENTS_LIMIT,
        beat_every_ms: Millis = BEAT_EVERY,
    ) -> None:
        self._store = store
        self._wall_ms = wall_ms
        self._build = build
        self._clients_limit = clients_limit
        self._beat_every_ms = beat_every_ms
        self._boards = BoardEncoder()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stream to one board until it leaves, is too slow, or the store is closed."""
        window = request.query.get("window", DEFAULT_WINDOW)
        if window not in WINDOWS:
            raise web.HTTPBadRequest(text=f"window is not one of {', '.join(WINDOWS)}\n")
        if self._store.closed or self._store.readers >= self._clients_limit:
            raise web.HTTPServiceUnavailable(text="too many boards\n", headers={"Retry-After": "10"})
        with self._store.subscribe() as subscription:
            async with _response(request) as stream:
                # Whoever hangs up, or takes too long, is gone; that is no fault of ours to report.
                with contextlib.suppress(ConnectionError, TimeoutError):
                    await self._beat(stream, retry=RECONNECT_AFTER)
                    while stream.is_connected() and not self._store.closed:
                        floor = await subscription.newer(self._beat_every_ms)
                        await (self._beat(stream) if floor is None else self._floor(stream, floor, window))
        return stream

    async def _floor(self, stream: EventSourceResponse, floor: Published, window: str) -> None:
        number = f"{floor.published_at}-{floor.version}"
        await stream.send(self._boards.encode(floor, window), id=number, event="kpi")

    async def _beat(self, stream: EventSourceResponse, retry: Millis | None = None) -> None:
        latest = self._store.latest
        beat = {
            "now_ms": self._wall_ms(),
            "published_at_ms": latest.published_at if latest else None,
            "build": self._build,
        }
        await stream.send(orjson.dumps(beat).decode(), event="beat", retry=retry)


def _response(request: web.Request) -> contextlib.AbstractAsyncContextManager[EventSourceResponse]:
    return sse_response(request, send_timeout=SEND_WITHIN / SECOND, ping_interval=SEND_WITHIN / SECOND)
