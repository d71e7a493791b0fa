"""Server-sent events: the floor on connecting, each newer one, a beat when nothing happens, an end at shutdown."""

import asyncio
from typing import Any

import aiohttp
import orjson
import pytest

from agents.web.board import SHOWN_KPIS, board_document
from agents.web.board_state import Published
from agents.web.server import WebOptions
from tests.shell.floor_documents import AS_OF, Sample, floor, incident_alarms, incident_floor, usual_floor
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
        name, told = await next_event(stream)

    told_beat = orjson.loads(beat)
    assert ("beat", "kpi") == (beat_name, name)
    assert (web.now_ms, web.now_ms) == (told_beat["now_ms"], told_beat["published_at_ms"])
    assert {"queue": "sales", "channel": "voice"} in [part["slice"] for part in orjson.loads(told)["slices"]]


async def test_each_newer_floor_follows() -> None:
    """What is published while a board is connected reaches it."""
    web = WebFloor()
    web.publish(usual_floor())

    async with served(web) as session, session.get("/events") as stream:
        await next_event(stream, "kpi")
        web.publish(usual_floor(as_of=AS_OF + 5_000))
        newer = await floors_until(stream, "2027-01-15T08:00:05Z")

    assert 2 == len([part for part in newer["slices"] if set(part["slice"]) == {"channel"}])


async def test_a_quiet_stream_beats() -> None:
    """Without any floor the beats come, so that a board can tell silence from a dead line."""
    async with served(WebFloor(), QUICK) as session, session.get("/events") as stream:
        beats = [orjson.loads((await next_event(stream, "beat"))[1]) for _ in range(3)]

    assert [None, None, None] == [beat["published_at_ms"] for beat in beats]
    assert 1 == len({beat["build"] for beat in beats})


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


def test_the_board_document_has_one_window_and_no_more_than_is_shown() -> None:
    """The board's document is the floor's, trimmed to its slices, KPIs and window."""
    document = usual_floor()
    document["slices"].append({"slice": {"queue": "sales", "channel": "voice", "priority": "high"}, "kpis": {}})
    trimmed = board_document(Published(document, b"", 77, 1), "30m")
    sales = next(part for part in trimmed["slices"] if part["slice"] == {"queue": "sales", "channel": "voice"})

    assert len(document["slices"]) - 1 == len(trimmed["slices"])
    assert set(SHOWN_KPIS) == set(sales["kpis"])
    assert ["30m"] == list(sales["kpis"]["service_level"])
    assert ["30m"] == list(sales["kpis"]["sla_breached"]["answer"])
    assert ("30m", 77, "transactions") == (trimmed["window"], trimmed["published_at_ms"], trimmed["durability"])
    assert incident_alarms() == board_document(Published(incident_floor(), b"", 77, 1), "5m")["alarms"]


def test_what_a_floor_lacks_its_board_document_lacks() -> None:
    """KPIs and members that the floor does not have are not invented."""
    document = floor({("sales", "voice"): Sample()})
    for part in document["slices"]:
        part["kpis"] = {"aht": part["kpis"]["aht"]}
    trimmed = board_document(Published(document, b"", 77, 1), "5m")

    assert [["aht"]] * 3 == [list(part["kpis"]) for part in trimmed["slices"]]
    assert "target" not in trimmed["slices"][0]
