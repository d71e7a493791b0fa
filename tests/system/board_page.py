"""A wall board opened in a real browser, for the tests of the board."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, Request, async_playwright, expect

from tests.shell.floor_documents import AS_OF

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
    """Opens boards, each on a page of its own; a frozen one has a clock that only the test turns."""
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
    await expect(board.page.locator("#badge-word")).to_have_text(word, timeout=WITHIN_MS)
