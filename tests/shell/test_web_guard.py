"""Whose requests are not answered: foreign names and pages, bodies, too many of one address."""

import asyncio

import pytest

from agents.web.security import BURST_SECONDS, CONTENT_SECURITY_POLICY, Guard
from agents.web.server import WebOptions
from tests.shell.floor_documents import usual_floor
from tests.shell.web_floor import WebFloor, served

OPTIONS = WebOptions(port=0, guard=Guard(allowed_hosts=("board.example.org",)))
PATHS = ("/", "/api/floor", "/events", "/metrics", "/health/live", "/nowhere")


@pytest.mark.parametrize("path", PATHS)
async def test_a_name_that_was_made_to_point_here_is_not_served(path: str) -> None:
    """A page under that name would else read everything through the browser of somebody inside."""
    headers = {"Host": "evil.example:8090"}
    async with served(WebFloor(), OPTIONS) as session, session.get(path, headers=headers) as response:
        text = await response.text()

    assert 421 == response.status
    assert "FLOORWATCH_ALLOWED_HOSTS" in text
    assert "evil" not in text


@pytest.mark.parametrize("host", ["localhost", "board.example.org", "10.0.0.7:8090", "[::1]:8090"])
async def test_known_names_and_numbers_are_served(host: str) -> None:
    """Whatever the port: a proxy may have another."""
    async with served(WebFloor(), OPTIONS) as session, session.get("/", headers={"Host": host}) as response:
        assert 200 == response.status


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:8090"}, 200),
        ({"Origin": "https://board.example.org"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    ],
)
async def test_pages_of_other_sites_read_nothing(headers: dict[str, str], expected: int) -> None:
    """Following a link to the board is allowed, taking its figures into another page is not."""
    floor = WebFloor()
    floor.publish(usual_floor())
    async with served(floor, OPTIONS) as session, session.get("/api/floor", headers=headers) as response:
        assert expected == response.status


async def test_sites_that_are_named_may_show_the_board_within_their_pages() -> None:
    """Nobody else, and nobody at all where none is named; all else that the policy says stays."""
    told = []
    for ancestors in ((), ("https://intranet.example.org", "http://signs:8080")):
        options = WebOptions(port=0, guard=Guard(frame_ancestors=ancestors))
        async with served(WebFloor(), options) as session, session.get("/") as response:
            told.append(response.headers["Content-Security-Policy"])

    assert told[0] == CONTENT_SECURITY_POLICY
    assert told[0].endswith("; frame-ancestors 'none'")
    assert told[0].removesuffix("'none'") + "https://intranet.example.org http://signs:8080" == told[1]


@pytest.mark.parametrize("path", PATHS)
async def test_what_is_sent_along_is_refused(path: str) -> None:
    """Nothing reads a body; the connection does not outlive it."""
    async with served(WebFloor(), OPTIONS) as session, session.get(path, data=b"x" * 100_000) as response:
        text = await response.text()

    assert (413, "close", "no body is read here\n") == (response.status, response.headers["Connection"], text)


async def test_too_many_requests_of_one_address_are_put_off() -> None:
    """The burst passes, the next one is 429 with the time to wait, and health is asked as often as one likes."""
    options = WebOptions(port=0, guard=Guard(requests_per_second=0.25 * BURST_SECONDS))
    burst = int(options.guard.requests_per_second * BURST_SECONDS)
    async with served(WebFloor(), options) as session:

        async def status(path: str) -> tuple[int, str | None]:
            async with session.get(path) as response:
                return response.status, response.headers.get("Retry-After")

        pages = await asyncio.gather(*(status("/") for _ in range(burst + 20)))
        healths = await asyncio.gather(*(status("/health/live") for _ in range(20)))

    assert burst <= pages.count((200, None)) < burst + 20
    assert {(200, None), (429, "1")} == set(pages)
    assert {(200, None)} == set(healths)


async def test_a_limit_of_less_than_a_request_in_four_seconds_lets_one_through() -> None:
    """Whoever may ask once in ten seconds may ask once."""
    options = WebOptions(port=0, guard=Guard(requests_per_second=0.1))
    async with served(WebFloor(), options) as session, session.get("/") as first, session.get("/") as second:
        assert (200, 429) == (first.status, second.status)


async def test_without_a_limit_nobody_is_put_off() -> None:
    """0 switches it off."""
    async with served(WebFloor(), WebOptions(port=0, guard=Guard(requests_per_second=0))) as session:
        for _ in range(300):
            async with session.get("/health/live") as health, session.get("/nowhere") as response:
                assert (200, 404) == (health.status, response.status)
