"""The floor for programs: `/api/floor` as one JSON document, `/metrics` as Prometheus reads it."""

import asyncio
from typing import Final

from aiohttp import hdrs, web
from prometheus_client.exposition import gzip_accepted

from agents.metrics.exposition import Exposition, packed
from agents.turns import in_turns
from agents.web.board_state import FloorStore, Published
from agents.web.static_files import matches

_PACKED_ON_THE_LOOP: Final = 16_384
"""Longer answers are packed beside the event loop, which they would hold up."""


class Api:
    """The endpoints that read the same floor as the board does."""

    def __init__(self, store: FloorStore, exposition: Exposition) -> None:
        self._store = store
        self._exposition = exposition
        self._writing = asyncio.Lock()
        self._written: tuple[int, bytes | None] = 0, None
        """The floor that was asked for last, by its number: it is written once for all who ask for it."""

    async def floor(self, request: web.Request) -> web.Response:
        """The latest floor document, byte for byte as it was published; 503 while there is none."""
        latest = self._store.latest
        if latest is None:
            raise web.HTTPServiceUnavailable(text="no floor yet: see /health/ready\n", headers={"Retry-After": "1"})
        etag = f"{latest.published_at}-{latest.version}"
        response = web.Response(content_type="application/json", zlib_executor_size=_PACKED_ON_THE_LOOP)
        if matches(request, etag):
            response.set_status(304)
        else:
            response.body = await self._body(latest)
            response.enable_compression()
        response.etag = etag
        response.headers.update({"Cache-Control": "no-store", "Vary": "Accept-Encoding"})
        return response

    async def _body(self, floor: Published) -> bytes | None:
        """A floor as bytes, written while others have their turns."""
        async with self._writing:
            if self._written[0] != floor.version:
                self._written = floor.version, await in_turns(floor.writing())
            return self._written[1]

    async def metrics(self, request: web.Request) -> web.Response:
        """The floor and the worker's own figures, in the format that the scraper asks for."""
        accepted, packings = (
            ",".join(request.headers.getall(name, [])) for name in (hdrs.ACCEPT, hdrs.ACCEPT_ENCODING)
        )
        latest = await self._exposition.settle()
        # What is read is read at one instant; writing it out takes long enough to let others have their turns.
        encoding = self._exposition.scrape(accepted, latest)
        kind = encoding.content_type
        headers = {"Content-Type": kind, "Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding"}
        body = await in_turns(encoding.writing())
        if body is not None and gzip_accepted(packings):
            headers[hdrs.CONTENT_ENCODING] = "gzip"
            # Packing needs no interpreter.
            body = await asyncio.to_thread(packed, body)
        return web.Response(body=body, headers=headers)
