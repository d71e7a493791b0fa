"""The wall board in a real browser: what it shows, what it refuses to show, and that it fits."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.shell.floor_documents import Sample, Value, floor, incident_floor, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import OpenBoard, badge, boards, chromium

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
            "[...document.querySelectorAll('header, #alarms, #tiles, table, tbody tr, tbody td, footer')].filter((e) =>"
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


async def test_a_queue_without_an_objective_is_not_on_goal(open_board: OpenBoard) -> None:
    """Where nobody has said what is good, the board does not say it either."""
    document = floor({("sales", "voice"): voice(20, 20), ("idle", "voice"): Sample()})
    for part in document["slices"]:
        part.pop("target", None)
    web_floor = WebFloor()
    web_floor.publish(document)
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        rows = set(zip(await board.texts("tbody .name"), await board.texts("tbody .word"), strict=True))

    assert {("sales", "No goal"), ("idle", "Quiet")} == rows


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
    web_floor.publish(floor({(name, "voice"): voice(1, 20)}, name=name, time_zone="nowhere/at_all"))
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        shown = await board.page.locator("tbody .name").text_content()
        title = await board.page.locator("#floor-name").text_content()

    assert (name, name, []) == (shown, title, board.complaints)


@pytest.mark.parametrize(
    ("members", "notice"),
    [
        ({"durability": "none"}, "A restart forgets: this broker has no transactions."),
        ({"partitions": {"owned": 1, "total": 4}}, "Partial floor: 1 of 4 partitions."),
        ({"clock": {"mode": "wall", "stale": True}}, "Kafka cannot be read. The figures stand still since 17:00:00."),
        ({"queues_full": True}, "Too many queues: the rest is counted as “other”."),
        (
            {"remarks": ["site.toml was changed (floor.slices): restart"]},
            "site.toml was changed (floor.slices): restart",
        ),
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


async def test_alarms_stand_gravest_first_and_leave_no_gap_when_they_are_over(open_board: OpenBoard) -> None:
    """Word, icon, queue, figure with its limit and evidence, and for how long; without alarms there is no strip."""
    web_floor = WebFloor()
    web_floor.publish(incident_floor())
    async with web_floor.server() as server:
        board = await open_board(server.address)
        await badge(board, "LIVE")
        words, places = await board.texts("#alarms .word"), await board.texts("#alarms .place")
        first = [await board.texts(f"#alarms li:first-child .{part}") for part in ("what", "note", "since")]
        rest = await board.texts("#alarms .rest")
        icons = await board.page.locator("#alarms img").evaluate_all("all => all.map((e) => e.getAttribute('src'))")
        web_floor.publish(usual_floor())
        await expect(board.page.locator("#alarms")).to_be_hidden()
        height = await board.page.evaluate("document.querySelector('#alarms').getBoundingClientRect().height")

    assert ["Critical"] * 3 == words
    assert ["sales"] * 3 == places
    assert [["Service level 11 %"], ["limit 60 %, 12 of 111"], ["for 25:00"]] == first
    assert ["and 4 more"] == rest
    assert {"static/icons/critical.svg"} == set(icons)
    assert 0 == height
