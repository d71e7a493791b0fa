"""The wall board for those who see less, or other colours, or read it with a program."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from agents.wall.board import LANGUAGES
from tests.shell.floor_documents import AS_OF, Value, floor, incident_floor, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import Board, OpenBoard, configured, shown, state, with_a_past

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

ROWS = 16
DEFICIENCIES = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia", "blurredVision")


async def violations(board: Board) -> list[str]:
    """What axe finds, each with the first element that it found it on."""
    found = (await Axe().run(board.page)).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_axe_finds_nothing(open_board: OpenBoard, theme: str) -> None:
    """Usual, in an incident, late, stale and empty, in both themes."""
    floors: dict[str, Value] = {
        "incident": incident_floor(durability="none"),
        "usual": usual_floor(),
        "few": floor({("sales", "voice"): voice(1, 4)}),
        "empty": floor({}),
    }
    web = WebFloor(boards=configured(theme=theme, distance_m=3))
    found = {}
    async with web.server() as server:
        with_a_past(web)
        board = await open_board(server.address)
        for name, document in floors.items():
            web.publish(document)
            rows = sum("queue" in part["slice"] for part in document["slices"])
            await expect(board.page.locator("tbody tr")).to_have_count(min(rows, ROWS))
            found[name] = await violations(board)
        for word, later_ms in (("late", 9_000), ("stale", 60_000)):
            web.now_ms = AS_OF + later_ms
            web.publish(incident_floor())
            await state(board, word)
            found[word] = await violations(board)

    assert {name: [] for name in (*floors, "late", "stale")} == found


async def test_a_fault_would_be_found(open_board: OpenBoard) -> None:
    """The check can fail: grey letters on grey, and a picture without words."""
    web = WebFloor()
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        await board.page.evaluate(
            "() => { document.querySelector('.tile .title').style.color = '#223';"
            " document.querySelector('tbody img').removeAttribute('alt'); }"
        )
        found = [one.split(":")[0] for one in await violations(board)]

    assert ["color-contrast", "image-alt"] == sorted(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_in_its_language(open_board: OpenBoard, language: str) -> None:
    """A program that reads it aloud knows how; every level has its word."""
    web = WebFloor(boards=configured(language=language, distance_m=4))
    web.publish(incident_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        words = await board.texts("tbody .word")
        labels = await board.page.locator("main section").evaluate_all("all => all.map((e) => e.ariaLabel)")
        tongue = await board.page.get_attribute("html", "lang")

    assert (language, 3) == (tongue, len(set(words)))
    assert all(words)
    assert all(labels)


async def test_the_queues_are_a_table_and_the_tiles_have_headings(open_board: OpenBoard) -> None:
    """What is beside and below each other for the eye is so for a program, too."""
    web = WebFloor()
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        page = board.page
        roles = [await page.get_by_role(role).count() for role in ("table", "columnheader", "rowheader", "cell")]
        headings = await page.get_by_role("heading", level=2).all_inner_texts()
        polite = await page.locator("[aria-live]").evaluate_all("all => all.map((e) => e.id)")

    rows = roles[2]
    assert [1, 4, rows, 3 * rows] == roles
    assert "Service level" in headings
    # Only what limits the floor is read aloud as it comes: a number that changes each second never is.
    assert ["notices"] == polite


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
async def test_the_levels_are_told_apart_without_their_hue(open_board: OpenBoard, deficiency: str) -> None:
    """Whatever colours are seen, icon and word differ; pictures are kept to be looked at."""
    web = WebFloor(boards=configured(distance_m=4))
    web.publish(incident_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        cdp = await board.page.context.new_cdp_session(board.page)
        await cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
        await board.picture(f"seen-with-{deficiency.lower()}")
        signs = await board.page.locator("tbody tr").evaluate_all(
            "all => all.map((e) => [e.dataset.level, e.querySelector('img').src, e.querySelector('.word').textContent])"
        )

    by_level = {level: (icon, word) for level, icon, word in signs}
    assert {"critical", "watch", "ok"} == by_level.keys()
    assert 3 == len({icon for icon, _ in by_level.values()}) == len({word for _, word in by_level.values()})


async def test_the_colours_of_levels_differ_in_lightness(open_board: OpenBoard) -> None:
    """Critical is darker than watch by far, so that they differ on a screen without any colour."""
    web = WebFloor()
    async with web.server() as server:
        board = await open_board(server.address)
        names = ("--critical", "--watch", "--ok")
        style = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)"
        colours = [await board.page.evaluate(style, name) for name in names]

    critical, watch, calm = (_lightness(colour) for colour in colours)
    assert watch / critical > 1.5
    assert calm / critical > 1.5


def _lightness(colour: str) -> float:
    """The relative luminance of `#rrggbb`."""
    parts = [int(colour.strip()[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
