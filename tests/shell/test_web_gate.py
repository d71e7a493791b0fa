"""The port under requests that are none, or too many, too long, too slow: clear answers, and others are served on."""

import asyncio
import logging
import sys
import time
from contextlib import AsyncExitStack

import pytest
from structlog.testing import capture_logs

from agents.web.gate import FIELD_BYTES, FIELDS, LINE_BYTES, GateLimits
from agents.web.server import WebOptions, WebServer
from tests.shell.floor_documents import usual_floor
from tests.shell.raw_http import DEADLINE_S, PLAIN, Connection, connection
from tests.shell.web_floor import WebFloor

HOST = b"Host: localhost\r\n"
MANY = 1_000
LARGE = 20_000_000


def named(path: bytes, *fields: bytes) -> bytes:
    """Write a request."""
    return b"GET %s HTTP/1.1\r\n%s%s\r\n" % (path, HOST, b"".join(field + b"\r\n" for field in fields))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (named(b"/" + b"x" * LINE_BYTES), 414),
        (named(b"/", b"X-Long: " + b"x" * 2 * FIELD_BYTES), 431),
        (named(b"/", b"x" * 2 * FIELD_BYTES + b": long"), 431),
        (named(b"/", *(b"X-%d: x" % number for number in range(FIELDS + 1))), 431),
        (named(b"/", b"Cookie: " + b"x" * 2 * FIELD_BYTES), 431),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n%sContent-Length: x\r\n\r\n" % HOST, 400),
        (b"GET / HTTP/1.1\r\n%sContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" % HOST, 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n%s%s\r\n" % (HOST, HOST), 400),
        (b"GET / HTTP/1.1\r\nHost: \r\n\r\n", 421),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
        (b"GET / HTTP/1.1\r\n%sContent-Length: 999999999999\r\n\r\n" % HOST, 413),
        (b"GET / HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" % HOST, 413),
        (b"POST / HTTP/1.1\r\n%sContent-Length: 999999999999\r\n\r\n" % HOST, 405),
        (b"BREW / HTTP/1.1\r\n%s\r\n" % HOST, 400),
        (b"TRACE / HTTP/1.1\r\n%s\r\n" % HOST, 405),
        (b"CONNECT localhost:80 HTTP/1.1\r\n%s\r\n" % HOST, 405),
        (b"OPTIONS * HTTP/1.1\r\n%s\r\n" % HOST, 405),
    ],
)
async def test_what_is_no_good_request_gets_its_status(
    written: bytes, expected: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer repeats nothing of what was sent and tells nothing of what answers; no log fills with it."""
    caplog.set_level(logging.INFO)
    async with WebFloor().server() as server, connection(server.port) as client:
        await client.send(written)
        status, answer = await client.status(), await answer_of(client)
        alive = await health(server)

    assert expected == status
    assert b"Content-Security-Policy" in answer
    assert not [word for word in (b"xxxx", b"evil", b"nonsense", b"aiohttp", b"Python", b"Traceback") if word in answer]
    assert [] == caplog.records
    assert 200 == alive


async def test_who_speaks_the_first_http_need_name_no_host() -> None:
    """So a load balancer asks for the health of a worker; no browser does, through which a page could read."""
    async with WebFloor().server() as server, connection(server.port) as client:
        await client.send(b"GET /health/live HTTP/1.0\r\n\r\n")
        status = await client.status()

    assert 200 == status


async def answer_of(client: Connection) -> bytes:
    """Return headers and body of an answer with a length."""
    async with asyncio.timeout(DEADLINE_S):
        headers = await client.reader.readuntil(b"\r\n\r\n")
        length = next(line for line in headers.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return headers + await client.reader.readexactly(int(length.partition(b":")[2]))


async def health(server: WebServer) -> int:
    """Ask on a connection of one's own."""
    async with connection(server.port) as client:
        await client.send(PLAIN)
        return await client.status()


@pytest.mark.parametrize(
    "beginning", [b"", b"GET /", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", PLAIN + b"GET /he"]
)
async def test_whoever_does_not_come_to_an_end_is_sent_away(beginning: bytes) -> None:
    """Nothing, half a line, endless headers, half of a second request: a byte now and then buys no time."""
    options = WebOptions(port=0, limits=GateLimits(ask_within_ms=300))
    async with WebFloor().server(options) as server, connection(server.port) as client:
        await client.send(beginning)
        dripping = asyncio.create_task(drip(client))
        try:
            read = await client.rest()
        finally:
            dripping.cancel()
        alive = await health(server)

    assert (PLAIN in beginning) is read.startswith(b"HTTP/1.1 200")
    assert 200 == alive


async def drip(client: Connection) -> None:
    """Send a byte now and then, as slow-loris does."""
    while True:
        await client.send(b"x")
        await asyncio.sleep(0.02)


async def test_a_stream_is_not_sent_away_for_being_silent() -> None:
    """A board asks once and then listens, for longer than a request may take."""
    floor = WebFloor()
    options = WebOptions(port=0, limits=GateLimits(ask_within_ms=100), beat_every_ms=150)
    async with floor.server(options) as server, connection(server.port) as client:
        await client.send(named(b"/events"))
        async with asyncio.timeout(DEADLINE_S):
            for _ in range(4):
                await client.reader.readuntil(b"event: beat")


@pytest.mark.parametrize("asked", [named(b"/events"), named(b"/health/live", b"Expect: 100-continue")])
async def test_whoever_is_gone_before_the_answer_is_no_fault_of_ours(asked: bytes) -> None:
    """A tab that is closed at once, or a scanner of ports, would fill the log with tracebacks."""
    with capture_logs() as logged:
        async with WebFloor().server() as server, connection(server.port) as client:
            client.writer.write(asked)
            client.writer.write_eof()
            await client.rest()
            alive = await health(server)

    assert 200 == alive
    assert [] == logged


async def test_a_fault_of_ours_is_told_by_its_status_and_logged() -> None:
    """With its traceback, and without a word of it to the visitor."""
    floor = WebFloor(health=None)  # type: ignore[arg-type] # a bug
    with capture_logs() as logged:
        async with floor.server() as server, connection(server.port) as client:
            await client.send(PLAIN)
            answer = await client.rest()

    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"NoneType" not in answer
    assert [("request_failed", "/health/live", AttributeError)] == [
        (one["event"], one["path"], type(one["exc_info"])) for one in logged
    ]


async def test_an_address_has_so_many_connections_and_no_more() -> None:
    """The next one is told so at once; one that leaves makes room."""
    options = WebOptions(port=0, limits=GateLimits(connections_per_address=3))
    async with WebFloor().server(options) as server, AsyncExitStack() as held:
        first, *_ = [await held.enter_async_context(connection(server.port)) for _ in range(3)]
        async with connection(server.port) as refused:
            answer = await refused.rest()
        first.writer.close()
        async with asyncio.timeout(DEADLINE_S):
            while await politely(server) != 200:  # noqa: ASYNC110 - the port sets no event
                await asyncio.sleep(0.01)

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 10" in answer
    assert answer.endswith(b"too many connections\n")


async def politely(server: WebServer) -> int:
    """Ask, where being refused is an answer too."""
    try:
        return await health(server)
    except (ConnectionError, IndexError):
        return 503


async def test_a_thousand_connections_leave_the_others_served(capsys: pytest.CaptureFixture[str]) -> None:
    """Idle ones beyond the limits are refused, those within it end by themselves, and a board goes on all the time."""
    floor = WebFloor()
    floor.publish(usual_floor())
    limits = GateLimits(connections=MANY // 2, connections_per_address=MANY // 2, ask_within_ms=2_000)
    async with floor.server(WebOptions(port=0, limits=limits)) as server, AsyncExitStack() as held:
        board = await held.enter_async_context(connection(server.port))
        await board.send(named(b"/events"))
        await board.reader.readuntil(b"event: kpi")
        # All at once: one after the other, the first would have gone before the last come.
        coming = (held.enter_async_context(connection(server.port)) for _ in range(MANY))
        crowd = await asyncio.gather(*coming)
        began = time.perf_counter()
        floor.publish(usual_floor())
        async with asyncio.timeout(DEADLINE_S):
            await board.reader.readuntil(b"event: kpi")
        delay_ms = (time.perf_counter() - began) * 1_000
        ends = await asyncio.gather(*(client.rest() for client in crowd))
        emptied_s = time.perf_counter() - began
        alive = await health(server)

    refused = sum(end.startswith(b"HTTP/1.1 503") for end in ends)
    figures = f"{refused} refused, a floor shown after {delay_ms:.1f} ms, all gone after {emptied_s:.1f} s"
    with capsys.disabled():
        sys.stdout.write(f"\n{MANY} connections: {figures}\n")
    assert 200 == alive
    # On a slow machine the first of the crowd have gone before the last come all the same, and leave them their places.
    assert 0 < refused <= MANY - MANY // 2 + 1


async def test_whoever_takes_no_answer_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large floor that nobody reads is not held for ever: what is read at last ends before the floor does."""
    monkeypatch.setattr("agents.web.gate.TAKE_EVERY", 50)
    floor = WebFloor()
    floor.publish({**usual_floor(), "filler": "x" * LARGE})
    async with floor.server() as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1_000)
        client = Connection(reader, writer)
        await client.send(named(b"/api/floor"))
        status = await client.status()
        async with asyncio.timeout(DEADLINE_S):
            while server.connections:  # noqa: ASYNC110 - the port sets no event
                await asyncio.sleep(0.01)
        read = await client.rest()
        writer.close()

    assert 200 == status
    assert len(read) < LARGE


async def test_whoever_takes_an_answer_slowly_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Being slow is not being gone."""
    # Long enough for the client to have its turn also where both are kept waiting.
    monkeypatch.setattr("agents.web.gate.TAKE_EVERY", 1_500)
    floor = WebFloor()
    floor.publish({**usual_floor(), "filler": "x" * LARGE})
    read = 0
    async with floor.server() as server, connection(server.port) as client, asyncio.timeout(DEADLINE_S):
        await client.send(named(b"/api/floor", b"Connection: close"))
        while part := await client.reader.read(LARGE // 30):
            read += len(part)
            await asyncio.sleep(0.1)

    assert read > LARGE
