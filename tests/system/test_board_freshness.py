"""How old the wall board says it is, and how it comes back when the worker was away."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler
from playwright.async_api import expect

from agents.web.server import WebOptions
from stream.units import HOUR, format_instant
from tests.shell.floor_documents import AS_OF, floor, usual_floor, voice
from tests.shell.one_floor import busy
from tests.shell.web_floor import WebFloor
from tests.system.board_page import Board, OpenBoard, badge, shown, state

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

SLEPT = "() => { const awake = Date.now; Date.now = () => awake() + 3 * 3600000; }"
"""The time of day has gone on, and nothing else."""


async def test_the_longest_wait_goes_on_by_itself_and_stops_with_the_news(open_board: OpenBoard) -> None:
    """Between two floors the waits of tile and row grow with the clock; when nothing is heard any more they stand."""
    web_floor = WebFloor()
    web_floor.publish(floor({("sales", "voice"): voice(9, 10, waiting=1, longest_wait_ms=30_000)}, as_of=AS_OF + 1_000))
    async with web_floor.server(WebOptions(port=0, beat_every_ms=600_000)) as server:
        board = await open_board(server.address, frozen=True)
        row, tile = board.page.locator("tbody td:nth-child(3) .figure"), board.page.locator(".tile .digits").nth(1)
        for ticked, text in ((0, "0:30"), (4_000, "0:34"), (12_000, "0:30")):
            await board.page.clock.run_for(ticked)
            await expect(row).to_have_text(text)
            await expect(tile).to_have_text(text)
        await state(board, "stale")


async def test_every_tile_tells_its_age(open_board: OpenBoard) -> None:
    """The age goes on by itself, and is that at the top."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor(as_of=AS_OF + 1_000))
    async with web_floor.server(WebOptions(port=0, beat_every_ms=600_000)) as server:
        board = await open_board(server.address, frozen=True)
        await expect(board.page.locator("#age")).to_have_text("0s")
        await board.page.clock.run_for(4_000)
        ages, top = await board.texts(".tile .age"), await board.texts("#age")

    assert (["4s"] * 6, ["4s"]) == (ages, top)


async def test_old_figures_are_said_to_be_old_although_the_line_lives(open_board: OpenBoard) -> None:
    """The age is that of the figures: beats do not make an old floor live. A source may be set to tell late."""
    web_floor = WebFloor(now_ms=AS_OF + 8_000)
    web_floor.publish(usual_floor())
    async with web_floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address)
        await state(board, "late")
        await board.picture("late")
        web_floor.now_ms = AS_OF + 60_000
        await state(board, "stale")
        notice = await board.texts("#notices .stale")
        web_floor.now_ms = AS_OF + 24 * HOUR
        another_day = board.page.locator("#notices .stale", has_text=", 17:00:00")
        await another_day.wait_for()
        dated = await another_day.text_content()
        late = {"mode": "wall", "stale": False, "delay_ms": HOUR}
        web_floor.publish(usual_floor(as_of=AS_OF + 23 * HOUR, clock=late))
        await state(board, "live")
        web_floor.publish(usual_floor(as_of=AS_OF + 23 * HOUR))
        await state(board, "stale")
        web_floor.publish(usual_floor(as_of=AS_OF + 24 * HOUR))
        await state(board, "live")

    assert ["No data since 17:00:00"] == notice
    assert f"No data since {datetime.fromtimestamp(AS_OF / 1000, UTC):%b %-d, %Y}, 17:00:00" == dated


async def test_a_floor_is_not_late_because_the_workers_clock_was_put_back(open_board: OpenBoard) -> None:
    """Where a floor comes every second there are no beats: the floors tell what time it is then."""
    web_floor = WebFloor(now_ms=AS_OF + 10_000)
    web_floor.publish(usual_floor(as_of=AS_OF + 9_900))
    async with web_floor.server(WebOptions(port=0, beat_every_ms=600_000)) as server:
        board = await open_board(server.address, frozen=True)
        await until_as_of(board, "as of 17:00:09")
        web_floor.now_ms = AS_OF + 2_000
        web_floor.publish(usual_floor(as_of=AS_OF + 1_900))
        await until_as_of(board, "as of 17:00:01")
        await state(board, "live")


async def test_a_machine_that_has_slept_knows_it(open_board: OpenBoard) -> None:
    """A page's own clock stands still meanwhile: what was live three hours ago is not live on waking."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server(WebOptions(port=0, beat_every_ms=600_000)) as server:
        board = await open_board(server.address, frozen=True)
        await until_as_of(board, "as of 17:00:00")
        web_floor.now_ms = AS_OF + 3 * HOUR
        await board.page.evaluate(SLEPT)
        await board.page.clock.run_for(600)
        woken = await board.texts("#age, #badge-word")
        web_floor.publish(usual_floor(as_of=AS_OF + 3 * HOUR))
        await until_as_of(board, "as of 20:00:00")
        await state(board, "live")

    assert ["STALE", "3h"] == woken


async def test_the_page_of_a_queue_on_a_machine_that_has_slept_knows_it(open_board: OpenBoard) -> None:
    """Until it has asked again, its figures are three hours old."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await open_board(f"{server.address}queue/sales?channel=voice", frozen=True)
        await state(page, "live")
        await page.page.evaluate(SLEPT)
        await page.page.clock.run_for(1_000)
        woken = await page.texts("#age, #badge-word")

    assert ["STALE", "3 h old"] == woken


async def test_a_trend_has_a_gap_where_nothing_was_known(open_board: OpenBoard) -> None:
    """Ten minutes without Kafka, and a KPI without a value for one sample: no line leads across either."""
    web_floor = WebFloor()
    async with web_floor.server() as server:
        for step in (*range(60), *range(90, 120)):
            made = floor({("sales", "voice"): voice(0, 0)}) if step == 100 else usual_floor
            web_floor.publish(
                {**(made if isinstance(made, dict) else made()), "as_of": format_instant(AS_OF + step * 20_000)}
            )
        board = await open_board(server.address)
        line = board.page.locator(".tile").nth(2).locator(".spark .line")
        await expect(line).not_to_have_attribute("d", "")
        drawn = await line.get_attribute("d") or ""

    assert [60, 10, 19] == [piece.count("L") + 1 for piece in drawn[1:].split("M")]


async def test_a_floor_that_is_not_there_yet_is_no_data(open_board: OpenBoard) -> None:
    """Before the first floor the board says so, and shows it once it comes."""
    web_floor = WebFloor()
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "NO DATA")
        await expect(board.page.locator("#notices .stale")).to_have_text("The worker has no floor to show yet.")
        await board.picture("no-data")
        before = await board.texts("#clock")
        web_floor.publish(usual_floor())
        await state(board, "live")
        await expect(board.page.locator("#clock")).to_contain_text("17:00:")

    # Nobody has said yet in which time zone the floor is, and this browser's may be another.
    assert [""] == before


async def test_the_board_survives_a_restart_that_answers_503(open_board: OpenBoard) -> None:
    """A proxy's 503 ends a browser's own reconnecting; the board comes back all the same."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        port = server.port
        board = await open_board(server.address, frozen=True)
        await shown(board)
    refused = await answering(port, refuse)
    await until_seen(board, 503)
    await refused.cleanup()
    await comes_back(board, port)


async def test_the_board_survives_a_worker_that_hangs(open_board: OpenBoard) -> None:
    """A connection on which nothing comes any more is given up, and another one is made."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        port = server.port
        board = await open_board(server.address, frozen=True)
        await shown(board)
    hung = await answering(port, hang)
    await until_seen(board, 200)
    await until_state(board, "stale")
    await hung.cleanup()
    await comes_back(board, port)


async def test_the_board_survives_a_worker_that_is_gone_for_a_while(open_board: OpenBoard) -> None:
    """Nobody listens, then somebody does again."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        port = server.port
        board = await open_board(server.address, frozen=True)
        await shown(board)
    await until_state(board, "stale")
    await comes_back(board, port)


async def test_a_board_that_is_refused_says_why(open_board: OpenBoard) -> None:
    """What the worker answers instead of figures stands on the board."""
    async with WebFloor().server(WebOptions(port=0, clients_limit=0)) as server:
        board = await open_board(server.address, frozen=True)
        await until_noticed(board, "too many boards")

        assert ["too many boards"] == await board.texts("#notices p")


async def test_a_page_that_got_no_modules_is_loaded_again(open_board: OpenBoard) -> None:
    """A worker that restarts while the page loads leaves no dead board."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        # The page itself comes, and what it needs does not: once.
        board = await open_board(f"{server.address}health/live", frozen=True)
        await board.page.route("**/static/*.js", lambda route: route.fulfill(status=503), times=2)
        await board.page.route("**/static/boot.js", lambda route: route.continue_())
        await board.page.goto(server.address)
        await board.page.unroute("**/static/*.js")
        await until_as_of(board, "as of 17:00:00")


async def comes_back(board: Board, port: int) -> None:
    """A worker is there again on this port, with a newer floor, and the board shows it."""
    again = WebFloor(now_ms=AS_OF + 40_000)
    again.publish(usual_floor(as_of=AS_OF + 39_000))
    async with again.server(WebOptions(port=port)):
        await until_as_of(board, "as of 17:00:39")


async def refuse(_request: web.Request) -> web.StreamResponse:
    """What a proxy says while the worker restarts."""
    return web.Response(status=503)


async def hang(request: web.Request) -> web.StreamResponse:
    """A stream that begins and never says anything."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    while True:
        # A comment keeps the connection open, and the page cannot see it.
        await response.write(b": nothing\n\n")
        await asyncio.sleep(0.05)


async def answering(port: int, handler: Handler) -> web.AppRunner:
    """A server that answers everything in this way."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
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


async def until_state(board: Board, word: str) -> None:
    """Turn the page's clock until the board is in this state."""
    for _ in range(200):
        await board.page.clock.run_for(1_000)
        if await board.page.locator(f"html[data-state={word}]").count():
            return
    pytest.fail(f"the board never was {word}")


async def until_noticed(board: Board, text: str) -> None:
    """Turn the page's clock until the board says this above its figures."""
    for _ in range(200):
        await board.page.clock.run_for(1_000)
        if text in await board.texts("#notices p"):
            return
    pytest.fail(f"the board never said {text!r}")


async def until_as_of(board: Board, text: str) -> None:
    """Turn the page's clock until the board shows the floor of this instant."""
    for _ in range(200):
        await board.page.clock.run_for(1_000)
        found = board.page.locator("#as-of")
        if await found.count() and await found.inner_text() == text:
            return
    pytest.fail(f"the board never showed {text!r}")
