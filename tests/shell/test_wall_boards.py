"""The boards of a site: by name, through another window, with their past; and the pages that show them."""

from dataclasses import replace

import orjson
import pytest

from agents.wall.board import LANGUAGES, Board, Figure, Tile, default_board, window_of
from agents.wall.boards import Boards
from agents.wall.trends import SPAN_MS
from agents.web.board_state import Published
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from stream.units import SECOND
from tests.shell.floor_documents import AS_OF, floor, usual_floor, voice
from tests.shell.floor_doubles import written
from tests.shell.web_floor import WebFloor, served

CATALOGUE = standard()
RULES = default_rules(CATALOGUE)
WAITING = Tile(Figure("waiting", "now"))


def boards(*named: Board) -> Boards:
    """These boards, beside the main one."""
    return Boards(CATALOGUE, RULES, named)


def waiting(n: int, after_s: int) -> Published:
    """A floor on which so many wait, so many seconds later."""
    document = floor({("sales", "voice"): voice(9, 10, waiting=n)}, as_of=AS_OF + after_s * SECOND)
    return Published(document, written(b""), 0, 1 + after_s)


def past(shown: Boards, board: Board) -> list[tuple[int, float | None]]:
    """Seconds and values of the first tile."""
    return [((at_ms - AS_OF) // SECOND, value) for at_ms, value in orjson.loads(shown.trend(board))[0]]


def test_a_trend_has_one_value_every_twenty_seconds() -> None:
    """Floors in between are not kept."""
    board = replace(default_board(CATALOGUE), tiles=(WAITING,))
    shown = boards(board)
    for after_s in range(0, 61, 5):
        shown.observe(waiting(after_s, after_s))

    assert [(0, 0), (20, 20), (40, 40), (60, 60)] == past(shown, board)


def test_a_trend_is_an_hour_long_and_no_longer() -> None:
    """What is older goes: memory does not grow with the days."""
    board = replace(default_board(CATALOGUE), tiles=(WAITING,))
    shown = boards(board)
    for after_s in range(0, 3 * 3_600, 20):
        shown.observe(waiting(1, after_s))
    found = past(shown, board)

    assert SPAN_MS // (20 * SECOND) == len(found)
    assert 3 * 3_600 - 20 == found[-1][0]


def test_a_floor_that_goes_back_takes_its_future_along() -> None:
    """After a new assignment the floor may show an earlier instant."""
    board = replace(default_board(CATALOGUE), tiles=(WAITING,))
    shown = boards(board)
    for n, after_s in enumerate([0, 20, 40, 20]):
        shown.observe(waiting(n, after_s))

    assert [(0, 0), (20, 3)] == past(shown, board)


def test_a_board_that_looks_otherwise_keeps_its_past_and_one_of_other_queues_has_none() -> None:
    """A new configuration costs the past hour only where the number is another one."""
    board = replace(default_board(CATALOGUE), tiles=(WAITING,))
    titled = replace(board, title="Seoul", language="ko", tiles=(replace(WAITING, title="Now", warning=3.0),))
    elsewhere = replace(board, queues=("service",))
    shown = boards(board)
    shown.observe(waiting(1, 0))
    shown.adopt([titled], RULES)
    shown.observe(waiting(2, 20))
    kept = past(shown, titled)
    shown.adopt([elsewhere], RULES)
    shown.observe(waiting(3, 40))

    assert ([(0, 1), (20, 2)], [40]) == (kept, [at_s for at_s, _ in past(shown, elsewhere)])


def test_a_look_through_another_window_keeps_its_past_over_a_new_configuration() -> None:
    """Nobody has asked for it yet when the next floor comes."""
    shown = boards()
    for after_s in (0, 20, 40):
        asked = None if after_s == 20 else shown.find("main", "1h")
        shown.observe(waiting(1, after_s))
        shown.adopt([], RULES)

    assert asked is not None
    assert [0, 40] == [(at_ms - AS_OF) // SECOND for at_ms, _ in orjson.loads(shown.trend(asked))[2]]


def test_without_evidence_a_trend_has_a_gap() -> None:
    """No value is no nought."""
    board = replace(default_board(CATALOGUE), tiles=(Tile(Figure("service_level", "15m")),))
    shown = boards(board)
    shown.observe(Published(floor({("sales", "voice"): voice(0, 0)}), written(b""), 0, 1))

    assert [(0, None)] == past(shown, board)


def test_a_board_through_another_window_keeps_what_is_of_now_and_of_its_own() -> None:
    """Percentiles, which have fewer windows, take the next longer one."""
    p90 = Figure("answer_time_p90", window_of(CATALOGUE.kpis["answer_time_p90"], "15m"))
    own = Tile(Figure("offered", "today"))
    board = replace(default_board(CATALOGUE), tiles=(WAITING, Tile(Figure("offered", "15m")), own, Tile(p90)))
    shown = boards(board).find("main", "5m")

    assert shown is not None
    assert ["now", "5m", "today", "1h"] == [tile.figure.window for tile in shown.tiles]
    assert ("5m", "5m") == (shown.window, shown.columns[-1].window)


def test_one_encoding_serves_all_who_look_at_the_same() -> None:
    """The second one gets the very text of the first."""
    shown = boards()
    board = shown.find("main")
    published = Published(usual_floor(), written(b""), 7, 1)

    assert board is not None
    assert shown.floor(published, board) is shown.floor(published, board)
    assert shown.floor(published, board) is not shown.floor(Published(usual_floor(), written(b""), 8, 2), board)


@pytest.mark.parametrize("name", ["main", "lobby"])
async def test_a_page_says_in_its_first_line_how_it_looks(name: str) -> None:
    """Language, colours and hours of the board: nothing flashes, and a reader of screens knows the language."""
    board = replace(default_board(CATALOGUE, name), language="ko", theme="light", hours=12)
    web = WebFloor(boards=boards(board))
    path = "/" if name == "main" else "/wall/lobby"
    async with served(web) as session, session.get(path) as response:
        first = (await response.text()).splitlines()[1]
        build = first.split('data-build="')[1].split('"')[0]

    expected = f'<html lang="ko" data-theme="light" data-hours="12" data-board="{name}" data-build="{build}"'
    assert first.startswith(expected)
    assert len(build) > 8


async def test_the_files_of_a_named_board_are_found_from_where_it_is() -> None:
    """Its address is one step deeper."""
    web = WebFloor(boards=boards(default_board(CATALOGUE, "lobby")))
    async with served(web) as session, session.get("/wall/lobby") as response:
        text = await response.text()

    assert '"../static/board.js"' in text
    assert '"static/' not in text


async def test_an_unknown_board_is_404_with_those_that_there_are() -> None:
    """A wrong name on a wall is found out at once."""
    web = WebFloor(boards=boards(default_board(CATALOGUE, "lobby")))
    async with served(web) as session, session.get("/wall/loby") as response:
        text = await response.text()

    assert (404, "no such board; there are main, lobby\n") == (response.status, text)


async def test_a_page_through_an_unknown_window_is_refused() -> None:
    """Its stream would be, again and again, and the page would say for ever that there is no floor."""
    web = WebFloor(boards=boards())
    async with served(web) as session, session.get("/?window=7m") as refused, session.get("/?window=1h") as taken:
        text = await refused.text()

    assert (400, True, 200) == (refused.status, "5m, 15m" in text, taken.status)


async def test_every_language_has_every_word_of_the_first() -> None:
    """The same keys with the same blanks, none of them empty."""
    words = {}
    async with served(WebFloor()) as session:
        for language in LANGUAGES:
            async with session.get(f"/static/languages/{language}.json") as response:
                assert "application/json" == response.content_type
                words[language] = orjson.loads(await response.read())

    def blanks(text: str) -> list[str]:
        return sorted(part.split("}")[0] for part in text.split("{")[1:])

    shapes = {language: {key: blanks(text) for key, text in of.items()} for language, of in words.items()}

    assert all(shape == shapes["en"] for shape in shapes.values())
    assert all(text.strip() for of in words.values() for text in of.values())
    assert {key.removeprefix("kpi.") for key in words["en"] if key.startswith("kpi.")} <= CATALOGUE.kpis.keys()
