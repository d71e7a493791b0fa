"""The wall board in a real browser: what it shows, what it refuses to show, and how it comes back."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, Request, async_playwright, expect

from agents.web.security import CONTENT_SECURITY_POLICY
from agents.web.server import WebOptions
from tests.shell.floor_documents import AS_OF, Sample, Value, floor, incident_floor, usual_floor, voice
from tests.shell.web_floor import WebFloor

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
WITHIN_MS = 20_000
expect.set_options(timeout=WITHIN_MS)
OpenBoard = Callable[..., Awaitable["Board"]]


@dataclass
class Board:
    """A page with the board, and all that it asked for and complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        """Remember an address."""
        self.asked.append(request.url)

    async def texts(self, selector: str) -> list[str]:
        """What the elements say, in the order of the page."""
        return [text.strip() for text in await self.page.locator(selector).all_inner_texts()]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, talking to nobody but the test."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            yield chromium
        finally:
            await chromium.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_board(browser: Browser) -> AsyncIterator[OpenBoard]:
    """Open a board at an address; its clock stands still where the test wants to turn it."""
    context = await browser.new_context()

    async def open_it(address: str, width: int = 1920, height: int = 1080, *, frozen: bool = False) -> Board:
        page = await context.new_page()
        await page.set_viewport_size({"width": width, "height": height})
        board = Board(page)
        page.on("request", board.note)
        page.on("console", lambda message: board.complaints.append(message.text))
        page.on("pageerror", lambda error: board.complaints.append(str(error)))
        if frozen:
            await page.clock.install(time=AS_OF / 1_000)
            await page.clock.pause_at(AS_OF / 1_000 + 60)
        await page.goto(address)
        return board

    yield open_it
    await context.close()


async def badge(board: Board, word: str) -> None:
    """Wait until the badge says this word."""
    await expect(board.page.locator("#badge-word")).to_have_text(word)


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (3840, 2160)])
@pytest.mark.parametrize("made", [usual_floor, incident_floor])
async def test_the_board_fits_its_screen_and_asks_nobody_else(
    open_board: OpenBoard, size: tuple[int, int], made: Callable[..., Value]
) -> None:
    """Nothing to scroll, no figure cut off, no foreign address, no complaint of the browser, on each screen."""
    web_floor = WebFloor()
    web_floor.publish(made(durability="none", partitions={"owned": 1, "total": 4}))
    async with web_floor.server() as server:
        address = server.address
        board = await open_board(address, *size)
        await badge(board, "LIVE")
        too_large = await board.page.evaluate(
            "[...document.querySelectorAll('header, #tiles, table, tbody tr, tbody td, footer')].filter((e) =>"
            " { const box = e.getBoundingClientRect();"
            " return box.bottom > innerHeight || box.right > innerWidth || e.scrollHeight > e.clientHeight + 1; })"
            ".map((e) => e.outerHTML.slice(0, 80))"
        )
        cut_off = await board.page.evaluate(
            "[...document.querySelectorAll('.figure, .unit, .word, h2 .title, th[scope=col]')]"
            ".filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
            ".map((e) => e.textContent)"
        )

    assert ([], []) == (too_large, cut_off)
    assert {address} == {f"{'/'.join(url.split('/')[:3])}/" for url in board.asked}
    assert [] == board.complaints


async def test_queues_stand_worst_first_with_state_and_evidence(open_board: OpenBoard) -> None:
    """Each queue has its state in a word, its share with the numbers behind it, and its place by how bad it is."""
    web_floor = WebFloor()
    web_floor.publish(incident_floor())
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        names, words = await board.texts("tbody .name"), await board.texts("tbody .word")
        shares = await board.texts("tbody td.level")

    assert ["sales", "help", "service"] == names[:3]
    assert ["Critical"] * 3 + ["Watch"] * 3 + ["On goal"] == words
    assert ["11 %", "12 of 111"] == shares[0].split("\n")


async def test_the_level_comes_before_the_share(open_board: OpenBoard) -> None:
    """Three calls of which none was in time say less than twenty of which nine were not."""
    web_floor = WebFloor()
    web_floor.publish(floor({("few", "voice"): voice(0, 3), ("many", "voice"): voice(11, 20)}))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        rows = list(zip(await board.texts("tbody .name"), await board.texts("tbody .word"), strict=True))

    assert [("many", "Critical"), ("few", "Watch")] == rows


async def test_without_evidence_there_is_a_dash(open_board: OpenBoard) -> None:
    """A queue without contacts shows neither nought nor a hundred per cent, and neither does a floor without queues."""
    web_floor = WebFloor()
    web_floor.publish(floor({("orders", "chat"): Sample()}))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        row = await board.texts("tbody td .figure")
        tiles = await board.texts(".tile .figure")
        web_floor.publish(floor({}))
        await expect(board.page.locator("#empty")).to_be_visible()
        empty = await board.texts(".tile .figure")

    # Service level, waiting, longest wait, abandoned, handle time, response, overdue.
    assert ["–", "0", "–", "–", "–", "–", "0"] == row
    assert ["0", "–", "–", "–", "–", "0"] == tiles == empty


async def test_nearly_all_is_not_all(open_board: OpenBoard) -> None:
    """999 of 1000 is 99 % and 1 of 1000 abandoned is 1 %: rounding claims nothing."""
    web_floor = WebFloor()
    web_floor.publish(floor({("sales", "voice"): voice(999, 999, abandoned=1)}))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        shown = [(await board.texts(f"tbody td.{name} .figure"))[0] for name in ("level", "abandoned")]

    assert ["99 %", "1 %"] == shown


async def test_many_queues_show_the_worst_and_count_the_rest(open_board: OpenBoard) -> None:
    """Twenty-four queues are seven rows and a line, and the line tells how the others are."""
    web_floor = WebFloor()
    queues = {(f"queue {n:02d}", "voice"): voice(20 + n, 44) for n in range(24)}
    web_floor.publish(floor(queues))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        names, rest = await board.texts("tbody .name"), await board.texts("#rest")

    assert [f"queue {n:02d}" for n in range(7)] == names
    assert ["and 17 more: 9 watch, 8 on goal"] == rest


async def test_the_name_of_a_queue_is_only_text(open_board: OpenBoard) -> None:
    """A queue named like a script is shown as that name and runs nothing."""
    name = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    web_floor = WebFloor()
    web_floor.publish(floor({(name, "voice"): voice(1, 20)}, floor={"name": name, "time_zone": "nowhere/at_all"}))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        shown = await board.page.locator("tbody .name").text_content()
        title = await board.page.locator("#floor-name").text_content()

    assert (name, name, []) == (shown, title, board.complaints)


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
        return web.Response(status=503, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})

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


@pytest.mark.parametrize(
    ("members", "notice"),
    [
        ({"durability": "none"}, "A restart forgets: this broker has no transactions."),
        ({"partitions": {"owned": 1, "total": 4}}, "Partial floor: 1 of 4 partitions."),
        ({"clock": {"mode": "wall", "stale": True}}, "Kafka cannot be read. The figures stand still since 17:00:00."),
        ({"queues_full": True}, "Too many queues: the rest is counted as “other”."),
        ({"clock": {"mode": "events"}}, "A recording of 15 Jan 2027."),
    ],
)
async def test_what_limits_the_floor_is_said(open_board: OpenBoard, members: dict[str, Any], notice: str) -> None:
    """A floor that forgets, is partial, stands still, is full or is a recording says so in a line."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor(**members))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")

        assert [notice] == await board.texts("#notices p")


async def test_the_quality_of_the_events_is_shown(open_board: OpenBoard) -> None:
    """One line tells of duplicates, late and rejected events by reason."""
    web_floor = WebFloor()
    web_floor.publish(usual_floor())
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        (line,) = await board.texts("#quality")

    assert line.startswith("51,203 events · 41 duplicates · 3 late · 2 rejected (bad_time 2) · 0 impossible times")


async def test_a_board_may_be_light_and_show_the_day(open_board: OpenBoard) -> None:
    """`?theme=light&window=today` does what it says."""
    web_floor = WebFloor()
    document = usual_floor()
    for part in document["slices"]:
        part["kpis"]["service_level"] = {**part["kpis"]["service_level"], "today": None}
    web_floor.publish(document)
    async with web_floor.server() as server:
        board = await open_board(f"{server.address}?theme=light&window=today")
        await badge(board, "LIVE")
        ground = await board.page.evaluate("getComputedStyle(document.body).backgroundColor")
        window, levels = await board.texts("#window"), await board.texts("tbody td.level .figure")

    assert ("rgb(238, 241, 246)", ["today"]) == (ground, window)
    assert {"–"} == set(levels)
