"""Server-sent events: every board gets the floor when it connects, and each newer one after that."""

import contextlib
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import orjson
from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from agents.wall.board import MAIN, Board
from agents.wall.boards import Boards
from agents.web.board_state import FloorStore, Published, Subscription, WallClock
from agents.web.pages import board_of
from stream.units import SECOND, Millis
from stream.windows import is_further_window

BEAT_EVERY: Final = 5 * SECOND
RECONNECT_AFTER: Final = 2 * SECOND
SEND_WITHIN: Final = 10 * SECOND
"""A board that has not taken a floor after this long is dropped; it connects again by itself."""

CLIENTS_LIMIT: Final = 200

HELD: Final = "held"
"""In the query of a page that was served once: its board, or window, may have left the configuration since."""

_Wanted: TypeAlias = tuple[str, str | None]
"""The name of a board, and the window through which it is wanted."""


class EventStream:
    """The `/events` endpoint. A `beat` tells a quiet floor from a dead connection, which a browser cannot see."""

    def __init__(  # noqa: PLR0913 - a composition of parts, all named
        self,
        store: FloorStore,
        wall_ms: WallClock,
        build: str,
        boards: Boards,
        *,
        clients_limit: int = CLIENTS_LIMIT,
        beat_every_ms: Millis = BEAT_EVERY,
        why_none: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`why_none` says why there is no floor, where there is none."""
        self._store = store
        self._wall_ms = wall_ms
        self._build = build
        self._clients_limit = clients_limit
        self._beat_every_ms = beat_every_ms
        self._boards = boards
        self._why_none = why_none
        store.followers.append(boards.observe)
        if store.latest is not None:
            boards.observe(store.latest)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stream to one board until it leaves, is too slow, or the store is closed."""
        wanted = request.query.get("board", MAIN), request.query.get("window")
        if HELD not in request.query or not self._is_gone(*wanted):
            board_of(self._boards, *wanted)
        if self._store.closed or self._store.readers >= self._clients_limit:
            raise web.HTTPServiceUnavailable(text="too many boards\n", headers={"Retry-After": "10"})
        with self._store.subscribe() as subscription:
            async with _response(request) as stream:
                # Whoever hangs up, or takes too long, is gone; that is no fault of ours to report.
                with contextlib.suppress(ConnectionError, TimeoutError):
                    await self._beat(stream, retry=RECONNECT_AFTER)
                    await self._show(stream, subscription, wanted)
        return stream

    async def _show(self, stream: EventSourceResponse, subscription: Subscription, wanted: _Wanted) -> None:
        """Tell what the board is, what its past was, then each floor; again whatever of that has changed."""
        board, told, trend = self._board(wanted), 0, 0
        while stream.is_connected() and not self._store.closed:
            if told != self._boards.edition:
                board = self._board(wanted)
                told, trend = self._boards.edition, 0
                await stream.send(self._boards.board(board), event="board")
            if trend != self._boards.trends.edition:
                trend = self._boards.trends.edition
                await stream.send(self._boards.trend(board), event="trend")
            # Who has nothing to look at wants to see that it goes on.
            wait_ms = self._beat_every_ms if self._store.latest else min(self._beat_every_ms, SECOND)
            floor = await subscription.newer(wait_ms)
            await (self._beat(stream) if floor is None else self._floor(stream, floor, board))

    def _is_gone(self, name: str, window: str | None) -> bool:
        """Whether the configuration has the board no more, or a window that it may have had."""
        if self._boards.find(name) is None:
            return True
        return window not in {None, *self._boards.windows} and is_further_window(window or "")

    def _board(self, wanted: _Wanted) -> Board:
        """The board; one that the configuration has no more goes on as the main one: a wall is never dark.

        Neither is it without its window: then it shows its own.
        """
        name, window = wanted
        shown = window if window in self._boards.windows else None
        return self._boards.find(name, shown) or board_of(self._boards, MAIN, None)

    async def _floor(self, stream: EventSourceResponse, floor: Published, board: Board) -> None:
        number = f"{floor.published_at}-{floor.version}"
        await stream.send(self._boards.floor(floor, board), id=number, event="kpi")

    async def _beat(self, stream: EventSourceResponse, retry: Millis | None = None) -> None:
        latest = self._store.latest
        beat = {
            "now_ms": self._wall_ms(),
            "published_at_ms": latest.published_at if latest else None,
            "build": self._build,
            "why_none": None if latest else self._why_none(),
        }
        await stream.send(orjson.dumps(beat).decode(), event="beat", retry=retry)


class _Stream(EventSourceResponse):
    """A stream that no proxy keeps; the library would let it be stored."""

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(**arguments)
        self.headers["Cache-Control"] = "no-store"


def _response(request: web.Request) -> contextlib.AbstractAsyncContextManager[EventSourceResponse]:
    within = SEND_WITHIN / SECOND
    return sse_response(request, response_cls=_Stream, send_timeout=within, ping_interval=within)
