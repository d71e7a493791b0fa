"""A bug of the engine, from the record that it breaks at to the day on which it is mended; and letters sent again."""

import json
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from tests.system.audited_floor import AuditedFloor
from tests.system.worker_process import Command, Commands, Document, eventually, everything, folded

pytestmark = pytest.mark.system

POISONED = Path(__file__).with_name("poisoned_worker.py")
QUARANTINED = "floorwatch_quarantined_records_total"


@pytest.fixture
async def floor(connection: Connection, prefix: str, commands: Commands) -> AuditedFloor:
    """Return a floor on which nothing has happened."""
    return await AuditedFloor(connection, prefix, commands).fill(0)


def queued(contact: str) -> bytes:
    """Write a caller who waits from now on."""
    at = int(time.time() * 1000)
    told = {"type": "contact.queued", "contact": contact, "time": at, "queue": "sales", "channel": "voice"}
    return json.dumps(told | {"source": "pbx"}).encode()


async def send(floor: AuditedFloor, *records: tuple[bytes, bytes]) -> None:
    """Write records, in order, to one partition."""
    async with AIOKafkaProducer(**floor.connection.asyncio_arguments()) as producer:
        for key, value in records:
            await producer.send_and_wait(floor.settings.contact_topic, value, key, partition=1, headers=[("h", b"1")])


async def shown(worker: Command, count: int) -> Document:
    """Wait until a worker shows so many records."""

    async def look() -> Document | None:
        found = await worker.floor()
        return found if found is not None and folded(found) == count else None

    return await eventually(look, f"{count} records are folded")


async def letters(floor: AuditedFloor, *arguments: str) -> Document:
    """Run a command about dead letters."""
    document: Document = json.loads(await floor.commands.run(floor.names, "dead-letters", *arguments, "--json"))
    return document


async def test_a_poisoned_record_is_left_out_told_and_sent_again_once_the_bug_is_mended(floor: AuditedFloor) -> None:
    """The partition goes on, a kill changes nothing, the audit knows; in the end the caller waits like the others."""
    poison = queued("poison-1")
    await send(floor, (b"a", queued("a")), (b"poison-1", poison), (b"b", queued("b")))
    worker = floor.commands.start(floor.names, program=POISONED)
    document = await shown(worker, 3)
    ready, counted = json.loads(await worker.get("health/ready") or b""), await worker.metric(QUARANTINED)

    assert 2 == everything(document)["live"]["waiting"]
    assert [{"engine_error": 1}] == [one["rejected"] for one in document["sources"] if one["rejected"]]
    assert ["records that broke the engine are left out, and lie in the dead letters: 1 in partition 1"] == [
        remark for remark in document["remarks"] if "engine" in remark
    ]
    assert "1 in partition 1" in ready["reason"]
    assert (True, 1.0) == (ready["ready"], counted)

    listed = await eventually_listed(floor, "engine_error")
    await worker.kill()
    worker = floor.commands.start(floor.names, program=POISONED)
    assert 2 == everything(await shown(worker, 3))["live"]["waiting"]
    assert await worker.terminate() == 0
    (letter,) = listed["letters"]
    place = letter["place"]
    raw = await floor.commands.run(floor.names, "dead-letters", "show", place, "--raw")

    assert ("new", "poison-1", "pbx", [["h", "1"]]) == (*map(letter.get, ("fate", "key", "source", "headers")),)
    assert "ZeroDivisionError: the bug of this test" in letter["error"]
    assert poison == raw.encode()
    assert (0, 0) == ((status := await floor.audit())[0], status[1]["differences"]), status
    await mended(floor, place)


async def mended(floor: AuditedFloor, place: str) -> None:
    """Run a worker without the bug, and send the letter at this place again, once."""
    worker = floor.commands.start(floor.names, "worker")
    rehearsed = await letters(floor, "requeue", "--reason", "engine_error", "--dry-run")
    sent = await letters(floor, "requeue", "--reason", "engine_error")
    again = await letters(floor, "requeue", "--reason", "engine_error", "--again")

    assert 3 == everything(await shown(worker, 4))["live"]["waiting"]
    assert ([place], [place], []) == (rehearsed["sent"], sent["sent"], again["sent"])
    assert 1 == again["left_out"]["already"]
    assert ["requeued"] == [one["fate"] for one in (await letters(floor, "list"))["letters"]]
    assert await worker.terminate() == 0
    assert 0 == (await floor.audit())[1]["differences"]


async def eventually_listed(floor: AuditedFloor, reason: str, count: int = 1) -> Document:
    """Return the list of letters once the checkpoint that they belong to is kept."""

    async def look() -> Document | None:
        listed = await letters(floor, "list", "--reason", reason)
        return listed if len(listed["letters"]) == count else None

    return await eventually(look, f"{count} letters of {reason}")


async def test_letters_are_found_limited_and_left_alone_when_they_come_back(floor: AuditedFloor) -> None:
    """By reason, source and time; the oldest are sent first; what is refused again is not sent for ever."""
    bad = [
        json.dumps({"type": "contact.ended", "contact": f"c{n}", "time": "soon", "source": f"s{n % 2}"}) for n in (1, 2)
    ]
    await send(floor, *((b"c%d" % n, value.encode()) for n, value in enumerate(bad, 1)), (b"x", b"no JSON \x1b[2J"))
    worker = floor.commands.start(floor.names, "worker")
    await shown(worker, 3)
    await eventually_listed(floor, "bad_time", 2)
    everything_listed = await letters(floor, "list")
    of_source = await letters(floor, "list", "--source", "s1")
    tomorrow = await letters(floor, "list", "--from", "2999-01-01T00:00:00Z")
    table = await floor.commands.run(floor.names, "dead-letters", "list")

    assert [("bad_time", "s0", 1), ("bad_time", "s1", 1), ("not_json", "", 1)] == [
        (one["reason"], one["source"], one["letters"]) for one in everything_listed["counts"]
    ]
    assert (["c1"], []) == ([one["key"] for one in of_source["letters"]], tomorrow["letters"])
    assert "bad_time" in table
    assert "\x1b" not in table

    first = await letters(floor, "requeue", "--reason", "bad_time", "--limit", "1")
    await eventually_listed(floor, "bad_time", 3)
    rest = await letters(floor, "requeue", "--reason", "bad_time")
    listed = await eventually_listed(floor, "bad_time", 4)
    nothing = await letters(floor, "requeue", "--reason", "bad_time")
    once_more = await letters(floor, "requeue", "--reason", "bad_time", "--again", "--dry-run")
    named = await letters(floor, "requeue", rest["sent"][0], "0@999999", "--dry-run")

    assert (1, 1) == (len(first["sent"]), first["left_out"]["beyond_limit"])
    assert (1, 1) == (named["left_out"]["already"], named["left_out"]["missing"])
    assert (1, 1, 1) == (len(rest["sent"]), rest["left_out"]["already"], rest["left_out"]["came_back"])
    assert ["came back", "came back", "requeued", "requeued"] == sorted(one["fate"] for one in listed["letters"])
    assert [["c1", "came back"], ["c2", "came back"]] == sorted(
        [one["key"], one["fate"]] for one in listed["letters"] if one["fate"] == "came back"
    )
    assert ([], 2, 2) == (nothing["sent"], nothing["left_out"]["already"], nothing["left_out"]["came_back"])
    assert 2 == len(once_more["sent"])
    assert await worker.terminate() == 0
