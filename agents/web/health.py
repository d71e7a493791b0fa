"""`/health/live` and `/health/ready`: a status for machines, the reason in words for people who are let in."""

from collections.abc import Callable
from typing import TypeAlias

import orjson
from aiohttp import web

from agents.web.board_state import Health
from agents.web.entrance import STRANGER

HealthCheck: TypeAlias = Callable[[], Health]


class HealthPages:
    """Both endpoints. 200 is yes and 503 is no; the body says why in either case.

    Where a token is asked for, whoever shows none is told the status alone: reasons name servers, files and queues.
    """

    def __init__(self, check: HealthCheck) -> None:
        self._check = check

    async def live(self, request: web.Request) -> web.Response:
        """No: restart the process."""
        health = self._check()
        return _answer(request, "live", health.live, health.live_reason)

    async def ready(self, request: web.Request) -> web.Response:
        """No: do not show this worker's floor to anybody yet."""
        health = self._check()
        return _answer(request, "ready", health.ready, health.ready_reason)


def _answer(request: web.Request, question: str, yes: bool, reason: str) -> web.Response:  # noqa: FBT001 - the answer itself
    status = 200 if yes else 503
    told = {question: yes} if request.get(STRANGER) else {question: yes, "reason": reason}
    headers = {"Cache-Control": "no-store"}
    return web.Response(
        status=status, body=orjson.dumps(told) + b"\n", content_type="application/json", headers=headers
    )
