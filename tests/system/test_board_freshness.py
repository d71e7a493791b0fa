"""How old the wall board says it is, and how it comes back when the worker was away."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, expect

from agents.web.server import WebOptions
from tests.shell.floor_documents import AS_OF, floor, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import Board, OpenBoard, badge, boards, chromium

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of this file."""
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def open_board(browser: Browser) -> AsyncIterator[OpenBoard]:
    """Boards of this test alone."""
    async with boards(browser) as opened:
        yield opened


async def test_the_longest_wait_goes_on_by_itself_and_stops_with_the_news(open_board: OpenBoard) -> None:
    """Between two floors the wait grows with the clock; when nothing is heard any more it stands."""
    web_floor = WebFloor()
    web_floor.publish(floor({("sales", "voice"): voice(9, 10, waiting=1, longest_wait_ms=30_000)}, as_of=AS_OF + 1_000))
    async with web_floor.server(WebOptions(port=0, beat_every_ms=600_000)) as server:
        board = await open_board(server.address, frozen=True)
        wait = board.page.locator("tbody td.wait .figure")
        await expect(wait).to_have_text("0:30")
        await board.page.clock.run_for(4_000)
        await expect(wait).to_have_text("0:34")
        await board.page.clock.run_for(12_000)
        await badge(board, "STALE")
        await expect(wait).to_have_text("0:30")


async def test_old_figures_are_said_to_be_old_although_the_line_lives(open_board: OpenBoard) -> None:
    """The age is that of the figures: beats do not make an old floor live."""
    web_floor = WebFloor(now_ms=AS_OF + 8_000)
    web_floor.publish(usual_floor())
    async with web_floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address)
        await badge(board, "LATE")
        web_floor.now_ms = AS_OF + 60_000
        await badge(board, "STALE")
        notice = await board.texts("#notices .stale")
        web_floor.publish(usual_floor(as_of=AS_OF + 59_000))
        await badge(board, "LIVE")

    assert ["No data since 17:00:00. What you see is what was."] == notice


async def test_a_floor_that_is_not_there_yet_is_no_data(open_board: OpenBoard) -> None:
    """Before the first floor the board says so, and shows it once it comes."""
    web_floor = WebFloor()
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "NO DATA")
        web_floor.publish(usual_floor())
        await badge(board, "LIVE")


async def test_the_board_survives_a_restart_that_answers_503(open_board: OpenBoard) -> None:
    """A proxy's 503 ends a browser's own reconnecting; the board comes back all the same."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        port = server.port
        board = await open_board(server.address, frozen=True)
        await badge(board, "LIVE")
    refused = await refusing(port)
    await until_seen(board, 503)
    await refused.cleanup()
    again = WebFloor(now_ms=AS_OF + 40_000)
    again.publish(usual_floor(as_of=AS_OF + 39_000))
    async with again.server(WebOptions(port=port)):
        await until_as_of(board, "as of 17:00:39")


async def refusing(port: int) -> web.AppRunner:
    """What a proxy is while the worker restarts: 503 for everything."""

    async def refuse(_request: web.Request) -> web.Response:
        return web.Response(status=503)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


async def until_seen(board: Board, status: int) -> None:
    """Turn the page's clock until its stream has got this status."""
    seen: list[int] = []
    board.page.on("response", lambda response: seen.append(response.status))
    for _ in range(200):
        await board.page.clock.run_for(1_000)
        if status in seen:
            return
    pytest.fail(f"no answer {status}, only {seen}")


async def until_as_of(board: Board, text: str) -> None:
    """Turn the page's clock until the board shows the floor of this instant."""
    for _ in range(200):
        await board.page.clock.run_for(1_000)
        if await board.page.locator("#as-of").inner_text() == text:
            return
    pytest.fail(f"the board never showed {text!r}")
