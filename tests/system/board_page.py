"""A wall board opened in a real browser, for the tests of the board."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, Request, async_playwright, expect

from agents.wall.board import default_board
from agents.wall.boards import Boards
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from tests.shell.floor_documents import AS_OF, incident_floor, usual_floor
from tests.shell.web_floor import WebFloor

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Each window makes two pages for what is typed into its address bar, which take longer than a board. The last switch of
# this name counts: what Playwright leaves out, and a page of this machine could notice, is named again.
LEFT_OUT: Final = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding", "LensOverlay"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("ThirdPartyStoragePartitioning", "MediaRouter", "PreconnectToSearch", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying"),
)
QUIET: Final = (
    f"--disable-features={','.join(LEFT_OUT)}",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
expect.set_options(timeout=30_000)  # as long as Playwright itself waits for everything else
PICTURES: Final = "BOARD_PICTURES"
"""The variable of the environment that names the folder for pictures; without it nobody keeps any."""

SIZES: Final = ((1366, 768), (1920, 1080), (3840, 2160))


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

    async def picture(self, name: str) -> None:
        """Keep a picture where somebody wants to look at it."""
        folder = os.environ.get(PICTURES)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=Path(folder) / f"{name}.png")


OpenBoard = Callable[..., Awaitable[Board]]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, talking to nobody but the test."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            yield running
        finally:
            await running.close()


@asynccontextmanager
async def boards(browser: Browser) -> AsyncIterator[OpenBoard]:
    """Opens boards, each on a page of its own; a frozen one has a clock that only the test turns.

    The browser is where nobody's floor is: it has its own night, and the time zone of this machine is none of its.
    """
    context = await browser.new_context(timezone_id="UTC")

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


async def state(board: Board, word: str) -> None:
    """Wait until the board is `live`, `late` or `stale`, and has drawn it."""
    await expect(board.page.locator(f"html[data-state={word}]")).to_be_attached()
    await expect(board.page.locator("#badge-word")).not_to_have_text("–")


async def badge(board: Board, word: str) -> None:
    """Wait until the badge says this word."""
    await expect(board.page.locator("#badge-word")).to_have_text(word)


async def shown(board: Board) -> None:
    """Wait until there is a floor on the board."""
    await expect(board.page.locator("#as-of")).not_to_be_empty()
    await expect(board.page.locator("tbody tr, #empty:not([hidden])").first).to_be_attached()


def configured(**members: Any) -> Boards:  # noqa: ANN401 - each member of a board has its own type
    """A main board that differs from the usual one in these members."""
    catalogue = standard()
    return Boards(catalogue, default_rules(catalogue), [replace(default_board(catalogue), **members)])


def with_a_past(web: WebFloor) -> WebFloor:
    """The same floor after an hour that began well and got worse, sampled as a worker would."""
    for step in range(180):
        made = usual_floor if step % 60 < 50 - step // 9 else incident_floor
        web.publish(made(as_of=AS_OF - (180 - step) * 20_000))
    return web
