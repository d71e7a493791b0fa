"""Server-sent events: the floor on connecting, each newer one, a beat when nothing happens, an end at shutdown."""

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import orjson
import pytest

from agents.wall.board import default_board
from agents.web.board_state import Health
from agents.web.server import WebOptions
from stream.alarms.defaults import default_rules
from stream.catalog import standard
from tests.shell.floor_documents import AS_OF, usual_floor
from tests.shell.web_floor import DEADLINE_S, WebFloor, next_event, served

QUICK = WebOptions(port=0, beat_every_ms=20)


async def floors_until(stream: aiohttp.ClientResponse, as_of: str) -> dict[str, Any]:
    """The first board document of this instant."""
    while True:
        _, told = await next_event(stream, "kpi")
        document: dict[str, Any] = orjson.loads(told)
        if document["as_of"] == as_of:
            return document


async def readers_become(web: WebFloor, expected: int) -> None:
    """Wait until so many boards are connected."""
    async with asyncio.timeout(DEADLINE_S):
        while web.store.readers != expected:  # noqa: ASYNC110 - the server's own task changes it
            await asyncio.sleep(0.01)


async def test_a_board_gets_a_beat_and_the_present_floor_on_connecting() -> None:
    """First comes what time it is, then the whole floor, without waiting."""
    web = WebFloor()
    web.publish(usual_floor())

    async with served(web) as session, session.get("/events") as stream:
        beat_name, beat = await next_event(stream)
        name, told = await next_event(stream, "kpi")

    told_beat = orjson.loads(beat)
    assert ("beat", "kpi") == (beat_name, name)
    assert (web.now_ms, web.now_ms) == (told_beat["now_ms"], told_beat["published_at_ms"])
    assert ("sales", "voice") in [(row["queue"], row["channel"]) for row in orjson.loads(told)["queues"]]


async def test_each_newer_floor_follows() -> None:
    """What is published while a board is connected reaches it."""
    web = WebFloor()
    web.publish(usual_floor())

    async with served(web) as session, session.get("/events") as stream:
        await next_event(stream, "kpi")
        web.publish(usual_floor(as_of=AS_OF + 5_000))
        newer = await floors_until(stream, "2027-01-15T08:00:05Z")

    assert 6 == len(newer["queues"])


async def test_a_quiet_stream_beats() -> None:
    """Without any floor the beats come, so that a board can tell silence from a dead line."""
    async with served(WebFloor(), QUICK) as session, session.get("/events") as stream:
        beats = [orjson.loads((await next_event(stream, "beat"))[1]) for _ in range(3)]

    assert [None, None, None] == [beat["published_at_ms"] for beat in beats]
    assert 1 == len({beat["build"] for beat in beats})


async def test_no_proxy_keeps_or_holds_back_a_stream() -> None:
    """Figures are stored nowhere on their way, and come when they are sent."""
    async with served(WebFloor(), QUICK) as session, session.get("/events") as stream:
        told = (stream.headers["Cache-Control"], stream.headers["X-Accel-Buffering"])

    assert ("no-store", "no") == told


async def test_a_board_without_a_floor_is_told_why() -> None:
    """With each beat anew; once there is a floor, there is nothing to say."""
    web = WebFloor()
    async with served(web, QUICK) as session, session.get("/events") as stream:
        told = [orjson.loads((await next_event(stream, "beat"))[1])["why_none"]]
        for reason in ("restoring partition 1: 30 of 120 records", "restoring partition 1: 60 of 120 records"):
            web.health = Health(live=True, live_reason="running", ready=False, ready_reason=reason)
            await next_event(stream, "beat")
            told.append(orjson.loads((await next_event(stream, "beat"))[1])["why_none"])
        web.publish(usual_floor())
        await next_event(stream, "kpi")
        told.append(orjson.loads((await next_event(stream, "beat"))[1])["why_none"])

    assert [
        None,
        "restoring partition 1: 30 of 120 records",
        "restoring partition 1: 60 of 120 records",
        None,
    ] == told


async def test_the_stream_tells_the_browser_when_to_come_back() -> None:
    """The first event carries the delay of the browser's own reconnecting."""
    async with served(WebFloor()) as session, session.get("/events") as stream:
        async with asyncio.timeout(DEADLINE_S):
            lines = [(await stream.content.readline()).decode().strip() for _ in range(3)]

    assert "retry: 2000" in lines
    assert "text/event-stream" == stream.content_type


async def test_a_board_beyond_the_limit_is_refused_until_one_leaves() -> None:
    """The limit answers 503; a board that has gone frees its place without a floor being sent."""
    web = WebFloor()
    async with served(web, WebOptions(port=0, clients_limit=1, beat_every_ms=600_000)) as session:
        async with session.get("/events") as first:
            await next_event(first)
            async with session.get("/events") as second:
                refused = second.status
            first.close()
        await readers_become(web, 0)
        async with session.get("/events") as third:
            pass

    assert (503, 200) == (refused, third.status)


async def test_an_unknown_window_is_refused() -> None:
    """Only the windows of the floor may be asked for."""
    async with served(WebFloor()) as session, session.get("/events?window=7m") as response:
        text = await response.text()

    assert (400, True) == (response.status, "5m, 15m" in text)


async def test_stopping_ends_every_stream() -> None:
    """A board's stream ends when the server stops, and the stop does not wait for it."""
    web = WebFloor()
    server = web.server()
    await server.start()
    async with aiohttp.ClientSession(server.address) as session, session.get("/events") as stream:
        await next_event(stream)
        async with asyncio.timeout(DEADLINE_S):
            await server.stop()
            with pytest.raises((EOFError, aiohttp.ClientPayloadError)):
                await next_event(stream, "never")

    assert 0 == web.store.readers


async def test_a_board_is_told_what_it_is_and_what_its_past_was_before_the_floor() -> None:
    """After the beat: the board, the trends, the floor; a sample that is due later comes after its floor."""
    web = WebFloor()
    web.publish(usual_floor())

    async with served(web) as session, session.get("/events") as stream:
        told = [await next_event(stream) for _ in range(4)]
        web.publish(usual_floor(as_of=AS_OF + 20_000))
        later = [(await next_event(stream))[0] for _ in range(2)]

    assert ["beat", "board", "trend", "kpi"] == [name for name, _ in told]
    assert ["waiting", "longest_wait"] == [tile["kpi"] for tile in orjson.loads(told[1][1])["tiles"]][:2]
    assert [[AS_OF, 8]] == orjson.loads(told[2][1])[0]
    assert ["kpi", "trend"] == later


async def test_a_board_that_is_not_there_is_named_as_missing() -> None:
    """404, and the boards that there are."""
    async with served(WebFloor()) as session, session.get("/events?board=lobby") as response:
        text = await response.text()

    assert (404, "no such board; there are main\n") == (response.status, text)


async def test_a_page_whose_board_is_gone_after_a_restart_goes_on_as_the_main_one() -> None:
    """It was served once, and says so; a window that there is not is refused all the same."""
    web = WebFloor()
    web.publish(usual_floor())
    async with served(web) as session:
        async with session.get("/events?board=lobby&held=&window=1h") as stream:
            told = orjson.loads((await next_event(stream, "board"))[1])
        async with session.get("/events?board=main&held=&window=7m") as refused:
            status = refused.status

    assert ("main", 400) == (told["name"], status)


async def test_adopted_boards_are_told_to_those_who_look_and_a_lost_one_shows_the_main_one() -> None:
    """No page has to be loaded again for a new configuration, and a wall never goes dark for it."""
    web = WebFloor()
    catalogue = standard()
    lobby = replace(default_board(catalogue, "lobby"), title="Lobby")
    web.boards.adopt([lobby], default_rules(catalogue))
    web.publish(usual_floor())

    async with served(web) as session, session.get("/events?board=lobby") as stream:
        before = orjson.loads((await next_event(stream, "board"))[1])
        web.boards.adopt([], default_rules(catalogue))
        web.publish(usual_floor(as_of=AS_OF + 1_000))
        after = orjson.loads((await next_event(stream, "board"))[1])

    assert ("lobby", "Lobby") == (before["name"], before["title"])
    assert ("main", None) == (after["name"], after["title"])


async def test_a_window_that_the_site_has_no_more_gives_way_to_the_boards_own() -> None:
    """Whoever looks through it goes on, and whoever comes back to it; a new page is told that there is none."""
    web, usual = WebFloor(), standard()
    rules = default_rules(usual)
    web.boards.adopt([], rules, usual.with_windows(("2h",)))
    web.publish(usual_floor())
    async with served(web) as session:
        async with session.get("/events?window=2h") as stream:
            before = orjson.loads((await next_event(stream, "board"))[1])
            web.boards.adopt([], rules, usual)
            web.publish(usual_floor(as_of=AS_OF + 1_000))
            after = orjson.loads((await next_event(stream, "board"))[1])
        async with session.get("/events?window=2h&held=") as stream:
            back = orjson.loads((await next_event(stream, "board"))[1])
        async with session.get("/?window=2h") as refused:
            told = await refused.text()

    assert ["2h", "15m", "15m"] == [board["window"] for board in (before, after, back)]
    assert {"2h", "now"} == {tile["window"] for tile in before["tiles"]}
    assert "window is not one of 5m, 15m, 30m, 1h, today\n" == told
