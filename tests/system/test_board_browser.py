"""The wall board in a real browser: what it shows, and what it refuses to show."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.shell.floor_documents import AS_OF, Sample, floor, incident_floor, usual_floor, voice
from tests.shell.web_floor import WebFloor
from tests.system.board_page import OpenBoard, configured, shown, state, with_a_past

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


async def test_a_big_number_says_what_it_is_how_good_against_what_and_from_how_many(open_board: OpenBoard) -> None:
    """Title, word, digits and unit, evidence, target, window and age of each; where a queue decided, its name."""
    web = WebFloor()
    web.publish(incident_floor())
    parts = ("title", "word", "place", "digits", "unit", "evidence", "target", "kind", "age")
    async with web.server() as server:
        board = await open_board(server.address, frozen=True)
        await shown(board)
        told = {part: await board.texts(f".tile .{part}") for part in parts}

    tiles = [tuple(told[part][place] for part in parts) for place in range(6)]

    assert [
        ("Waiting", "", "", "54", "", "44 too long", "", "now", "1s"),
        ("Longest wait", "critical", "help", "1:07", "h", "", "≤\u00a03:00", "now", "1s"),
        ("Service level", "critical", "", "35", "%", "150 of 424", "≥\u00a080%", "15 min", "1s"),
        ("First response", "critical", "", "49", "%", "39 of 80", "≥\u00a080%", "15 min", "1s"),
        ("Abandoned", "critical", "", "13", "%", "51 of 380", "≤\u00a05%", "15 min", "1s"),
        ("Overdue", "critical", "", "8", "", "1 at risk", "≤\u00a00", "now", "1s"),
    ] == tiles


async def test_live_and_period_values_are_told_apart(open_board: OpenBoard) -> None:
    """By a word, and by a dot that is full for what is of now."""
    web = WebFloor()
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        kinds = await board.page.locator(".tile").evaluate_all("all => all.map((e) => e.dataset.kind)")
        dots = await board.page.locator(".tile .kind").evaluate_all(
            "all => all.map((e) => getComputedStyle(e, '::before').backgroundColor)"
        )

    assert ["live", "live", "period", "period", "period", "live"] == kinds
    assert [kind == "live" for kind in kinds] == [dot != "rgba(0, 0, 0, 0)" for dot in dots]


async def test_a_trend_is_a_line_with_its_goal(open_board: OpenBoard) -> None:
    """One point each twenty seconds of an hour; a KPI without a target has no line for it."""
    web = WebFloor()
    async with web.server() as server:
        with_a_past(web).publish(incident_floor())
        board = await open_board(server.address)
        await shown(board)
        line = board.page.locator(".tile").nth(2).locator(".spark .line")
        await expect(line).not_to_have_attribute("d", "")
        drawn = await line.get_attribute("d") or ""
        goals = await board.page.locator(".spark .goal").evaluate_all("all => all.map((e) => e.getAttribute('d'))")

    assert 179 == drawn.count("L")
    assert (0, 100) == (float(drawn[1:].split()[0]) // 1, float(drawn.rsplit("L", 1)[1].split()[0]))
    assert ("", True) == (goals[0], goals[2].startswith("M0 "))


async def test_queues_stand_worst_first_with_state_and_evidence(open_board: OpenBoard) -> None:
    """Each queue has its state in a word and an icon, its figures with the numbers behind them, and its page."""
    web = WebFloor(boards=configured(distance_m=4))
    web.publish(incident_floor())
    async with web.server() as server:
        address = server.address
        board = await open_board(address, frozen=True)
        await shown(board)
        names, words = await board.texts("tbody .name"), await board.texts("tbody .word")
        figures = await board.texts("tbody tr:nth-child(2) .figure")
        notes = await board.texts("tbody tr:nth-child(2) td .note")
        icons = await board.page.locator("tbody img").evaluate_all("all => all.map((e) => e.src.split('/').at(-1))")
        pages = await board.page.locator("tbody a").evaluate_all("all => all.map((e) => e.href)")

    assert ["help", "sales", "service"] == names[:3]
    assert ["critical"] * 3 + ["watch"] * 3 + ["on goal"] == words
    assert [f"{name}.svg" for name in ["critical"] * 3 + ["watch"] * 3 + ["ok"]] == icons
    assert (["27", "12:35", "11%"], ["24 too long", "", "12 of 111"]) == (figures, notes)
    assert f"{address}queue/technical%20support%20and%20repairs?channel=voice&language=en" in pages


async def test_without_evidence_there_is_a_dash(open_board: OpenBoard) -> None:
    """A queue without contacts shows neither nought nor a hundred per cent, and neither does a floor without queues."""
    web = WebFloor()
    web.publish(floor({("orders", "chat"): Sample()}))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        row = await board.texts("tbody td .figure")
        tiles = await board.texts(".tile .digits")
        evidence = await board.texts(".tile .evidence")
        web.publish(floor({}))
        await expect(board.page.locator("#empty")).to_be_visible()
        empty = await board.texts(".tile .digits")
        await board.picture("empty")

    assert ["0", "–", "–"] == row
    assert ["0", "–", "–", "–", "–", "0"] == tiles == empty
    assert ["", "", "no contacts", "no contacts", "no contacts", ""] == evidence


async def test_few_cases_are_marked(open_board: OpenBoard) -> None:
    """The number is there, with a dashed line and a word, and is never critical."""
    web = WebFloor()
    web.publish(floor({("sales", "voice"): voice(1, 4)}))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        thin = board.page.locator(".tile[data-thin]").first
        evidence, word = await board.texts(".tile[data-thin] .evidence"), await board.texts("tbody .word")
        line = await thin.locator(".digits").evaluate("(e) => getComputedStyle(e).textDecorationStyle")
        note = await board.texts("tbody td[data-thin] .note")
        await board.picture("thin")

    assert ["few: 1 of 4", "few: 0 of 4"] == evidence
    assert (["watch"], "dashed", ["few: 1 of 4"]) == (word, line, note)


async def test_nearly_all_is_not_all(open_board: OpenBoard) -> None:
    """999 of 1000 is 99 % and 1 of 1000 abandoned is 1 %: rounding claims nothing."""
    web = WebFloor()
    web.publish(floor({("sales", "voice"): voice(999, 999, abandoned=1)}))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        digits = await board.texts(".tile .digits")

    assert ["99", "1"] == [digits[2], digits[4]]


async def test_many_queues_show_the_worst_and_count_the_rest(open_board: OpenBoard) -> None:
    """Sixty queues are as many rows as can be read, and a line that tells how the others are."""
    web = WebFloor()
    web.publish(floor({(f"queue {n:02d}", "voice"): voice(20 + n, 84) for n in range(60)}))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        names, rest = await board.texts("tbody .name"), await board.texts("#rest")
        await expect(board.page).to_have_title("31 critical · Seoul")
        web.publish(floor({(f"queue {n:02d}", "voice"): voice(20, 84) for n in range(60)}))
        await expect(board.page).to_have_title("60 critical · Seoul")

    assert [f"queue {n:02d}" for n in range(6)] == names
    assert ["54 more: 25 critical · 17 watch · 12 on goal"] == rest


async def test_the_name_of_a_queue_is_only_text(open_board: OpenBoard) -> None:
    """A queue, a floor or an alarm's queue named like a script is shown as that name and runs nothing."""
    name = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    document = floor({(name, "voice"): voice(1, 20)}, name=name, time_zone="nowhere/at_all")
    alarm = incident_floor()["alarms"][0]
    web = WebFloor()
    web.publish({**document, "alarms": [{**alarm, "slice": {"queue": name, "channel": name}, "title": name}]})
    async with web.server() as server:
        address = server.address
        board = await open_board(address)
        await shown(board)
        places = ("tbody .name", "#floor-name", "#alarms .place")
        found = [await board.page.locator(where).text_content() for where in places]
        images = await board.page.locator("img[src=x], script:not([src])").count()
        await board.picture("hostile")
        hosts = {url.split("/")[2] for url in board.asked}

    assert ([name] * 3, 0, []) == (found, images, board.complaints)
    assert {address.split("/")[2]} == hosts


def partly(state: str, at: str | None, *, stale: bool = True, shown: int = 3) -> dict[str, Any]:
    """What a floor of three partitions says that is as of 17:00, and the last of them is in this state."""
    of_now = {"state": "caught_up", "at": "2027-01-15T08:00:00Z"}
    clock = {"mode": "wall", "stale": stale, "partitions": [of_now, of_now, {"state": state, "at": at}]}
    return {"clock": clock, "partitions": {"owned": 1, "shown": shown, "total": 3}}


@pytest.mark.parametrize(
    ("members", "notice"),
    [
        ({"durability": "none"}, "A restart forgets: this broker has no transactions."),
        ({"partitions": {"owned": 1, "total": 4}}, "Partial floor: 1 of 4 partitions."),
        ({"clock": {"mode": "wall", "stale": True}}, "All figures stand still since 17:00:00."),
        (partly("stale", "2027-01-15T07:59:54Z"), "1 of 3 partitions: figures are old or missing."),
        (partly("stale", None, shown=2), "Partial floor: 2 of 3 partitions."),
        (partly("behind", "2027-01-15T07:59:44Z", stale=False), "1 of 3 partitions: figures are old or missing."),
        ({"queues_full": True}, "Too many queues: the rest is counted as “other”."),
        (
            {"remarks": ["site.toml was changed (floor.slices): restart"]},
            "site.toml was changed (floor.slices): restart",
        ),
        ({"clock": {"mode": "events"}}, "A recording of Jan 15, 2027."),
    ],
)
async def test_what_limits_the_floor_is_said(open_board: OpenBoard, members: dict[str, Any], notice: str) -> None:
    """A floor that forgets, is partial, stands still, is full or is a recording says so in a line."""
    web = WebFloor()
    web.publish(usual_floor(**members))
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)

        assert [notice] == await board.texts("#notices p")


async def test_the_quality_of_the_events_is_shown(open_board: OpenBoard) -> None:
    """One line tells of events, and of duplicates, late and rejected ones where there are any."""
    web = WebFloor()
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)

        assert ["51,203 events · 41 duplicates · 3 late · 2 rejected"] == await board.texts("#quality")


async def test_alarms_stand_gravest_first_and_leave_no_gap_when_they_are_over(open_board: OpenBoard) -> None:
    """Queue and figure, then word, limit, evidence, and for how long; without alarms there is no strip."""
    web = WebFloor()
    web.publish(incident_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await shown(board)
        parts = ("place", "what", "figure", "word", "note", "since")
        first = [(await board.texts(f"#alarms .{part}"))[0] for part in parts]
        rest = await board.texts("#alarms .rest")
        icons = await board.page.locator("#alarms img").evaluate_all("all => all.map((e) => e.src.split('/').at(-1))")
        web.publish(usual_floor())
        await expect(board.page.locator("#alarms")).to_be_hidden()
        height = await board.page.evaluate("document.querySelector('#alarms').getBoundingClientRect().height")

    assert ["sales", "Service level", "11%", "critical", "limit 60% · 12 of 111", "for 25 min"] == first
    assert (["+5"], ["critical.svg"] * 2, 0) == (rest, icons, height)


async def test_old_tiles_are_hatched_and_say_since_when(open_board: OpenBoard) -> None:
    """Every tile and the top say it, and no colour says that anything is good."""
    web = WebFloor(now_ms=AS_OF + 60_000)
    web.publish(usual_floor())
    async with web.server() as server:
        board = await open_board(server.address)
        await state(board, "stale")
        await shown(board)
        said = await board.texts(".tile .stale")
        hatched = await board.page.locator(".tile").evaluate_all(
            "all => all.map((e) => getComputedStyle(e).backgroundImage.startsWith('repeating-linear-gradient'))"
        )
        icons = await board.page.locator(".tile .icon:visible").count()

    assert (["No data since 17:00:00"] * 6, [True] * 6, 0) == (said, hatched, icons)
