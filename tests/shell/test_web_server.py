"""The HTTP endpoints: what they answer, with which headers, and what they refuse."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator

import orjson
import pytest

from agents.web.board_state import Health
from agents.web.security import CONTENT_SECURITY_POLICY
from agents.web.server import WebOptions
from tests.shell.floor_documents import usual_floor
from tests.shell.floor_doubles import read
from tests.shell.web_floor import WELL, WebFloor, served

RECOVERING = Health(live=True, live_reason="reading", ready=False, ready_reason="recovering")
STUCK = Health(live=False, live_reason="stuck for 3 min", ready=True, ready_reason="serving")
PATHS = ("/", "/static/board.js", "/api/floor", "/metrics", "/health/live", "/health/ready", "/nowhere")


async def test_the_floor_document_is_served_byte_for_byte() -> None:
    """`/api/floor` gives the very bytes that were published."""
    floor = WebFloor()
    floor.publish(usual_floor())

    async with served(floor) as session, session.get("/api/floor") as response:
        body = await response.read()

    assert floor.store.latest is not None
    assert read(floor.store.latest) == body
    assert (200, "application/json", "no-store") == (
        response.status,
        response.content_type,
        response.headers["Cache-Control"],
    )


async def test_a_floor_is_written_once_for_all_who_ask_for_it() -> None:
    """At the same time and later; the next floor is written for itself, and one that nobody asks for is not."""
    floor, written = WebFloor(), Counter[str]()

    def publish(name: str) -> None:
        def writing() -> Iterator[bytes | None]:
            yield None
            written[name] += 1
            yield orjson.dumps(name)

        floor.store.publish(usual_floor(), writing)

    async with served(floor) as session:

        async def asked() -> object:
            async with session.get("/api/floor") as response:
                return orjson.loads(await response.read())

        publish("a")
        first = await asyncio.gather(*(asked() for _ in range(5)))
        later = await asked()
        publish("b")
        publish("c")
        last = await asked()

    assert (["a"] * 5, "a", "c") == (first, later, last)
    assert {"a": 1, "c": 1} == written


async def test_without_a_floor_there_is_no_document() -> None:
    """Before the first floor and after its withdrawal `/api/floor` is 503 and says where to look."""
    floor = WebFloor()

    async with served(floor) as session:
        async with session.get("/api/floor") as before:
            text = await before.text()
        floor.publish(usual_floor())
        floor.store.withdraw()
        async with session.get("/api/floor") as after:
            pass

    assert (503, 503) == (before.status, after.status)
    assert "/health/ready" in text


async def test_a_floor_that_the_reader_has_is_not_sent_again() -> None:
    """The ETag of a floor answers 304 until the next floor comes."""
    floor = WebFloor()
    floor.publish(usual_floor())

    async with served(floor) as session:
        async with session.get("/api/floor") as first:
            known = {"If-None-Match": first.headers["ETag"]}
        async with session.get("/api/floor", headers=known) as same:
            body = await same.read()
        floor.publish(usual_floor())
        async with session.get("/api/floor", headers=known) as newer:
            pass

    assert (200, 304, 200) == (first.status, same.status, newer.status)
    assert b"" == body


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_is_locked_down(path: str) -> None:
    """Pages, figures and errors alike carry the policy that lets a browser run nothing from elsewhere."""
    floor = WebFloor()
    floor.publish(usual_floor())

    async with served(floor) as session, session.get(path) as response:
        pass

    assert CONTENT_SECURITY_POLICY == response.headers["Content-Security-Policy"]
    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "no-referrer" == response.headers["Referrer-Policy"]
    assert "floorwatch" == response.headers["Server"]


@pytest.mark.parametrize("path", [*PATHS, "/events"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_only_reading_is_allowed(path: str, method: str) -> None:
    """Any other method is 405 on any path, a path that does not exist included."""
    async with served(WebFloor()) as session, session.request(method, path) as response:
        pass

    assert (405, {"GET", "HEAD"}) == (response.status, set(response.headers["Allow"].split(",")))


@pytest.mark.parametrize("path", ["/", "/api/floor", "/metrics", "/health/live"])
async def test_head_answers_as_get_without_a_body(path: str) -> None:
    """HEAD is GET for the headers alone."""
    floor = WebFloor()
    floor.publish(usual_floor())

    async with served(floor) as session, session.head(path) as response:
        body = await response.read()

    assert (200, b"") == (response.status, body)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html"),
        ("/static/board.js", "text/javascript"),
        ("/static/board.css", "text/css"),
        ("/static/icons/live.svg", "image/svg+xml"),
    ],
)
async def test_the_files_of_the_board_come_with_their_type_and_are_asked_again(path: str, content_type: str) -> None:
    """A file has its type and a mark by which the browser need not load it twice."""
    async with served(WebFloor()) as session:
        async with session.get(path) as first:
            body = await first.read()
        async with session.get(path, headers={"If-None-Match": first.headers["ETag"]}) as again:
            nothing = await again.read()

    assert (200, content_type, "no-cache") == (first.status, first.content_type, first.headers["Cache-Control"])
    assert len(body) > 100
    assert (304, b"") == (again.status, nothing)


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static//etc/passwd", "/static/"]
)
async def test_nothing_outside_the_boards_files_is_served(path: str) -> None:
    """A path that climbs out of the folder finds nothing."""
    async with served(WebFloor()) as session, session.get(path) as response:
        pass

    assert 404 == response.status


@pytest.mark.parametrize(
    ("path", "question", "health", "expected"),
    [
        ("/health/live", "live", RECOVERING, (200, True, "reading")),
        ("/health/ready", "ready", RECOVERING, (503, False, "recovering")),
        ("/health/live", "live", STUCK, (503, False, "stuck for 3 min")),
        ("/health/ready", "ready", WELL, (200, True, WELL.ready_reason)),
    ],
)
async def test_health_says_yes_or_no_with_the_reason(
    path: str, question: str, health: Health, expected: tuple[int, bool, str]
) -> None:
    """The status is for machines and the reason for people, each question with its own."""
    async with served(WebFloor(health=health)) as session, session.get(path) as response:
        answer = orjson.loads(await response.read())

    assert expected == (response.status, answer[question], answer["reason"])


async def test_the_address_names_the_port_that_was_found() -> None:
    """Port 0 takes any; the address tells which, and loopback is the default."""
    async with WebFloor().server() as server:
        assert f"http://127.0.0.1:{server.port}/" == server.address
        assert 0 != server.port


async def test_a_taken_port_is_an_error_that_leaves_nothing_open() -> None:
    """Starting on a port in use raises, and stopping afterwards is harmless."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = WebFloor().server(WebOptions(port=taken.getsockname()[1]))
        with pytest.raises(OSError, match="address already in use"):
            await server.start()
        await server.stop()


async def test_a_stopped_server_frees_its_port() -> None:
    """The same port can be taken again at once."""
    floor = WebFloor()
    async with floor.server() as server:
        port = server.port
    async with WebFloor().server(WebOptions(port=port)) as again:
        assert port == again.port
