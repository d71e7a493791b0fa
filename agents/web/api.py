"""The floor for programs: `/api/floor` as one JSON document, `/metrics` as Prometheus reads it."""

import asyncio

from aiohttp import hdrs, web

from agents.metrics.exposition import Exposition
from agents.web.board_state import FloorStore
from agents.web.static_files import matches


class Api:
    """The endpoints that read the same floor as the board does."""

    def __init__(self, store: FloorStore, exposition: Exposition) -> None:
        self._store = store
        self._exposition = exposition

    async def floor(self, request: web.Request) -> web.Response:
        """The latest floor document, byte for byte as it was published; 503 while there is none."""
        latest = self._store.latest
        if latest is None:
            raise web.HTTPServiceUnavailable(text="no floor yet: see /health/ready\n", headers={"Retry-After": "1"})
        etag = f"{latest.published_at}-{latest.version}"
        response = web.Response(content_type="application/json")
        if matches(request, etag):
            response.set_status(304)
        else:
            response.body = latest.encoded
            response.enable_compression()
        response.etag = etag
        response.headers.update({"Cache-Control": "no-store", "Vary": "Accept-Encoding"})
        return response

    async def metrics(self, request: web.Request) -> web.Response:
        """The floor and the worker's own figures, in the format that the scraper asks for."""
        accepted = ",".join(request.headers.getall(hdrs.ACCEPT, []))
        # What is read belongs to the event loop; writing it out takes long enough to be done beside the loop.
        encode = self._exposition.scrape(accepted)
        body = await asyncio.to_thread(encode.body)
        response = web.Response(body=body, headers={"Content-Type": encode.content_type, "Cache-Control": "no-store"})
        response.headers["Vary"] = "Accept, Accept-Encoding"
        response.enable_compression()
        return response
