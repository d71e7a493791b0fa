"""Handshakes that fail are counted and told of, each with its reason."""

import asyncio
import contextlib
import socket
import ssl
from pathlib import Path

from aiohttp import ClientSession
from structlog.testing import capture_logs

from agents.web.security import Guard
from agents.web.server import WebOptions
from tests.shell.alarm_doubles import until
from tests.shell.floor_documents import usual_floor
from tests.shell.own_certificates import Authority
from tests.shell.web_floor import WebFloor


def refused(context: ssl.SSLContext, port: int) -> None:
    """Connect as somebody with whom it cannot come about, and say why, by TLS 1.3 after one's own end of it."""
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        contextlib.suppress(OSError),
        context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped,
    ):
        wrapped.sendall(b"GET /api/floor HTTP/1.1\r\n\r\n")
        wrapped.recv(1)


async def test_a_handshake_that_fails_is_counted_with_its_reason(tmp_path: Path) -> None:
    """A client that does not know our authority, one whose own we do not know, and one that speaks no TLS at all."""
    ours, theirs = Authority(tmp_path, "ours"), Authority(tmp_path, "theirs")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(ours.certificate))
    tls.load_cert_chain(*ours.pair("server"))
    tls.verify_mode = ssl.CERT_OPTIONAL
    well, unknown = (ssl.create_default_context(cafile=str(side.certificate)) for side in (ours, theirs))
    stranger = ssl.create_default_context(cafile=str(ours.certificate))
    stranger.load_cert_chain(*theirs.pair("client"))
    floor = WebFloor()
    floor.publish(usual_floor())
    options = WebOptions(port=0, guard=Guard(tls=tls))
    with capture_logs() as logs:
        async with floor.server(options) as server, ClientSession(server.address) as session:
            async with session.get("/api/floor", ssl=well) as response:
                good = response.status, server.failed_handshakes
            for number, context in enumerate((unknown, stranger), 1):
                await asyncio.to_thread(refused, context, server.port)
                await until(lambda number=number: server.failed_handshakes == number)  # type: ignore[misc]
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET / HTTP/1.1\r\n\r\n")
            await until(lambda: server.failed_handshakes == 3)
            writer.close()

    told = [line["reason"] for line in logs if line["event"] == "handshake_failed"]
    assert (200, 0) == good
    assert ["TLSV1_ALERT_UNKNOWN_CA", "CERTIFICATE_VERIFY_FAILED", "HTTP_REQUEST"] == told
