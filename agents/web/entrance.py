"""Who is let in: by token, by a cookie for browsers, or by a client certificate. Whoever is not learns nothing."""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from agents.web.board_state import WallClock
from agents.web.passes import COOKIE_FOR, Passes
from stream.units import SECOND

ENTER: Final = "/enter"
"""Where a link leads; `?pass=` follows."""
COOKIE: Final = "floorwatch"
OPEN: Final = ("/health/live", "/health/ready", ENTER)
"""Paths that answer everybody: whoever looks after processes has no token."""
STRANGER: Final = web.RequestKey("stranger", bool)
"""Set for those who have shown nothing: an open path tells them yes or no, and not why."""

_ASKED: Final = "a token is asked for here: `Authorization: Bearer …`, or a link of `floorwatch link` in a browser\n"
# The page asks for the board itself: a redirect would belong to whoever showed the link, and no browser sends a
# SameSite=Strict cookie along with what another site has asked for. It asks beside the link: a proxy may serve all of
# this below a path.
_WELCOME: Final = '<!doctype html><html lang="en"><title>floorwatch</title><p><a href="./">floorwatch</a></html>\n'
_NOT_GOOD: Final = "this link is not good, not good any more, or was taken: `floorwatch link` makes another\n"


class Entrance:
    """Asks everybody who comes; with neither `passes` nor `certificates` everybody is let in.

    With both, one of them is enough. `secure` says that the way here is encrypted.
    """

    def __init__(self, passes: Passes | None, wall_ms: WallClock, *, certificates: bool, secure: bool) -> None:
        self._passes = passes
        self._wall_ms = wall_ms
        self._certificates = certificates
        self._secure = secure

    @property
    def is_guarded(self) -> bool:
        """Whether anything is asked for."""
        return self._certificates or self._passes is not None

    def middleware(self) -> Middleware:
        """The check before every handler."""

        @web.middleware
        async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._knows(request):
                request[STRANGER] = True
                if request.path not in OPEN:
                    raise web.HTTPUnauthorized(text=_ASKED, headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
            response = await handler(request)
            if response.content_type == "text/html":
                self._renew(request, response)
            return response

        return let_in

    async def enter(self, request: web.Request) -> web.Response:
        """Take a link and give a cookie for it; 401 for a link that is not good."""
        now_ms = self._wall_ms()
        # Whoever only looks at what a link is, as chats do to show it, does not take it.
        looking = request.method == hdrs.METH_HEAD
        link = request.query.get("pass", "")
        passes = self._passes
        if passes is None or not (passes.admit("link", link, now_ms) if looking else passes.take(link, now_ms)):
            raise web.HTTPUnauthorized(text=_NOT_GOOD, headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
        response = web.Response(text=_WELCOME, content_type="text/html")
        response.headers.update({"Refresh": "0; url=./", hdrs.CACHE_CONTROL: "no-store"})
        if not looking:
            self._give_cookie(response, passes, now_ms)
        return response

    def _knows(self, request: web.Request) -> bool:
        if not self.is_guarded:
            return True
        transport = request.transport
        if self._certificates and transport is not None and transport.get_extra_info("peercert"):
            return True
        if self._passes is None:
            return False
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        if scheme.lower() == "bearer" and self._passes.know(token.strip()):
            return True
        return self._passes.admit("cookie", request.cookies.get(COOKIE, ""), self._wall_ms())

    def _give_cookie(self, response: web.StreamResponse, passes: Passes, now_ms: int) -> None:
        cookie = passes.make("cookie", now_ms)
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=COOKIE_FOR // SECOND,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._secure,
        )

    def _renew(self, request: web.Request, response: web.StreamResponse) -> None:
        """Replace a cookie that is a day old when its page is loaded."""
        now_ms = self._wall_ms()
        if self._passes is not None and self._passes.is_worn(request.cookies.get(COOKIE, ""), now_ms):
            self._give_cookie(response, self._passes, now_ms)
