"""What every answer carries so that a browser does nothing with it but show it, and who is not answered at all."""

import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from aiohttp import HttpVersion10, hdrs, web
from aiohttp.typedefs import Handler, Middleware
from pydantic import SecretStr

from agents.web.hosts import HostNames
from agents.web.rates import Rates

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "floorwatch",
}
READING: Final = (hdrs.METH_GET, hdrs.METH_HEAD)
HEALTH: Final = "/health/"
BURST_SECONDS: Final = 4
"""So many seconds' worth of requests may come at once: a board with all its files, on several screens."""

Protect: TypeAlias = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

_NOT_HERE: Final = "this name is not served here: add it to FLOORWATCH_ALLOWED_HOSTS\n"
_FOREIGN: Final = "a page of another site may not read this\n"


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked of those who come: a known name in Host, a token, a certificate, patience.

    `requests_per_second` counts for each address; 0 is no limit. `tls` serves over TLS, and where it asks clients for
    certificates, `certificates` lets those in who show one. `frame_ancestors` may show a page of ours within theirs.
    """

    allowed_hosts: tuple[str, ...] = ()
    token: SecretStr | None = None
    tls: ssl.SSLContext | None = None
    certificates: bool = False
    requests_per_second: float = 50.0
    frame_ancestors: tuple[str, ...] = ()


@web.middleware
async def read_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse every method that could ask for a change, whatever the path."""
    if request.method not in READING:
        raise web.HTTPMethodNotAllowed(request.method, READING)
    return await handler(request)


@web.middleware
async def without_body(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is sent along: nothing here reads it. The connection is closed, so that it need not be taken in."""
    if request.body_exists:
        refusal = web.HTTPRequestEntityTooLarge(max_size=0, actual_size=1, text="no body is read here\n")
        refusal.force_close()
        raise refusal
    return await handler(request)


def protecting(guard: Guard) -> Protect:
    """What puts the headers on an answer, errors and streams included."""
    headers = HEADERS
    if guard.frame_ancestors:
        policy = CONTENT_SECURITY_POLICY.removesuffix("'none'") + " ".join(guard.frame_ancestors)
        headers = HEADERS | {"Content-Security-Policy": policy}

    async def protect(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)

    return protect


def middlewares(guard: Guard, host: str) -> Sequence[Middleware]:
    """The checks before the entrance, the cheapest first; `host` is where the server listens."""
    # A bucket that holds less than one request would never let one through.
    burst = max(1.0, guard.requests_per_second * BURST_SECONDS)
    limited = [_patient(Rates(guard.requests_per_second, burst, time.monotonic))]
    return [
        *(limited if guard.requests_per_second else ()),
        read_only,
        _at_home(HostNames((*guard.allowed_hosts, host))),
        without_body,
    ]


def _patient(rates: Rates) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        # Health is cheap, and a probe that is refused would end the process that it looks after.
        if not request.path.startswith(HEALTH) and not rates.allow(request.remote):
            raise web.HTTPTooManyRequests(text="too many requests\n", headers={hdrs.RETRY_AFTER: "1"})
        return await handler(request)

    return check


def _at_home(hosts: HostNames) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        named = request.headers.getall(hdrs.HOST, [])
        # HTTP/1.0 has no Host, as load balancers write it who ask for the health; browsers have spoken 1.1 for ever.
        if len(named) != 1 and (named or request.version != HttpVersion10):
            raise web.HTTPBadRequest(text="one Host, please\n")
        if named and not hosts.know(named[0]):
            raise web.HTTPMisdirectedRequest(text=_NOT_HERE)
        if _is_foreign(request, hosts):
            raise web.HTTPForbidden(text=_FOREIGN)
        return await handler(request)

    return check


def _is_foreign(request: web.Request, hosts: HostNames) -> bool:
    """Whether a page of another site asks; following a link from there is nothing to refuse."""
    origins: list[Any] = request.headers.getall(hdrs.ORIGIN, [])
    if any(not hosts.know_origin(origin) for origin in origins):
        return True
    cross = request.headers.get("Sec-Fetch-Site") == "cross-site"
    return cross and request.headers.get("Sec-Fetch-Mode") != "navigate"
