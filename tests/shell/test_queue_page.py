"""The page of a queue and its document: the figures, what is refused, and that the event loop is never held up."""

import asyncio
import shlex
from typing import Any
from urllib.parse import quote

import aiohttp
import jsonschema
import orjson
import pytest
from yarl import URL

from agents.inspector import MOST_KEPT
from agents.web.board_state import Health
from agents.web.security import CONTENT_SECURITY_POLICY
from stream.floor_clock import FloorClock, PartitionReading
from stream.inspection.inspection import schema
from stream.intervals import Intervals
from stream.partition import Partition
from stream.site import VARIANTS, Site
from stream.units import MINUTE, SECOND, parse_instant
from tests.shell.one_floor import CALLS, OneFloor, busy, serving
from tests.shell.standing_lanes import NOW, StandingLanes, restoring, running
from tests.shell.web_floor import WebFloor, served

ODD = (
    "<img src=x onerror=alert(1)>",
    "a/b",
    "100 %",
    "Größe und 고객",
    "?channel=x#y",
    'say "no"',
    "a%2Fb",
    "it's {team}; rm -rf {}",
)


async def got(session: aiohttp.ClientSession, path: str, **query: str) -> tuple[int, Any]:
    """Status and document of a path that is encoded already."""
    async with session.get(URL(path, encoded=True).extend_query(query)) as response:
        return response.status, orjson.loads(await response.read())


async def looked_at(made: OneFloor, queue: str = "sales", clock: FloorClock | None = None, **members: object) -> Any:  # noqa: ANN401 - JSON
    """The document of a queue."""
    made.publish(clock, **members)
    async with serving(made) as session:
        status, document = await got(session, path_of(queue))
    assert status == 200
    return document


def path_of(name: str, prefix: str = "/api/queue/") -> str:
    """The path of a queue as a browser writes it."""
    return prefix + quote(name, safe="")


@pytest.mark.parametrize("show_contacts", [False, True])
async def test_the_document_keeps_its_schema(*, show_contacts: bool) -> None:
    """Of a busy queue and of one in which nothing has happened, with and without names."""
    made = busy(show_contacts=show_contacts, windows=("90m", "8h"))
    made.call("far", NOW - 20 * SECOND, queue="quiet")

    for queue in ("sales", "quiet"):
        jsonschema.validate(await looked_at(made, queue), schema())


async def test_the_document_keeps_its_schema_among_several_workers() -> None:
    """It says of how many partitions there are figures, and whose stand still."""
    readings = (PartitionReading(0, NOW, "caught_up"), PartitionReading(1, None, "stale", 6_000))
    clock = FloorClock(NOW, "wall", stale=True, partitions=readings, delay_ms=SECOND)
    document = await looked_at(busy(), clock=clock, partitions={"owned": 1, "shown": 2, "total": 2})

    jsonschema.validate(document, schema())
    assert ["caught_up", "stale"] == [reading["state"] for reading in document["clock"]["partitions"]]
    assert (2, SECOND) == (document["floor"]["partitions"]["shown"], document["clock"]["delay_ms"])


async def test_what_the_floor_says_is_said_here_too() -> None:
    """Live figures, target, agents and every variant are the floor's own, member for member."""
    made = busy()
    floor = made.publish()
    document = await looked_at(made)
    (sales,) = (part for part in floor["slices"] if part["slice"] == {"queue": "sales", "channel": "voice"})

    assert floor["as_of"] == document["as_of"]
    assert (sales["live"], sales["target"], sales["quality"]) == tuple(
        document[name] for name in ("live", "target", "quality")
    )
    assert list(VARIANTS) == [level["variant"] for level in document["service_levels"]]
    for level in document["service_levels"]:
        assert sales["kpis"][f"service_level_{level['variant']}"] == level["windows"]
    assert {"available": 1, "on_contact": 2, "after_contact_work": 1, "break": 1} == {
        state: number for state, number in document["agents"].items() if number
    }


async def test_the_day_and_the_quarter_are_those_of_the_floor() -> None:
    """Today's half hours sum up to the floor's day, and what moved the number is the number of the last 15 minutes."""
    document = await looked_at(busy())
    levels = document["kpis"]["service_level"]

    assert levels["today"] == document["today"]["kpis"]["service_level"]
    assert levels["15m"] == document["movement"]["value"]
    assert CALLS == document["last_week"]["spreads"]["wait"]["n"]
    assert ("07:30", "08:00", True) == (
        document["today"]["intervals"][-2]["begins"],
        document["today"]["intervals"][-1]["begins"],
        document["today"]["intervals"][-1]["running"],
    )


async def test_nobody_is_named_unless_that_is_allowed() -> None:
    """Not one id of a contact or an agent is in the document; with the setting those of contacts are."""
    hidden, named = [orjson.dumps(await looked_at(busy(show_contacts=shown))) for shown in (False, True)]

    assert (b'"waits-' in hidden, b'"0-2' in hidden, b"agent-" in hidden, b"agent-" in named) == (False,) * 4
    assert b'"waits-31"' in named
    assert b'"0-284"' in named


@pytest.mark.parametrize("name", ODD)
async def test_a_queue_may_have_any_name(name: str) -> None:
    """Whatever stands in the name comes back as it is, on a command line as one word."""
    document = await looked_at(busy(name), name)
    words = shlex.split(document["movement"]["command"])

    assert {"queue": name, "channel": "voice"} == document["slice"]
    assert ["floorwatch", "explain", "service_level", "--queue", name, "--channel", "voice", "--from"] == words[:8]


async def test_the_command_asks_for_all_that_the_number_holds() -> None:
    """The instant shown too: who was answered in its second is in the number, and who waits too long then."""
    document = await looked_at(busy())
    words = shlex.split(document["movement"]["command"])
    asked = Intervals(None, "UTC", *(parse_instant(words[words.index(end) + 1]) for end in ("--from", "--to")))

    assert asked.containing(parse_instant(document["as_of"])) is not None
    assert document["movement"]["from"] == words[words.index("--from") + 1]


async def test_an_unknown_queue_is_not_found_and_the_known_ones_are_named() -> None:
    """The document and the page are 404; a known queue on another channel is unknown too."""
    made = busy()
    made.publish()

    async with serving(made) as session:
        unknown = await got(session, "/api/queue/nobody")
        other = await got(session, "/api/queue/sales", channel="chat")
        async with session.get("/queue/nobody") as page:
            text = await page.text()
        async with session.get("/queue/nobody", headers={"If-None-Match": page.headers["ETag"]}) as again:
            pass

    known = [{"queue": "sales", "channel": "voice"}]
    assert (404, {"error": "there is no such queue", "queues": known}) == unknown == other
    assert (404, "text/html", True) == (page.status, page.content_type, "There is no" not in text)
    assert 304 == again.status


async def test_of_a_queue_on_several_channels_one_has_to_be_named() -> None:
    """Without the channel both are offered."""
    made = busy()
    made.call("writes", NOW - 20 * SECOND, channel="chat")
    made.publish()

    async with serving(made) as session:
        status, document = await got(session, "/api/queue/sales")
        _, chat = await got(session, "/api/queue/sales", channel="chat")

    assert (404, ["chat", "voice"]) == (status, [one["channel"] for one in document["queues"]])
    assert "chat" == chat["slice"]["channel"]


async def test_without_a_floor_the_reason_is_told_and_the_page_is_there() -> None:
    """While a worker recovers the document is 503 with the reason that `/health/ready` gives."""
    made = busy()
    made.web.health = Health(live=True, live_reason="", ready=False, ready_reason="restoring partition 0: 7 of 9")

    async with serving(made) as session:
        before = await got(session, "/api/queue/sales")
        async with session.get("/queue/sales") as page:
            pass
        made.publish()
        after, _ = await got(session, "/api/queue/sales")
        made.web.store.withdraw()
        withdrawn, _ = await got(session, "/api/queue/sales")
        made.web.health = WebFloor().health
        ready = await got(session, "/api/queue/sales")

    assert (503, {"error": "restoring partition 0: 7 of 9"}) == before
    assert (200, 200, 503) == (page.status, after, withdrawn)
    assert (503, {"error": "no floor yet"}) == ready


async def test_a_document_is_made_once_for_those_who_ask_together() -> None:
    """It is told again for three seconds, with the time of then, but not by one whose partitions are other ones."""
    made = busy()
    made.publish()
    async with serving(made) as session:
        first, second = await asyncio.gather(*(got(session, "/api/queue/sales") for _ in range(2)))
        made.publish(remarks=["newer"])
        made.web.now_ms += 2_900
        _, kept = await got(session, "/api/queue/sales")
        made.partitions = made.partitions[:1]
        _, moved = await got(session, "/api/queue/sales")
        made.publish(remarks=["newest"])
        made.web.now_ms += 3_000
        _, anew = await got(session, "/api/queue/sales")

    told = [(one["floor"]["remarks"], one["now_ms"] - NOW) for one in (first[1], second[1], kept, moved, anew)]
    assert [([], 1_200)] * 2 + [([], 4_100), (["newer"], 4_100), (["newest"], 7_100)] == told
    assert [{"read": 2, "total": 2}, {"read": 1, "total": 2}] == [one["partitions"] for one in (kept, moved)]


async def test_who_waits_in_the_partitions_of_another_is_not_in_what_ours_come_to() -> None:
    """The floor has them; day and movement have those of the partitions that are read."""
    made = busy()
    late = [f"late-{number}" for number in range(12)]
    for contact in late:
        made.call(contact, NOW - MINUTE)
    whole = made.publish()
    made.partitions = made.partitions[:1]
    async with serving(made) as session:
        _, partly = await got(session, "/api/queue/sales")
    made.publish(partitions={"owned": 1, "total": 1})
    made.web.now_ms += 3_000
    async with serving(made) as session:
        _, alone = await got(session, "/api/queue/sales")
    waiting = [one["live"]["waiting_past_threshold"] for one in (*whole["slices"][:1], partly, alone)]

    assert waiting[0] == waiting[1] > waiting[2] > 0
    assert [alone["today"], alone["movement"]] == [partly["today"], partly["movement"]]


async def test_only_so_many_documents_are_kept() -> None:
    """A hundred queues do not stay in memory."""
    made = OneFloor()
    for number in range(40):
        made.call(f"c{number}", NOW - SECOND, queue=f"q{number}")
    made.publish()

    async with serving(made) as session:
        for number in range(40):
            assert (await got(session, f"/api/queue/q{number}"))[0] == 200

    assert made.inspector.kept == 40 % MOST_KEPT


async def test_others_work_while_a_queue_is_read() -> None:
    """Between two pieces the event loop turns: a document is made in hundreds of turns, not in one."""
    made = busy()
    made.publish()
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(turn())
    await made.inspector.document(("sales", "voice"))
    other.cancel()

    assert turns > 150


async def test_the_page_is_locked_down_and_may_be_kept() -> None:
    """The same policy as everywhere, and a mark by which the browser need not load it twice."""
    made = busy()
    made.publish()

    async with serving(made) as session:
        async with session.get("/queue/sales") as page:
            text = await page.text()
        async with session.get("/queue/sales", headers={"If-None-Match": page.headers["ETag"]}) as again:
            pass
        async with session.post("/api/queue/sales") as posted:
            pass

    assert CONTENT_SECURITY_POLICY == page.headers["Content-Security-Policy"]
    assert ("sales" in text, "http" in text.replace("httpwatch", "")) == (False, False)
    assert (200, 304, 405) == (page.status, again.status, posted.status)


async def test_a_server_without_an_inspector_has_no_such_page() -> None:
    """Neither the page nor the document."""
    async with served(WebFloor()) as session, session.get("/queue/sales") as page:
        pass

    assert 404 == page.status


def test_only_what_is_restored_can_be_looked_at() -> None:
    """Of two partitions of a worker one is still being read."""
    partition = Partition(Site(), 1)

    assert [partition] == StandingLanes(restoring(0), running(partition)).partitions()
