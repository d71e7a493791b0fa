"""A real browser where a token is asked for: a link lets it in, from wherever it was shown, and the stream follows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Page, expect
from pydantic import SecretStr

from agents.clock import now_ms
from agents.web.passes import Passes
from agents.web.security import Guard
from agents.web.server import WebOptions
from tests.shell.floor_documents import usual_floor
from tests.shell.web_floor import WebFloor
from tests.system.board_page import chromium

pytestmark = pytest.mark.system

TOKEN = "correct-horse-battery"
OPTIONS = WebOptions(port=0, guard=Guard(token=SecretStr(TOKEN)))


@asynccontextmanager
async def page_of_another_site(link: str) -> AsyncIterator[str]:
    """Serve a page with a link, as a chat or a mail would show it; `localhost` and 127.0.0.1 are two sites."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=f'<a id="link" href="{link}">board</a>', content_type="text/html")

    application = web.Application()
    application.add_routes([web.get("/", show)])
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://localhost:{site.port}/"
    finally:
        await runner.cleanup()


async def rows(page: Page) -> None:
    """Wait until the board shows queues, which come by its stream."""
    await expect(page.locator("#rows tr").first).to_be_visible()


async def test_a_link_lets_a_browser_in() -> None:
    """Before it nothing is shown; after it the board is, also when it is loaded again; no script sees the cookie."""
    floor = WebFloor(now_ms=now_ms())
    floor.publish(usual_floor(as_of=floor.now_ms))
    async with floor.server(OPTIONS) as server, chromium() as browser:
        link = f"{server.address}enter?pass={Passes(TOKEN).make('link', floor.now_ms)}"
        page = await browser.new_page()
        refused = await page.goto(server.address)
        async with page_of_another_site(link) as elsewhere:
            await page.goto(elsewhere)
            await page.click("#link")
            await page.wait_for_url(server.address)
            await rows(page)
        await page.reload()
        await rows(page)
        seen = await page.evaluate("document.cookie")
        held = await page.context.cookies()
        stranger = await browser.new_page()
        second = await stranger.goto(link)

    assert refused is not None
    assert second is not None
    assert (401, 401) == (refused.status, second.status)
    assert "" == seen
    assert [("floorwatch", True, "Strict")] == [(one["name"], one["httpOnly"], one["sameSite"]) for one in held]


@asynccontextmanager
async def below_a_path(address: str) -> AsyncIterator[str]:
    """Serve a floor below `/floor/` of another server, as a proxy of a house does that has one name for everything."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        rest, asked = request.match_info["rest"], {"Cookie": request.headers.get("Cookie", "")}
        async with session.get(f"{address}{rest}", params=request.query, headers=asked) as answer:
            response = web.StreamResponse(status=answer.status)
            for name in {"Content-Type", "Refresh", "Set-Cookie"} & answer.headers.keys():
                response.headers[name] = answer.headers[name]
            await response.prepare(request)
            async for piece in answer.content.iter_any():
                await response.write(piece)
            return response

    application = web.Application()
    application.add_routes([web.get("/floor/{rest:.*}", pass_on)])
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=1)
    # The session goes last: streams that it passes on are open until then.
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            yield f"http://127.0.0.1:{site.port}/floor/"
        finally:
            await runner.cleanup()


async def test_a_link_leads_to_the_board_also_below_a_path() -> None:
    """Not to the front page of whoever serves it there."""
    floor = WebFloor(now_ms=now_ms())
    floor.publish(usual_floor(as_of=floor.now_ms))
    async with floor.server(OPTIONS) as server, below_a_path(server.address) as there, chromium() as browser:
        page = await browser.new_page()
        await page.goto(f"{there}enter?pass={Passes(TOKEN).make('link', floor.now_ms)}")
        await page.wait_for_url(there)

        await rows(page)


async def test_another_sites_page_reads_nothing() -> None:
    """Neither by asking for figures nor by opening the stream, although the browser is let in."""
    floor = WebFloor(now_ms=now_ms())
    floor.publish(usual_floor(as_of=floor.now_ms))
    async with floor.server() as server, chromium() as browser, page_of_another_site("#") as elsewhere:
        page = await browser.new_page()
        await page.goto(elsewhere)
        ask = "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'refused')"
        listen = """address => new Promise(tell => {
          const stream = new EventSource(address);
          stream.onopen = () => tell('read');
          stream.onerror = () => tell('refused');
        })"""
        told = await asyncio.gather(
            page.evaluate(ask, f"{server.address}api/floor"), page.evaluate(listen, f"{server.address}events")
        )

    assert ["refused", "refused"] == list(told)
