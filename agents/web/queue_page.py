"""The supervisor's page of one queue and the document behind it."""

from typing import Final

import orjson
from aiohttp import web

from agents.inspector import Inspector, NoFloorError, UnknownQueueError
from agents.web.health import HealthCheck
from agents.web.static_files import StaticFiles, answer

PAGE: Final = "queue.html"
BUILD: Final = "Floorwatch-Build"
"""The header that tells a page which edition of it there is now."""


class QueuePages:
    """`/queue/NAME` and `/api/queue/NAME`, both with `?channel=` where a queue is on several."""

    def __init__(self, inspector: Inspector, files: StaticFiles, health: HealthCheck) -> None:
        self._inspector = inspector
        self._files = files
        self._health = health

    def routes(self) -> list[web.RouteDef]:
        """Both paths."""
        # By itself aiohttp takes no name with a brace in it.
        return [web.get("/queue/{name:[^/]+}", self.page), web.get("/api/queue/{name:[^/]+}", self.document)]

    async def page(self, request: web.Request) -> web.Response:
        """The page. Of a queue that there is not it says so, with the status 404; of one that is not known yet, 200."""
        response = answer(request, self._files.page(PAGE, {'data-build=""': f'data-build="{self._files.build}"'}))
        try:
            self._inspector.place(*_asked(request))
        except UnknownQueueError:
            if response.status != web.HTTPNotModified.status_code:
                response.set_status(web.HTTPNotFound.status_code)
        except NoFloorError:
            pass
        return response

    async def document(self, request: web.Request) -> web.Response:
        """The document; 404 with the queues there are, or 503 with the reason, each as JSON."""
        try:
            place = self._inspector.place(*_asked(request))
            body = await self._inspector.document(place)
        except UnknownQueueError as unknown:
            choices = [{"queue": queue, "channel": channel} for queue, channel in unknown.choices]
            return _answer(404, {"error": str(unknown), "queues": choices})
        except NoFloorError:
            health = self._health()
            reason = "no floor yet" if health.ready else health.ready_reason
            return _answer(503, {"error": reason})
        response = _answer(200, body)
        response.enable_compression()
        response.headers.update({"Vary": "Accept-Encoding", BUILD: self._files.build})
        return response


def _asked(request: web.Request) -> tuple[str, str | None]:
    return request.match_info["name"], request.query.get("channel")


def _answer(status: int, body: bytes | dict[str, object]) -> web.Response:
    headers = {"Cache-Control": "no-store"} | (
        {"Retry-After": "1"} if status == web.HTTPServiceUnavailable.status_code else {}
    )
    encoded = body if isinstance(body, bytes) else orjson.dumps(body)
    return web.Response(status=status, body=encoded, content_type="application/json", headers=headers)
