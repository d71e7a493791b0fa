"""Who is let in where a token is asked for, and what everybody else learns: nothing."""

import re

import aiohttp
import orjson
import pytest
from pydantic import SecretStr

from agents.web.board_state import Health
from agents.web.passes import COOKIE_FOR, LINK_FOR, RENEW_AFTER, Passes
from agents.web.security import Guard
from agents.web.server import WebOptions
from tests.shell.floor_documents import usual_floor
from tests.shell.web_floor import WebFloor, next_event, served

TOKEN = "correct-horse-battery"
OPTIONS = WebOptions(port=0, guard=Guard(token=SecretStr(TOKEN)))
CLOSED = ("/", "/static/board.js", "/api/floor", "/events", "/metrics", "/nowhere", "/health", "/health/../api/floor")
WRONG: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Bearer wrong"},
    {"Authorization": f"Basic {TOKEN}"},
    {"Authorization": TOKEN},
    {"Authorization": "Bearer"},
    {"Cookie": "floorwatch=nonsense"},
    {"Cookie": f"floorwatch={TOKEN}"},
)
SECRETIVE = Health(live=True, live_reason="running", ready=False, ready_reason="Kafka at kafka-7:9092 is away")


@pytest.fixture
def floor() -> WebFloor:
    """Return a floor with something to read."""
    floor = WebFloor(health=SECRETIVE)
    floor.publish(usual_floor())
    return floor


def link_of(floor: WebFloor) -> str:
    """Return where a link leads that was made just now."""
    return f"/enter?pass={Passes(TOKEN).make('link', floor.now_ms)}"


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("headers", WRONG)
async def test_without_the_token_there_is_one_answer(floor: WebFloor, path: str, headers: dict[str, str]) -> None:
    """Paths that exist and paths that do not give the same 401, which tells of no floor, queue or token."""
    async with served(floor, OPTIONS) as session, session.get(path, headers=headers) as response:
        text = await response.text()

    assert (401, "Bearer") == (response.status, response.headers["WWW-Authenticate"])
    assert text.startswith("a token is asked for here")
    assert "Set-Cookie" not in response.headers
    assert not {"sales", "kafka", TOKEN, "aiohttp", "Python"} & set(re.findall(r"[\w-]+", text + str(response.headers)))


@pytest.mark.parametrize("path", ["/", "/static/board.js", "/api/floor", "/metrics"])
async def test_the_token_lets_in(floor: WebFloor, path: str) -> None:
    """As Prometheus and scripts send it; the scheme's name may be written in any case."""
    async with served(floor, OPTIONS) as session:
        for scheme in ("Bearer", "bearer"):
            async with session.get(path, headers={"Authorization": f"{scheme} {TOKEN}"}) as response:
                assert 200 == response.status


async def test_health_says_yes_or_no_to_everybody_and_why_to_some(floor: WebFloor) -> None:
    """A probe has no token; names of servers are not for strangers."""
    async with served(floor, OPTIONS) as session:
        async with session.get("/health/ready") as stranger:
            told = orjson.loads(await stranger.read())
        async with session.get("/health/ready", headers={"Authorization": f"Bearer {TOKEN}"}) as known:
            told_more = orjson.loads(await known.read())

    assert (503, {"ready": False}) == (stranger.status, told)
    assert (503, {"ready": False, "reason": SECRETIVE.ready_reason}) == (known.status, told_more)


async def test_a_link_gives_a_browser_a_cookie(floor: WebFloor) -> None:
    """The page that it leads to asks for the board, and the board's stream then opens."""
    async with served(floor, OPTIONS) as session:
        async with session.get(link_of(floor)) as response:
            cookie = response.headers["Set-Cookie"]
        shown = {"Cookie": cookie.partition(";")[0]}
        async with session.get("/", headers=shown) as board, session.get("/events", headers=shown) as stream:
            name, _ = await next_event(stream, "kpi")

    assert (200, "0; url=./", "no-store") == (
        response.status,
        response.headers["Refresh"],
        response.headers["Cache-Control"],
    )
    assert {"HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={COOKIE_FOR // 1000}"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    assert (200, "kpi") == (board.status, name)


async def test_a_link_is_good_once_and_not_for_long(floor: WebFloor) -> None:
    """The second browser, and the late one, get nothing."""
    async with served(floor, OPTIONS) as session:
        link, other = link_of(floor), link_of(floor)
        statuses = [await status(session, link), await status(session, link)]
        floor.now_ms += LINK_FOR
        statuses += [
            await status(session, other),
            await status(session, "/enter"),
            await status(session, "/enter?pass=x"),
        ]

    assert [200, 401, 401, 401, 401] == statuses


async def test_looking_at_a_link_does_not_take_it(floor: WebFloor) -> None:
    """A chat that asks for the headers of what it shows leaves the link good, and gets no cookie."""
    async with served(floor, OPTIONS) as session:
        link = link_of(floor)
        async with session.head(link) as looked:
            pass
        taken = await status(session, link)

    assert (200, 200) == (looked.status, taken)
    assert "Set-Cookie" not in looked.headers


async def status(session: aiohttp.ClientSession, path: str) -> int:
    """Return the status of one answer."""
    async with session.get(path) as response:
        return response.status


@pytest.mark.parametrize(
    ("age_ms", "renewed"), [(0, False), (RENEW_AFTER, False), (RENEW_AFTER + 1, True), (COOKIE_FOR, False)]
)
async def test_a_cookie_is_renewed_while_its_page_is_loaded(floor: WebFloor, age_ms: int, *, renewed: bool) -> None:
    """A screen that reloads each night stays let in; one that was off for a month does not."""
    headers = {"Cookie": f"floorwatch={Passes(TOKEN).make('cookie', floor.now_ms)}"}
    floor.now_ms += age_ms
    async with served(floor, OPTIONS) as session, session.get("/", headers=headers) as response:
        pass

    assert (401 if age_ms == COOKIE_FOR else 200, renewed) == (response.status, "Set-Cookie" in response.headers)


async def test_where_no_token_is_asked_for_there_is_nothing_to_enter(floor: WebFloor) -> None:
    """The default on one's own machine."""
    async with served(floor) as session:
        assert 404 == await status(session, link_of(floor))
        assert 200 == await status(session, "/api/floor")


async def test_metrics_have_a_port_of_their_own(floor: WebFloor) -> None:
    """They are served there and nowhere else, under the same token, with the health besides and no board."""
    options = WebOptions(port=0, guard=OPTIONS.guard, metrics_port=0)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with floor.server(options) as server, aiohttp.ClientSession(headers=headers) as session:
        board, metrics = server.address, server.metrics_address.removesuffix("metrics")
        found = {
            (name, path): await status(session, root + path)
            for name, root in (("board", board), ("metrics", metrics))
            for path in ("metrics", "api/floor", "", "health/live")
        }
        async with aiohttp.ClientSession() as stranger:
            refused = await status(stranger, server.metrics_address)

    assert board != metrics
    assert {
        ("board", "metrics"): 404,
        ("board", "api/floor"): 200,
        ("board", ""): 200,
        ("board", "health/live"): 200,
        ("metrics", "metrics"): 200,
        ("metrics", "api/floor"): 404,
        ("metrics", ""): 404,
        ("metrics", "health/live"): 200,
    } == found
    assert 401 == refused
