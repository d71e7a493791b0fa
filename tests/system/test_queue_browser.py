"""The supervisor's page in a real browser: it fits, it is told apart from what is old, and everybody can use it."""

from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from agents.wall.board import LANGUAGES
from agents.web.board_state import Health
from stream.floor_clock import FloorClock, PartitionReading, State
from stream.units import SECOND
from tests.shell.one_floor import OneFloor, busy
from tests.shell.standing_lanes import NOW
from tests.system.board_page import Board, OpenBoard

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"
NAMES = (SCRIPT, "a/b c?d#e", "고객 상담 · Größe", "w" * 120)
CUT_OFF = """[...document.querySelectorAll('#panels :is(h2, p, th, td, code), header p, label')]
    .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
    .filter((e) => !e.closest('.u-legend')).map((e) => e.outerHTML.slice(0, 90))"""
BESIDE = """[...document.querySelectorAll('.panel, .tile, header, footer')].filter((e) => {
    const box = e.getBoundingClientRect();
    return e.checkVisibility() && (box.left < 0 || box.right > innerWidth || e.scrollWidth > e.clientWidth + 1);
    }).map((e) => e.id)"""
INK = """[...document.querySelectorAll('#panels canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((part, place) => place % 4 === 3 && part > 0); })"""
ALWAYS = (
    "kpi.waiting",
    "kpi.longest_wait",
    "moved",
    "levels",
    "deadlines",
    "agents.title",
    "state.training",
    "column.why",
)
STATIC = Path(__file__).parents[2] / "agents" / "web" / "static"
VIOLATIONS = "document.addEventListener('securitypolicyviolation', (e) => console.error(`csp ${e.violatedDirective}`))"


def at(address: str, queue: str = "sales", query: str = "channel=voice") -> str:
    """The address of a queue's page."""
    return f"{address}queue/{quote(queue, safe='')}?{query}"


async def badge(page: Board, word: str) -> None:
    """Wait until the badge says this word."""
    await expect(page.page.locator("#badge-word")).to_have_text(word)


async def shown(page: Board, word: str = "LIVE") -> None:
    """Wait until the panels show something."""
    await expect(page.page.locator("#panels")).to_be_visible()
    await badge(page, word)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_the_page_fits_its_screen_and_asks_nobody_else(
    open_board: OpenBoard, size: tuple[int, int], theme: str
) -> None:
    """Nothing beside the screen, nothing cut off, every chart drawn; from 1080 lines on there is nothing to scroll."""
    made = busy(windows=("90m", "2h", "8h", "24h"))
    made.publish()
    async with made.server() as server:
        address = server.address
        page = await open_board("about:blank", *size)
        await page.page.add_init_script(VIOLATIONS)
        await page.page.goto(at(address, query=f"channel=voice&theme={theme}"))
        await shown(page)
        beside, cut_off, drawn = [await page.page.evaluate(script) for script in (BESIDE, CUT_OFF, INK)]
        width, height = await page.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )

    assert ([], [], [True] * 5) == (beside, cut_off, drawn)
    assert size[0] == width
    assert size[1] == 768 or size[1] == height
    assert [address] * len(page.asked) == [f"{'/'.join(url.split('/')[:3])}/" for url in page.asked]
    assert [] == page.complaints


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_axe_finds_nothing(open_board: OpenBoard, theme: str) -> None:
    """Names, contrast, order of headings, tables: of the page with everything open, and of one that is not there."""
    made = busy(show_contacts=True)
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, query=f"theme={theme}"))
        await shown(page)
        await page.page.locator("summary").click()
        there = await Axe().run(page.page)
        await page.page.goto(at(server.address, "nobody", f"theme={theme}"))
        await expect(page.page.locator("#absent")).to_be_visible()
        absent = await Axe().run(page.page)

    assert (0, "") == (there.violations_count, there.generate_report() if there.violations_count else "")
    assert (0, "") == (absent.violations_count, absent.generate_report() if absent.violations_count else "")


@pytest.mark.parametrize("name", NAMES)
async def test_the_name_of_a_queue_is_only_text(open_board: OpenBoard, name: str) -> None:
    """Whatever it is called, it is shown as that, runs nothing and does not push anything off the screen."""
    made = busy(name)
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, name))
        await shown(page)
        title = await page.page.locator("#queue-name").text_content()
        command = await page.page.locator("#movement code").text_content()
        beside = await page.page.evaluate(BESIDE)

    assert (name, [], []) == (title, beside, page.complaints)
    assert name in (command or "").replace("'\"'\"'", "'")


async def test_the_figures_are_those_of_the_document(open_board: OpenBoard) -> None:
    """Tiles, variants, causes and agents say what `/api/queue` says, and nobody is named."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, query=""), frozen=True)
        await shown(page)
        await page.picture("queue")
        tiles = await page.texts("#tiles .number")
        levels = [line.split("\t")[1:4] for line in await page.texts("#levels tbody tr")]
        causes = [line.split("\t")[1:] for line in await page.texts("#movement > .wide tbody tr")]
        agents = [line.split("\t")[1] for line in await page.texts("#agents tbody tr")]
        overdue = await page.texts("#deadlines .chip")
        text = await page.page.inner_text("body")
        document = orjson.loads(await made.inspector.document(("sales", "voice")))

    strict = document["service_levels"][0]["windows"]["15m"]
    assert ["4", f"{strict['value'] * 100:.0f} %", "1"] == [tiles[0], tiles[2], tiles[5]]
    assert [f"{strict['value'] * 100:.1f} %", str(strict["numerator"]), str(strict["denominator"])] == levels[0]
    assert [str(one["count"]) for one in document["movement"]["causes"]] == [cause[0] for cause in causes]
    assert ["1", "2", "1", "1", "0", "0", "0", "0", "0"] == agents
    assert ["at risk", "in time", "in time", "overdue"] == overdue
    assert "waits-" not in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_speaks_the_languages_of_the_boards(open_board: OpenBoard, language: str) -> None:
    """Every word that it has, also where it tells of a part of the partitions only; nothing is cut off."""
    made = busy(show_contacts=True)
    made.publish(partitions={"owned": 2, "total": 4})
    words = orjson.loads((STATIC / "languages" / f"{language}.json").read_bytes())
    async with made.server() as server:
        page = await open_board(at(server.address, query=f"channel=voice&language={language}"), 1920, 1080)
        await shown(page, words["live"])
        text = await page.page.inner_text("body")
        html = await page.page.content()
        beside, cut_off = [await page.page.evaluate(script) for script in (BESIDE, CUT_OFF)]

    part = words["queue.part"].replace("{read}", "2").replace("{total}", "4")
    assert f'lang="{language}"' in html
    assert [] == [name for name in ALWAYS if words[f"queue.{name}"] not in text]
    assert part in text
    assert "queue." not in text
    assert ([], []) == (beside, cut_off)
    assert [] == page.complaints


async def test_contacts_are_named_where_that_is_allowed(open_board: OpenBoard) -> None:
    """With the deadlines, and with what moved the number."""
    made = busy(show_contacts=True)
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address))
        await shown(page)
        due = await page.texts("#deadlines tbody td:last-child")
        movers = await page.texts(".named-contacts tbody th")

    assert ["waits-18", "waits-9", "waits-2", "waits-31"] == due
    assert "waits-31" in movers


async def test_without_evidence_there_is_a_dash(open_board: OpenBoard) -> None:
    """A queue in which nobody was answered has neither 0 % nor 100 %, and no agent of whom anybody has told."""
    made = OneFloor()
    made.call("waits", NOW - 2_000, queue="quiet")
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, "quiet"))
        await shown(page)
        tiles, agents = await page.texts("#tiles .number"), await page.texts("#agents tbody td:nth-child(2)")
        levels = await page.texts("#levels tbody td:nth-child(2)")

    assert ["–", "–", "–"] == tiles[2:5]
    assert ({"–"}, {"–"}) == (set(levels), set(agents))


async def test_a_queue_that_is_not_there_leads_to_those_that_are(open_board: OpenBoard) -> None:
    """The page says so and offers the known ones; one on several channels offers these."""
    made = busy()
    made.call("writes", NOW - 20_000, channel="chat")
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, SCRIPT, ""))
        await expect(page.page.locator("#absent-words")).to_have_text(f"There is no queue “{SCRIPT}” here.")
        await expect(page.page.locator("#badge-word")).to_have_text("NO QUEUE")
        await page.page.goto(at(server.address, query=""))
        await expect(page.page.locator("#absent-words")).to_have_text("“sales” is on several channels. Choose one:")
        await page.page.get_by_role("link", name="sales · voice").click()
        await shown(page)

        assert (await page.page.title()) == "sales · Seoul"


async def test_while_a_worker_recovers_the_reason_is_shown_and_the_page_comes_back(open_board: OpenBoard) -> None:
    """The last figures stay, hatched, with the reason; a page that was opened meanwhile fills itself."""
    made = busy()
    made.web.health = Health(live=True, live_reason="", ready=False, ready_reason="restoring partition 0: 7 of 9")
    async with made.server() as server:
        page = await open_board(at(server.address))
        notice = page.page.locator("#notices p")
        await expect(notice).to_have_text("Nothing new: restoring partition 0: 7 of 9.")
        clock = await page.texts("#clock")  # in a time zone that nobody has told yet
        made.publish()
        await shown(page)
        await expect(notice).to_have_count(0)
        made.web.store.withdraw()
        await badge(page, "NO DATA")
        since = await notice.text_content()
        panels = await page.page.locator("#panels").is_visible()

    assert (True, "Nothing new: restoring partition 0: 7 of 9. What you see is of 08:00:00.") == (panels, since)
    assert [""] == clock


async def test_what_stands_still_is_said(open_board: OpenBoard) -> None:
    """All of it while Kafka is away; a part of it while another worker is gone, whose partitions nobody reads yet."""
    made = busy()
    told = []
    both: tuple[tuple[State, ...], ...] = (("stale", "stale"), ("caught_up", "stale"))
    async with made.server() as server:
        for states in both:
            readings = tuple(PartitionReading(number, NOW - 10 * SECOND, state) for number, state in enumerate(states))
            clock = FloorClock(NOW, "wall", stale=True, partitions=readings)
            made.publish(clock, partitions={"owned": 1, "shown": 2, "total": 2})
            page = await open_board(at(server.address))
            await shown(page)
            told += await page.texts("#notices .late")
            made.web.now_ms += 3_000

    assert [
        "All figures stand still since 07:59:50.",
        "1 of 2 partitions: figures are old or missing.",
    ] == told


async def test_a_page_that_hears_nothing_grows_late_and_then_stale(open_board: OpenBoard) -> None:
    """With the worker gone, the waits stop growing and the badge turns by the page's own clock."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address), frozen=True)
        await shown(page)
    await page.page.clock.run_for(21_000)
    await badge(page, "LATE")
    wait = await page.texts("#tiles article:nth-child(2) .number")
    await page.page.clock.run_for(30_000)
    await badge(page, "STALE")
    notice = await page.texts("#notices p")

    assert ["0:31"] == wait == await page.texts("#tiles article:nth-child(2) .number")
    # Refused, or out of patience by the page's fast clock, whichever comes first.
    reasons = ("the worker cannot be reached", "the worker does not answer")
    assert notice in [[f"Nothing new: {reason}. What you see is of 08:00:00."] for reason in reasons]


async def test_everything_works_from_the_keyboard(open_board: OpenBoard) -> None:
    """Link, window, theme, the share that is drawn and the table, in the order of the page."""
    made = busy()
    made.publish()
    async with made.server() as server:
        page = await open_board(at(server.address, query="channel=voice&theme=dark"))
        await shown(page)
        keys, reached = page.page.keyboard, []
        for key in ("Tab", "Tab", "ArrowRight", "Tab", "Enter", "Tab", "ArrowDown", "Tab", "Tab", "Enter"):
            await keys.press(key)
            reached.append(await page.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        note = await page.texts("#levels > .note")
        theme = await page.page.evaluate("document.documentElement.dataset.theme")
        drawn = await page.page.locator("#share .chart").get_attribute("aria-label")
        rows = await page.texts("#numbers tbody tr")

    table = ["half-hours"] * 2
    assert ["to-board", "INPUT", "INPUT", "theme", "theme", "SELECT", "SELECT", "CODE", *table] == reached
    assert note[0].startswith("last 30 min")
    assert "light" == theme
    assert "Abandoned by half hour; from 08:00: –, last week –" == drawn
    assert 17 == len(rows)
