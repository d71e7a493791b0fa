"""Every word of the board has its place, in each language, on each screen, from near and from far."""

from typing import Any

import pytest

from agents.wall.board import LANGUAGES
from tests.shell.floor_documents import AS_OF, Value, floor, incident_floor, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import SIZES, Board, OpenBoard, configured, shown, state, with_a_past

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

PATIENCE = 120
LIMITED: Value = {"durability": "none", "partitions": {"owned": 1, "total": 4}}

BEYOND = """() => {
  const told = (e) => `${e.className || e.id}: ${e.textContent}`.slice(0, 90);
  const seen = (e) => e.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const found = [];
  for (const e of all("header, #notices p, #alarms, #tiles, .tile, table, tr, td, th, #rest, footer")) {
    const box = e.getBoundingClientRect();
    if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1) found.push(`off the screen: ${told(e)}`);
  }
  const inside = [
    [".tile", ".title, .digits, .unit, .word, .place, .evidence, .target, .kind, .age, .stale, .spark"],
    ["td", ".figure, .note"],
    ["tbody th", ".name, .note"],
    ["thead th", ".title, .kind"],
    ["#alarms li", ".icon, .place, .what, .figure, .word, .note, .since"],
    ["header", "h1, #badge, #age, #clock"],
    ["tr", "td, th"],
  ];
  for (const [outer, inner] of inside) {
    for (const box of all(outer)) {
      const room = box.getBoundingClientRect();
      for (const e of [...box.querySelectorAll(inner)].filter(seen)) {
        const its = e.getBoundingClientRect();
        const out = its.right > room.right + 1 || its.bottom > room.bottom + 1 || its.left < room.left - 1;
        if (out || its.top < room.top - 1) found.push(`outside ${outer}: ${told(e)}`);
      }
    }
  }
  for (const e of all(".title, .digits, .name, .figure, .target, .evidence, .kind, .stale, .what, .note, .since, h1")) {
    if (getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1) found.push(`cut: ${told(e)}`);
  }
  if (document.documentElement.scrollHeight > innerHeight) found.push("something to scroll");
  return found;
}"""


async def found_beyond(board: Board) -> list[str]:
    """What is cut off, lies over something else's edge, or off the screen."""
    found: list[str] = []
    # The rows are laid out with the next tick after a notice has come.
    for _ in range(PATIENCE):
        found = await board.page.evaluate(BEYOND)
        if not found:
            break
        await board.page.evaluate("() => new Promise(requestAnimationFrame)")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_board_fits_in_every_language(open_board: OpenBoard, language: str, size: tuple[int, int]) -> None:
    """Usual, in an incident and stale: nothing is cut off, and nobody else is asked."""
    web = WebFloor(boards=configured(language=language))
    async with web.server() as server:
        with_a_past(web).publish(usual_floor())
        address = server.address
        board = await open_board(address, *size)
        await state(board, "live")
        await shown(board)
        found = {"usual": await found_beyond(board)}
        await board.picture(f"usual-{language}-{size[1]}")
        web.publish(incident_floor(**LIMITED))
        await board.page.locator("#alarms li").first.wait_for()
        found["incident"] = await found_beyond(board)
        await board.picture(f"incident-{language}-{size[1]}")
        web.now_ms = AS_OF + 65_000
        web.publish(incident_floor())
        await state(board, "stale")
        found["stale"] = await found_beyond(board)
        await board.picture(f"stale-{language}-{size[1]}")

    assert {"usual": [], "incident": [], "stale": []} == found
    assert {address} == {f"{'/'.join(url.split('/')[:3])}/" for url in board.asked}
    assert [] == board.complaints


async def test_a_telephone_shows_everything_one_below_the_other(open_board: OpenBoard) -> None:
    """All queues and the words of the alarms, to be scrolled; nothing lies beside the screen or over something else.

    In German, where the longest words stand above the columns and beside the name of the floor.
    """
    web = WebFloor(boards=configured(language="de"))
    async with web.server() as server:
        web.publish(incident_floor(**LIMITED))
        board = await open_board(server.address, 390, 844)
        await shown(board)
        await board.page.locator("#alarms li").first.wait_for()
        names, alarms = await board.texts("tbody .name"), await board.texts("#alarms .what")
        narrowest = await board.page.evaluate(NARROWEST_PLACE)
        width = await board.page.evaluate("document.documentElement.scrollWidth")
        beyond = [one for one in await board.page.evaluate(BEYOND) if one.startswith(("cut: floor-name", "cut: title"))]
        await board.picture("telephone")

    assert (7, ["Servicelevel", "Max. Wartezeit"], 390) == (len(names), alarms, width)
    assert narrowest > 20
    assert [] == beyond


NARROWEST_PLACE = "Math.min(...[...document.querySelectorAll('#alarms .place')].map((e) => e.clientWidth))"


@pytest.mark.parametrize("distance", [1, 3, 5, 8, 12])
async def test_the_board_fits_from_every_distance(open_board: OpenBoard, distance: int) -> None:
    """The farther people stand, the larger it is written, and the fewer queues there are."""
    web = WebFloor(boards=configured(distance_m=distance))
    queues = {(f"queue {n:02d}", "voice"): voice(20 + n, 44) for n in range(24)}
    async with web.server() as server:
        with_a_past(web).publish(floor(queues))
        board = await open_board(server.address)
        await state(board, "live")
        await shown(board)
        found = await found_beyond(board)
        await board.picture(f"from-{distance}-m")
        height = await board.page.evaluate(HEIGHT_OF_A_NAME)
        rows = await board.page.locator("tbody tr").count()
        (rest,) = await board.texts("#rest")

    assert [] == found
    assert rest.startswith(f"{24 - rows} more: ")
    # 12 minutes of arc of capitals (0.72 of a font) on a screen 0.685 m high, as far as the columns leave room.
    assert height >= min(100 * distance * 0.00349 / 0.685 / 0.72, 5) * 0.8


HEIGHT_OF_A_NAME = """() => {
  const size = (e) => parseFloat(getComputedStyle(e).fontSize) / innerHeight * 100;
  return Math.min(...[...document.querySelectorAll("tbody .name")].map(size));
}"""


@pytest.mark.parametrize("tiles", [1, 2, 3, 4, 5, 6])
async def test_any_number_of_big_numbers_fills_its_room(open_board: OpenBoard, tiles: int) -> None:
    """From one to six, with and without columns beside the queues."""
    usual: Any = configured().find("main")
    web = WebFloor(boards=configured(tiles=usual.tiles[:tiles], columns=usual.columns[: tiles % 4]))
    async with web.server() as server:
        with_a_past(web).publish(incident_floor())
        board = await open_board(server.address)
        await state(board, "live")
        await shown(board)
        found = await found_beyond(board)
        await board.picture(f"tiles-{tiles}")
        count = await board.page.locator(".tile").count()

    assert ([], tiles) == (found, count)
