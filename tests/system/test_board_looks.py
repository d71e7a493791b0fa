"""Boards as a site wants them: named, in its colours and its language, with its own figures."""

from typing import Any, Literal

import pytest

from agents.wall.board import Figure, Tile, default_board
from agents.wall.boards import Boards
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from tests.shell.floor_documents import alarm, floor, ratio, staffed, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import OpenBoard, configured, shown

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


async def test_a_board_may_be_light_and_show_the_day(open_board: OpenBoard) -> None:
    """`?theme=light&window=today` does what it says."""
    web = WebFloor()
    document = usual_floor()
    for part in document["slices"]:
        value = {"value": 0.5, "numerator": 1, "denominator": 2, "unit": "ratio", "n": 2}
        part["kpis"]["service_level"] = {**part["kpis"]["service_level"], "today": value}
    web.publish(document)
    async with web.server() as server:
        board = await open_board(f"{server.address}?theme=light&window=today")
        await shown(board)
        ground = await board.page.evaluate("getComputedStyle(document.body).backgroundColor")
        kinds, digits = await board.texts(".tile .kind"), await board.texts(".tile .digits")

    assert ("rgb(238, 241, 246)", "today", "50") == (ground, kinds[2], digits[2])


async def test_a_state_and_a_reason_are_named_in_the_language_of_the_board(open_board: OpenBoard) -> None:
    """As the page of a queue has them; what has no word stands there as words, and not as a key."""
    agents = [("agents", state, "now") for state in ("on_contact", "available")]
    shown_of = (*agents, ("diverted_by_reason", "exit_key", "1h"))
    tiles = tuple(Tile(Figure(kpi, window, label)) for kpi, label, window in shown_of)
    web = WebFloor(boards=configured(language="de", tiles=tiles))
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        places = await board.texts(".tile .place")

    assert ["Im Kontakt", "verfügbar", "exit key"] == places


async def test_a_theme_may_follow_the_screens_system(open_board: OpenBoard) -> None:
    """`auto` is light where the system is, and dark where that is."""
    web = WebFloor(boards=configured(theme="auto"))
    async with web.server() as server:
        board = await open_board(server.address)
        grounds = []
        schemes: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
        for scheme in schemes:
            await board.page.emulate_media(color_scheme=scheme)
            grounds.append(await board.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert ["rgb(238, 241, 246)", "rgb(11, 18, 32)"] == grounds


async def test_a_named_board_shows_what_its_configuration_says(open_board: OpenBoard) -> None:
    """Title, language, hours, queues in their order, tiles with titles of their own, columns of any KPI."""
    catalogue = standard()
    tiles = (
        Tile(Figure("aht", "1h"), title="Telefonzeit"),
        Tile(Figure("agents", "now", "available")),
        Tile(Figure("sla_breached", "today", "first_response")),
        Tile(Figure("first_response_time_p90", "15m"), channel="chat", warning=60),
    )
    usual = default_board(catalogue)
    members: dict[str, Any] = {"tiles": tiles, "columns": (Figure("handled", "15m"), Figure("aht", "15m"))}
    members |= {"language": "de", "hours": 12, "title": "Empfang", "queues": ("help", "billing"), "order": "listed"}
    lobby = type(usual)("lobby", **members)
    web = WebFloor(boards=Boards(catalogue, default_rules(catalogue), [lobby]))
    web.publish(staffed(usual_floor()))
    async with web.server() as server:
        board = await open_board(f"{server.address}wall/lobby", frozen=True)
        await shown(board)
        titles, digits = await board.texts(".tile .title"), await board.texts(".tile .digits")
        names, heads = await board.texts("tbody .name"), await board.texts("thead .title")
        places = await board.texts(".tile .place")
        name, clock = await board.texts("#floor-name"), await board.texts("#clock")
        level = await board.page.locator(".tile").nth(3).get_attribute("data-level")
        await board.picture("named")

    assert ["Telefonzeit", "Agenten", "SLA verletzt", "Antwort p90"] == titles
    assert ["", "verfügbar", "Erstantwort", "chat"] == places
    assert (["help", "billing"], ["Warteschlangen", "Bearbeitet", "Bearbeitungszeit"]) == (names, heads)
    assert (["4:09", "6", "6", "1:16"], "watch") == (digits, level)
    assert (["Empfang"], ["05:00:01 PM"]) == (name, clock)
    assert [] == board.complaints


LAST_BEFORE_FIRST = """(e) => {
  const place = (at) => {
    const range = document.createRange();
    range.setStart(e.firstChild, at);
    range.setEnd(e.firstChild, at + 1);
    return range.getBoundingClientRect().left;
  };
  return place(e.textContent.length - 1) < place(0);
}"""


async def test_a_name_may_be_written_from_right_to_left(open_board: OpenBoard) -> None:
    """Its last sign, whatever it is, stands at its left end: in the row, in the alarm, and in a big number."""
    name = "תמיכה - דרג 2!"
    web = WebFloor()
    alarms = [alarm("service_level", name, "critical", ratio(12, 111), 0.6)]
    web.publish(floor({(name, "voice"): voice(9, 10, waiting=1, longest_wait_ms=300_000)}, alarms=alarms))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        places = ("tbody .name", "#alarms .place", ".tile:nth-child(2) .place")
        found = [await board.page.locator(place).evaluate(LAST_BEFORE_FIRST) for place in places]

    assert [True] * 3 == found


LONG = "technical support of the second level for companies in the south west, questions about bills included"
LONG_FROM_RIGHT = "خدمة العملاء للشركات في المنطقة الجنوبية - الدرجة 2!"
SMALLEST = """(place) => {
  const size = (e) => parseFloat(getComputedStyle(e).fontSize) / innerHeight * 100;
  return Math.min(...[...document.querySelectorAll(place)].map(size));
}"""


@pytest.mark.parametrize("distance", [1, 8])
async def test_a_long_name_is_cut_before_its_alarm_is_too_small(open_board: OpenBoard, distance: int) -> None:
    """What the alarm is about and its figure are read from there; in its row the name ends with an ellipsis."""
    web = WebFloor(boards=configured(distance_m=distance))
    names = (LONG, LONG_FROM_RIGHT)
    alarms = [alarm("service_level", name, "critical", ratio(12, 111), 0.6) for name in names]
    queues = {(name, "voice"): voice(9, 10, waiting=1, longest_wait_ms=300_000) for name in names}
    web.publish(floor(queues, alarms=alarms))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        smallest = await board.page.evaluate(SMALLEST, "#alarms li span")
        # What is cut off at its side has no room for an ellipsis.
        beside = "all => all.map((e) => e.scrollWidth - e.clientWidth)"
        room = await board.page.locator("tbody .name").evaluate_all(beside)

    assert [0, 0] == room
    assert smallest >= 1.85


async def test_a_limit_is_written_as_it_is(open_board: OpenBoard) -> None:
    """Three per cent of 2.5 % allowed are too many, and the board does not say that three are allowed."""
    tiles = (
        Tile(Figure("abandonment_rate", "15m"), warning=0.025),
        Tile(Figure("service_level", "15m"), warning=0.995),
        Tile(Figure("waiting", "now"), warning=12),
        Tile(Figure("abandonment_rate", "15m"), warning=0.05),
    )
    web = WebFloor(boards=configured(tiles=tiles, language="de"))
    alarms = [alarm("abandonment_rate", "sales", "warning", ratio(3, 110), 0.025)]
    web.publish(floor({("sales", "voice"): voice(9, 10, waiting=1)}, alarms=alarms))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        targets, notes = await board.texts(".tile .target"), await board.texts("#alarms .note")

    assert ["≤\u00a02,5\u00a0%", "≥\u00a099,5\u00a0%", "≤\u00a012", "≤\u00a05\u00a0%"] == targets
    assert notes[0].startswith("Grenze 2,5\u00a0% ")


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", ["1 case", "1 event · 1 duplicate"], ["25 cases", "1,025 events · 25 duplicates"]),
        ("ro", ["1 caz", "1 eveniment · 1 dublură"], ["25 de cazuri", "1.025 de evenimente · 25 de dubluri"]),
    ],
)
async def test_what_is_counted_has_the_form_of_its_number(
    open_board: OpenBoard, language: str, one: list[str], many: list[str]
) -> None:
    """One case is not cases, and Romanian has a form of its own from twenty on."""
    web = WebFloor(boards=configured(language=language, tiles=(Tile(Figure("aht", "15m")),)))
    async with web.server() as server:
        found = []
        for calls, events in ((1, 1), (25, 1_025)):
            source = {"source": "pbx", "applied": events, "late": 0, "duplicates": calls, "rejected": {}}
            web.publish(floor({("sales", "voice"): voice(calls, calls)}, sources=[source]))
            board = await open_board(server.address)
            await shown(board)
            found.append([*await board.texts(".tile .evidence"), *await board.texts("#quality")])

    assert [one, many] == found


async def test_an_alarm_names_the_channel_where_the_queue_is_on_several(open_board: OpenBoard) -> None:
    """Otherwise two alarms about one KPI look alike."""
    web = WebFloor()
    both = {("sales", channel): voice(12, 58) for channel in ("voice", "callback")}
    told = alarm("service_level", "sales", "critical", ratio(12, 58), 0.6)
    alarms = [{**told, "slice": {"queue": queue, "channel": "voice"}} for queue in ("help", "sales")]
    web.publish(floor({**both, ("help", "voice"): voice(1, 2)}, alarms=alarms))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)

        assert ["help", "sales · voice"] == await board.texts("#alarms .place")


async def test_what_is_bad_about_a_queue_has_a_line_of_its_own(open_board: OpenBoard) -> None:
    """Below the state and the channel: all three in one line were too small to be read from afar."""
    web = WebFloor(boards=configured(language="de"))
    queues = {(name, "callback"): voice(58, 58, abandoned=31) for name in ("billing", "sales", "service", "support")}
    web.publish(floor({**queues, ("help", "voice"): voice(58, 58)}))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        found = dict(zip(await board.texts("tbody .name"), await board.texts("tbody .reason"), strict=True))
        smallest = await board.page.evaluate(SMALLEST, "tbody th .note")
        await board.picture("reasons")

    assert {**dict.fromkeys(("billing", "sales", "service", "support"), "Abgebrochen 35\u00a0%"), "help": ""} == found
    assert smallest >= 1.85
