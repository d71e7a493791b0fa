"""A board that hangs for months with nobody near it: it grows new by itself, and never larger."""

from dataclasses import replace
from typing import Any

import pytest

from agents.wall.board import default_board
from agents.web.server import WebOptions
from agents.web.static_files import StaticFiles, made
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from tests.shell.floor_documents import AS_OF, incident_floor, usual_floor
from tests.shell.web_floor import WebFloor
from tests.system.board_page import Board, OpenBoard, shown, state
from tests.system.test_board_freshness import comes_back, until_as_of

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

HOUR = 3_600_000
STEP = 5_000
"""Between two floors of the fast day: not so long that the board grows late."""
PLACE = "(({ x, y }) => [x, y])(document.querySelector('h1').getBoundingClientRect())"
NODES = """() => {
  const all = document.createTreeWalker(document);
  let count = 0;
  while (all.nextNode()) count += 1;
  return count;
}"""
FOREIGN = ("alert(", "confirm(", "prompt(", "innerHTML", "eval(", "http:", "https:")
SVG = "http://www.w3.org/2000/svg"
PATIENCE = 200


def newer_files() -> StaticFiles:
    """The files of another edition."""
    files = StaticFiles.of_the_package()
    return StaticFiles({**files._found, "new.css": made(b"body {}", "text/css")})  # noqa: SLF001 - another edition


def floor_with_a_lobby() -> WebFloor:
    """A floor with a board besides the main one, of which the next configuration knows nothing."""
    floor = WebFloor()
    floor.boards.adopt([default_board(standard(), "lobby")], default_rules(standard()))
    floor.publish(usual_floor())
    return floor


async def mark(board: Board) -> None:
    """Mark the page, before its clock is turned: what is loaded after it bears no mark."""
    await board.page.evaluate("() => { document.documentElement.dataset.once = ''; }")


async def until_loaded_again(board: Board, step_ms: int = 5_000, floor: WebFloor | None = None) -> None:
    """Turn the page's clock, and that of a floor which goes on, until a marked page has been loaded once more."""
    for _ in range(PATIENCE):
        await board.page.clock.run_for(step_ms)
        if floor is not None:
            floor.now_ms += step_ms
            floor.publish(usual_floor(as_of=floor.now_ms - 1_000))
        if await board.page.locator("html:not([data-once])[data-running]").count():
            return
    pytest.fail("the page was never loaded again")


async def test_a_new_version_is_loaded_by_itself(open_board: OpenBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The board of a new worker differs: the old page goes once it has been there for a minute."""
    old = WebFloor()
    old.publish(usual_floor())
    async with old.server() as server:
        port = server.port
        board = await open_board(server.address, frozen=True)
        await shown(board)
        await mark(board)
        before = await board.page.get_attribute("html", "data-build")
    files, newer = StaticFiles.of_the_package(), newer_files()
    monkeypatch.setattr(StaticFiles, "of_the_package", lambda: newer)
    new = WebFloor(now_ms=AS_OF + 60_000)
    new.publish(usual_floor(as_of=AS_OF + 59_000))
    async with new.server(WebOptions(port=port, beat_every_ms=50)):
        await until_loaded_again(board)
        after = await board.page.get_attribute("html", "data-build")

    assert (files.build, newer.build) == (before, after)


async def test_a_board_that_is_to_look_otherwise_is_loaded_by_itself(open_board: OpenBoard) -> None:
    """Language, colours and hours of a configuration that a running worker takes over do not wait for the night."""
    floor = WebFloor()
    floor.publish(usual_floor())
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(f"{server.address}?theme=light", frozen=True)
        await shown(board)
        await mark(board)
        for _ in range(20):
            await board.page.clock.run_for(5_000)
        kept = await board.page.locator("html[data-once]").count()
        catalogue = standard()
        floor.boards.adopt([replace(default_board(catalogue), language="de")], default_rules(catalogue))
        await until_loaded_again(board, floor=floor)
        language = await board.page.get_attribute("html", "lang")

    assert (1, "de") == (kept, language)


async def test_a_page_is_not_left_for_an_error(open_board: OpenBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the page itself is answered with 503 the old one stays, and goes as soon as it is not."""
    files = StaticFiles.of_the_package()
    floor = WebFloor()
    floor.publish(usual_floor())
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        monkeypatch.setattr(server._files, "build", "another")  # noqa: SLF001 - what the next page will be
        board = await open_board(server.address, frozen=True)
        await shown(board)
        asked: list[int] = []
        board.page.on("response", lambda answer: asked.append(answer.status) if answer.url == server.address else None)
        await board.page.route(server.address, lambda route: route.fulfill(status=503))
        await mark(board)
        for _ in range(PATIENCE):
            await board.page.clock.run_for(5_000)
            if len(asked) > 1:
                break
        kept = await board.page.locator("html[data-once]").count()
        await board.page.unroute(server.address)
        await until_loaded_again(board)

    assert ([503, 503], 1) == (asked[:2], kept)
    assert files.build != "another"


async def test_a_board_that_left_the_configuration_goes_on_as_the_main_one(open_board: OpenBoard) -> None:
    """After a restart too: at its own address, where it is found again when its name comes back."""
    web_floor = floor_with_a_lobby()
    async with web_floor.server() as server:
        port = server.port
        board = await open_board(f"{server.address}wall/lobby", frozen=True)
        await until_as_of(board, "as of 17:00:00")
    await comes_back(board, port)

    assert f"http://127.0.0.1:{port}/wall/lobby" == board.page.url


async def test_a_board_that_is_gone_grows_new_as_the_main_one(
    open_board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no page of its own any more, of which a new version could be loaded."""
    old = floor_with_a_lobby()
    async with old.server() as server:
        port = server.port
        board = await open_board(f"{server.address}wall/lobby?theme=light", frozen=True)
        await shown(board)
        await mark(board)
    newer = newer_files()
    monkeypatch.setattr(StaticFiles, "of_the_package", lambda: newer)
    new = WebFloor(now_ms=AS_OF + 60_000)
    new.publish(usual_floor(as_of=AS_OF + 59_000))
    async with new.server(WebOptions(port=port, beat_every_ms=50)) as server:
        await until_loaded_again(board)

        assert f"{server.address}?theme=light" == board.page.url


async def test_at_night_a_board_of_a_day_is_loaded_again(open_board: OpenBoard) -> None:
    """At four, once it has been there for half a day, and only while the worker is."""
    floor = WebFloor()
    floor.publish(usual_floor())
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address, frozen=True)
        await shown(board)
        await mark(board)
        # From eight in the morning to ten past four.
        await board.page.clock.fast_forward(20 * HOUR + 600_000)
        floor.now_ms = AS_OF + 20 * HOUR + 600_000
        await until_loaded_again(board, 1_000, floor)


async def test_the_board_wanders_against_burning_in(open_board: OpenBoard) -> None:
    """Within eight minutes the whole board has been in eight places, all within a few pixels."""
    floor = WebFloor()
    floor.publish(usual_floor())
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address, frozen=True)
        await shown(board)
        places = set()
        for _ in range(8):
            await board.page.clock.run_for(60_000)
            places.add(
                tuple(
                    await board.page.evaluate(
                        "Object.values(document.querySelector('h1').getClientRects()[0].toJSON()).slice(0, 2)"
                    )
                )
            )

    assert 8 == len(places)
    assert all(max(axis) - min(axis) < 10 for axis in zip(*places, strict=True))


async def test_the_pointer_is_hidden_unless_somebody_moves_it(open_board: OpenBoard) -> None:
    """It shows while it is moved, and for five seconds more."""
    floor = WebFloor()
    floor.publish(usual_floor())
    cursor = "getComputedStyle(document.documentElement).cursor"
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address, frozen=True)
        await shown(board)
        await board.page.clock.run_for(1_000)
        seen = [await board.page.evaluate(cursor)]
        await board.page.mouse.move(100, 100)
        await board.page.clock.run_for(1_000)
        seen.append(await board.page.evaluate(cursor))
        await board.page.clock.run_for(6_000)
        seen.append(await board.page.evaluate(cursor))

    assert ["none", "auto", "none"] == seen


async def test_nothing_ever_asks_anybody(open_board: OpenBoard) -> None:
    """No dialogs, no permissions, no notifications: there is nobody to answer."""
    floor = WebFloor()
    floor.publish(incident_floor())
    async with floor.server() as server:
        board = await open_board(server.address)
        dialogs: list[str] = []
        board.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await shown(board)
        scripts = [await (await board.page.request.get(url)).text() for url in board.asked if url.endswith(".js")]

    assert [] == dialogs
    assert len(scripts) > 10
    assert [] == [word for word in FOREIGN for script in scripts if word in script.replace(SVG, "")]


async def test_a_day_of_floors_leaves_nothing_behind(open_board: OpenBoard) -> None:
    """Twenty-four hours on a fast clock: at the end as many nodes and listeners as before, and no more heap."""
    floor = WebFloor()
    floor.publish(usual_floor())
    async with floor.server(WebOptions(port=0, beat_every_ms=50)) as server:
        board = await open_board(server.address, frozen=True)
        await shown(board)
        # Without the night's own new beginning.
        await board.page.evaluate("() => { Date.prototype.getHours = () => 12; }")
        cdp = await board.page.context.new_cdp_session(board.page)
        await cdp.send("Performance.enable")
        sizes = []
        for hour in range(25):
            await an_hour(board, floor, hour)
            sizes.append(await size(cdp) | {"here": await board.page.evaluate(NODES)})
        await state(board, "live")

    # Each second hour ends with the same floor on the board; after eight of them every cache is full.
    (first, *_, last) = sizes[8::2]
    assert (first["here"], first["JSEventListeners"]) == (last["here"], last["JSEventListeners"])
    # What was taken off the page lately may wait for a collector that nobody can hurry.
    assert last["Nodes"] <= 1.1 * first["Nodes"], [one["Nodes"] for one in sizes]
    heap = [one["JSHeapUsedSize"] for one in sizes]
    assert min(heap[-6:]) <= 1.05 * min(heap[8:14]), " ".join(map(str, heap))


async def an_hour(board: Board, floor: WebFloor, hour: int) -> None:
    """An hour of the page's clock, most of it in one go; then floors good and bad in turns, which come and go."""
    await board.page.clock.fast_forward(HOUR - 6 * STEP)
    for step in range(6):
        floor.now_ms = AS_OF + 61_000 + (hour + 1) * HOUR + step * STEP
        bad = (hour + step) % 2
        floor.publish((incident_floor if bad else usual_floor)(as_of=floor.now_ms - 500, queues_full=bool(bad)))
        for _ in range(PATIENCE):
            await board.page.clock.run_for(1_000)
            if await board.page.locator(
                f"html[data-state=live] #alarms{':not([hidden])' if bad else '[hidden]'}"
            ).count():
                break
        await board.page.clock.run_for(STEP - 1_000)


async def size(cdp: Any) -> dict[str, float]:  # noqa: ANN401 - a session of the browser's own protocol
    """What the page holds after everything that can go has gone."""
    await cdp.send("HeapProfiler.collectGarbage")
    await cdp.send("HeapProfiler.collectGarbage")
    metrics = (await cdp.send("Performance.getMetrics"))["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}
