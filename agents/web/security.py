"""What every answer carries so that a browser does nothing with it but show it."""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

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


@web.middleware
async def read_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse every method that could ask for a change, whatever the path."""
    if request.method not in READING:
        raise web.HTTPMethodNotAllowed(request.method, READING)
    return await handler(request)


async def protect(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer, errors and streams included."""
    response.headers.update(HEADERS)
