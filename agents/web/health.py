"""`/health/live` and `/health/ready`: a status for machines, the reason in words for people."""

from collections.abc import Callable
from typing import TypeAlias

import orjson
from aiohttp import web

from agents.web.board_state import Health

HealthCheck: TypeAlias = Callable[[], Health]


class HealthPages:
    """Both endpoints. 200 is yes and 503 is no; the body says why in either case."""

    def __init__(self, check: HealthCheck) -> None:
        self._check = check

    async def live(self, _request: web.Request) -> web.Response:
        """No: restart the process."""
        health = self._check()
        return _answer("live", health.live, health.live_reason)

    async def ready(self, _request: web.Request) -> web.Response:
        """No: do not show this worker's floor to anybody yet."""
        health = self._check()
        return _answer("ready", health.ready, health.ready_reason)


def _answer(question: str, yes: bool, reason: str) -> web.Response:  # noqa: FBT001 - the answer itself
    status = 200 if yes else 503
    body = orjson.dumps({question: yes, "reason": reason}) + b"\n"
    headers = {"Cache-Control": "no-store"}
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)
