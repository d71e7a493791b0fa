"""How the supervisor's page writes and judges figures and names: as the board does, in the language of its reader."""

from pathlib import Path

import orjson
import pytest
from playwright.async_api import expect

from agents.settings.site import parse_site
from agents.wall.board import LANGUAGES, default_board
from agents.wall.judge import Judge
from agents.wall.view import view
from stream.alarms.defaults import default_rules
from stream.site import VARIANTS
from tests.shell.one_floor import CATALOGUE, OneFloor, busy
from tests.shell.standing_lanes import NOW
from tests.system.board_page import Board, OpenBoard

STATIC = Path(__file__).parents[2] / "agents" / "web" / "static"

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


async def opened(open_board: OpenBoard, address: str, language: str) -> Board:
    """The page of the queue `sales` in a language, with its figures."""
    page = await open_board(f"{address}queue/sales?channel=voice&language={language}")
    await expect(page.page.locator("#panels")).to_be_visible()
    return page


@pytest.mark.parametrize(("language", "count", "share"), [("en", "2,500", "99.9 %"), ("de", "2.500", "99,9 %")])
async def test_figures_are_written_as_the_language_does(
    open_board: OpenBoard, language: str, count: str, share: str
) -> None:
    """What is not all is never a hundred, also to one decimal; and a second counts once it is over, as on the board."""
    made = OneFloor()
    for number in range(2_500):
        made.call(f"{number}", NOW - 600_000 + number * 100, 30_000 if number == 0 else 1_000, 122_600)
    made.publish()
    async with made.server() as server:
        page = await opened(open_board, server.address, language)
        level = await page.texts("#levels tbody tr:first-child td")
        scale = (await page.texts("#levels thead th"))[-1]
        tiles = await page.texts("#tiles .number")

    assert "0 – 100 %" == scale
    assert (share, count, "99 %", "2:02") == (level[0], level[2], tiles[2], tiles[4])


async def notes_of_sales(open_board: OpenBoard, promise: str, tile: int, language: str) -> list[str]:
    """What the page of a queue with one promise says beside a big number."""
    made = OneFloor(parse_site(f'[[queues]]\nname = "sales"\nchannel = "voice"\n{promise}\n', "floorwatch.toml"))
    made.call("waits", NOW - 1_000)
    made.publish()
    async with made.server() as server:
        page = await opened(open_board, server.address, language)
        return await page.texts(f"#tiles article:nth-child({tile}) .note")


@pytest.mark.parametrize(
    ("threshold", "written"),
    [("20s", "20 s"), ("90s", "90 s"), ("2m", "2 min"), ("100m", "100 min"), ("4h", "4 h"), ("1h30m", "1.5 h")],
)
async def test_a_threshold_is_written_as_it_is(open_board: OpenBoard, threshold: str, written: str) -> None:
    """Nothing is rounded: of a minute and a half nobody is told that it is two minutes."""
    notes = await notes_of_sales(open_board, f'service_level_threshold = "{threshold}"', 2, "en")

    assert f"threshold {written}" == notes[0]


async def test_a_goal_is_written_as_it_is(open_board: OpenBoard) -> None:
    """99.5 % are more than 99 %."""
    notes = await notes_of_sales(open_board, "service_level_objective = 0.995", 3, "de")

    assert "Ziel 99,5 %" == notes[1]


async def test_an_alarm_is_named_as_on_the_board(open_board: OpenBoard) -> None:
    """In the language of the page, and with the clock that it is about."""
    made = busy()
    about = {"slice": {"queue": "sales", "channel": "voice"}, "kpi": "overdue", "title": "Overdue", "state": "critical"}
    made.publish(alarms=[{**about, "alarm": "overdue_resolution", "clock": "resolution"}])
    async with made.server() as server:
        page = await opened(open_board, server.address, "de")

        assert ["Kritisch: Überfällig · Lösung"] == await page.texts("#notices .critical")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ways_to_count_have_names_in_the_language_of_the_page(open_board: OpenBoard, language: str) -> None:
    """Each way by its own; in English they are those of the catalogue."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await opened(open_board, server.address, language)
        text = await page.page.inner_text("#levels")
    words = orjson.loads((STATIC / "languages" / f"{language}.json").read_bytes())
    names = [words[f"queue.variant.{variant}"] for variant in VARIANTS]

    assert [] == [name for name in names if name not in text]
    if language == "en":
        titles = [CATALOGUE.kpis[f"service_level_{variant}"].title for variant in VARIANTS]
        assert titles == [f"Service level, {name[0].lower()}{name[1:]}" for name in names]


async def test_a_queue_with_a_sign_of_its_own_in_the_address_is_shown(open_board: OpenBoard) -> None:
    """A per cent sign that nobody has escaped is no reason for an empty page."""
    made = busy("100%")
    made.publish()
    async with made.server() as server:
        page = await open_board(f"{server.address}queue/100%?channel=voice")
        await expect(page.page.locator("#panels")).to_be_visible()

        assert (["100%"], []) == (await page.texts("#queue-name"), page.complaints)


@pytest.mark.parametrize(("late", "level"), [(8, "watch"), (9, "critical")])
async def test_a_share_is_as_bad_as_on_the_board(open_board: OpenBoard, late: int, level: str) -> None:
    """Twelve of twenty are twice what an objective of 80 % lets miss: only less is critical."""
    made = OneFloor()
    for number in range(20):
        made.call(f"{number}", NOW - 300_000, 30_000 if number < late else 1_000, 10_000)
    board = view(made.publish(), default_board(CATALOGUE), Judge(CATALOGUE, default_rules(CATALOGUE)))
    async with made.server() as server:
        page = await opened(open_board, server.address, "en")

        assert level == await page.page.locator("#tiles article:nth-child(3)").get_attribute("data-level")
    assert level == board["tiles"][2]["level"]


@pytest.mark.parametrize(("waited_s", "lost", "levels"), [(50, 0, ["ok"]), (70, 1, ["watch"]), (130, 20, ["critical"])])
async def test_a_wait_and_who_gave_up_are_as_bad_as_on_the_board(
    open_board: OpenBoard, waited_s: int, lost: int, levels: list[str]
) -> None:
    """A threshold of 20 s: three of them are still no alarm; what the board says, the page of the queue says too."""
    made = OneFloor()
    made.call("waits", NOW - waited_s * 1_000)
    for number in range(20):
        made.call(f"{number}", NOW - 300_000, 10_000, 10_000, lost=number < lost)
    usual = default_board(CATALOGUE)
    tiles = view(made.publish(), usual, Judge(CATALOGUE, default_rules(CATALOGUE)))["tiles"]
    board = {tile.figure.kpi: shown["level"] for tile, shown in zip(usual.tiles, tiles, strict=True)}
    async with made.server() as server:
        page = await opened(open_board, server.address, "en")
        shown = [
            await page.page.locator(f"#tiles article:nth-child({place})").get_attribute("data-level")
            for place in (2, 4)
        ]

    assert levels == shown[:1]
    assert [board["longest_wait"], board["abandonment_rate"]] == shown


@pytest.mark.parametrize(("status", "kind"), [(429, "text/plain"), (502, "text/html"), (401, "application/json")])
async def test_an_answer_that_is_none_is_told_by_its_status(open_board: OpenBoard, status: int, kind: str) -> None:
    """Also where what refuses is a proxy, or the entrance, and speaks no JSON."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await opened(open_board, server.address, "en")
        body = '"no"' if kind.endswith("json") else "no"
        await page.page.route(
            "**/api/queue/**", lambda route: route.fulfill(status=status, content_type=kind, body=body)
        )
        notice = page.page.locator("#notices .stale")

        await expect(notice).to_contain_text(f"Nothing new: status {status}.")
