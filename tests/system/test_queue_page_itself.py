"""The supervisor's page beyond its figures: what it writes in full, and how it grows new by itself."""

from typing import Any

import orjson
import pytest
from playwright.async_api import Route, expect
from yarl import URL

from agents.web.static_files import StaticFiles
from stream.floor_clock import FloorClock
from stream.units import DAY, HOUR, MINUTE, SECOND, format_instant, parse_instant
from tests.shell.one_floor import OneFloor, busy
from tests.shell.standing_lanes import NOW
from tests.system.board_page import OpenBoard, badge
from tests.system.test_queue_browser import BESIDE, CUT_OFF, INK, at, shown

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

PATIENCE = 200


def later(document: dict[str, Any], by_ms: int) -> dict[str, Any]:
    """The same document with its first deadline by so much later."""
    (first, *_) = document["deadlines"]["ahead"]
    first["due"] = format_instant(parse_instant(first["due"]) + by_ms)
    first["left_ms"] += by_ms
    return document


async def test_the_deadline_of_another_day_is_written_to_the_second(open_board: OpenBoard) -> None:
    """With its date, as exact as those of today, and on the smallest screen too."""
    floor = busy()
    floor.publish()

    async def answer(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, body=orjson.dumps(later(await response.json(), DAY)))

    async with floor.server() as server:
        page = await open_board("about:blank", 1366, 768, frozen=True)
        await page.page.route("**/api/queue/**", answer)
        await page.page.goto(at(server.address))
        await shown(page)
        beside, cut_off = [await page.page.evaluate(script) for script in (BESIDE, CUT_OFF)]
        due = await page.texts("#deadlines tbody tr:first-child td.time")
        document = later(orjson.loads(await floor.inspector.document(("sales", "voice"))), DAY)

    time = document["deadlines"]["ahead"][0]["due"][11:19]
    assert ([], [], 1) == (beside, cut_off, len(due))
    assert due[0].endswith(f", {time}")


async def test_figures_are_not_old_because_their_source_is_set_to_tell_late(open_board: OpenBoard) -> None:
    """They have the age by which they are later than that."""
    floor = busy()
    floor.web.now_ms = NOW + HOUR + 4 * SECOND
    floor.publish(FloorClock(NOW, "wall", delay_ms=HOUR))
    async with floor.server() as server:
        page = await open_board(at(server.address), frozen=True)
        await shown(page)
        await badge(page, "LIVE")

        assert ["4 s old"] == await page.texts("#age")


async def test_a_new_version_is_loaded_by_itself_as_the_page_was_set(
    open_board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before it has been there for a minute; the window (here the site's own) and the colours chosen stay."""
    floor = busy(windows=("90m", "2h"))
    floor.publish()
    async with floor.server() as server:
        page = await open_board(at(server.address, query="channel=voice&theme=dark"), frozen=True)
        await shown(page)
        offered = await page.texts("#windows label")
        await page.page.get_by_text("2 hr", exact=True).click()
        await page.page.locator("#theme").click()
        await page.page.evaluate("() => { document.documentElement.dataset.once = ''; }")
        before = await page.page.get_attribute("html", "data-build")
        await page.page.clock.run_for(50_000)
        kept = await page.page.locator("html[data-once]").count()
        monkeypatch.setattr(server._files, "build", "another")  # noqa: SLF001 - what the next page will be
        again = page.page.locator("html[data-build=another]")
        for _ in range(PATIENCE):
            await page.page.clock.run_for(2_000)
            floor.web.now_ms += 2_000
            floor.publish()
            if await again.count():
                break
        await shown(page)
        theme = await again.get_attribute("data-theme")
        chosen = await page.page.locator("#windows input:checked").get_attribute("value")
        level = (await page.texts("#levels tbody tr:first-child td"))[2]
        note = await page.page.locator("#levels .note").first.inner_text()
        document = orjson.loads(await floor.inspector.document(("sales", "voice")))
        await expect(page.page.locator("html[data-once]")).to_have_count(0)

    assert (StaticFiles.of_the_package().build, 1) == (before, kept)
    assert ["5 min", "15 min", "30 min", "hour", "90 min", "2 hr", "today"] == offered
    assert (str(document["service_levels"][0]["windows"]["2h"]["denominator"]), True) == (level, "last 2 hr" in note)
    assert ("2h", "light", {"channel": "voice", "theme": "light", "window": "2h"}) == (
        chosen,
        theme,
        dict(URL(page.page.url).query),
    )


INK_AT_THE_LEFT = """[...document.querySelectorAll('#panels canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, 1, canvas.height);
    return data.some((part, place) => place % 4 === 3 && part > 0); })"""


async def test_the_scale_of_a_chart_is_written_in_full(open_board: OpenBoard) -> None:
    """Of mails that take four hours nobody reads that they take forty minutes: no letter stands at a chart's edge."""
    floor = OneFloor()
    for number in range(40):
        hours = 2 + number % 7
        floor.call(f"mail-{number}", NOW - 9 * HOUR - number * 10 * MINUTE, 5 * SECOND, hours * HOUR)
    floor.publish()
    async with floor.server() as server:
        page = await open_board(at(server.address), 1366, 768)
        await shown(page)
        drawn, at_the_left = [await page.page.evaluate(script) for script in (INK, INK_AT_THE_LEFT)]

    assert ([True] * 5, [False] * 5) == (drawn, at_the_left)


NARROWEST_NAME = "Math.min(...[...document.querySelectorAll('#panels .wide tbody th')].map((e) => e.clientWidth))"


@pytest.mark.parametrize("size", [(390, 844), (683, 384)])
async def test_a_narrow_page_shows_everything_within_its_panels(open_board: OpenBoard, size: tuple[int, int]) -> None:
    """On a telephone, and on a laptop that shows all twice as large: what is wider than its panel is scrolled there."""
    floor = busy(show_contacts=True)
    floor.publish()
    async with floor.server() as server:
        page = await open_board(at(server.address, query="channel=voice&language=de"), *size)
        await shown(page)
        await page.page.locator("summary").click()
        beside, cut_off = [await page.page.evaluate(script) for script in (BESIDE, CUT_OFF)]
        width = await page.page.evaluate("document.documentElement.scrollWidth")
        narrowest = await page.page.evaluate(NARROWEST_NAME)

    assert ([], [], size[0]) == (beside, cut_off, width)
    assert narrowest > 50


@pytest.mark.parametrize("name", ["Kundendienst " * 9, "خدمة العملاء للشركات في المنطقة الجنوبية الشرقية - الدرجة 2!"])
async def test_a_long_name_leaves_room_for_its_channel(open_board: OpenBoard, name: str) -> None:
    """It is cut at its end, wherever that is, and all of it is told to whoever points at it."""
    floor = busy(name.strip())
    floor.publish()
    async with floor.server() as server:
        page = await open_board(at(server.address, name.strip()), 1366, 768)
        await shown(page)
        heading, channel, title = [
            await page.page.locator(place).bounding_box() for place in ("h1", "#queue-channel", "#queue-name")
        ]
        told = await page.page.get_attribute("#queue-name", "title")

    assert heading is not None
    assert channel is not None
    assert title is not None
    assert name.strip() == told
    assert title["x"] + title["width"] <= channel["x"]
    assert channel["x"] + channel["width"] <= heading["x"] + heading["width"]


TODAYS_INK = """[...document.querySelectorAll('#share canvas, #handling canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((_, at) => at % 4 === 0 && [86, 180, 233, 255].every((part, place) => data[at + place] === part));
    })"""


async def test_a_half_hour_between_two_without_contacts_is_drawn(open_board: OpenBoard) -> None:
    """As is the first of a day: a line begins with a point, and nothing was drawn until there were two side by side."""
    floor = OneFloor()
    for number in range(12):
        floor.call(f"{number}", NOW - 2 * HOUR - (5 + number) * MINUTE, 5 * SECOND)
    floor.publish()
    async with floor.server() as server:
        page = await open_board(at(server.address, query="channel=voice&theme=dark"), 1366, 768)
        await shown(page)

        assert [True, True] == await page.page.evaluate(TODAYS_INK)


OUTSIDE_OF_ITS_CHART = """[...document.querySelectorAll('.chart')].filter((box) => {
    const [room, its] = [box, box.querySelector('.uplot')].map((e) => e.getBoundingClientRect());
    return its.bottom > room.bottom + 1 || its.right > room.right + 1; }).length"""
NOTICES_NOTHING = "window.ResizeObserver = class { observe() {} }"
"""On the way to paper no page hears that it has another size."""


async def test_on_paper_charts_are_whole_and_dark_on_light(open_board: OpenBoard) -> None:
    """The names of the half hours were cut off, and white letters do not print; the screen is then as it was."""
    floor = busy()
    floor.publish()
    async with floor.server() as server:
        page = await open_board("about:blank")
        await page.page.add_init_script(NOTICES_NOTHING)
        await page.page.goto(at(server.address, query="channel=voice&theme=dark"))
        await shown(page)
        themes = []
        for happening in ("beforeprint", "afterprint"):
            await page.page.evaluate("(name) => dispatchEvent(new Event(name))", happening)
            themes.append(await page.page.get_attribute("html", "data-theme"))
        await page.page.emulate_media(media="print")
        outside = []
        for width, height in ((794, 1123), (1123, 794)):
            await page.page.set_viewport_size({"width": width, "height": height})
            outside.append(await page.page.evaluate(OUTSIDE_OF_ITS_CHART))

    assert ([0, 0], ["light", "dark"]) == (outside, themes)


SEEN = """[...document.querySelectorAll('.chart, .bar .fill, .scale .reach, .scale .goal')].map((e) => {
    const [own, behind] = [e, e.parentElement].map((one) => getComputedStyle(one).backgroundColor);
    return own !== behind && own !== 'rgba(0, 0, 0, 0)'; })"""


async def test_colours_of_the_system_leave_charts_and_bars_as_they_are(open_board: OpenBoard) -> None:
    """A system cannot colour a drawing: it keeps the page's own colours, on the ground that belongs to them."""
    floor = busy()
    floor.publish()
    async with floor.server() as server:
        page = await open_board("about:blank")
        await page.page.emulate_media(forced_colors="active")
        await page.page.goto(at(server.address, query="channel=voice&theme=dark"))
        await shown(page)

        assert {True} == set(await page.page.evaluate(SEEN))
