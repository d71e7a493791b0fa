"""What a worker cannot use reaches the dead-letter topic as it came, with the reason, and the worker reads on."""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from agents.dead_letters import DeadLetter, decode, is_whole
from agents.kafka import Connection
from agents.topics import TopicNames, prepare
from tests.system.lane_harness import read_all, whole
from tests.system.worker_process import Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

PARTITIONS = 2
MINUTE_MS = 60_000
RANDOM_RECORDS = 1_000
SEED = 20_250_106


@dataclass(frozen=True)
class Sent:
    """A record as a source sends it, and the reason for which it is to be refused."""

    key: bytes | None
    value: bytes | None
    reason: str | None
    headers: Sequence[tuple[str, bytes]] = ()


@pytest.fixture
async def names(connection: Connection, prefix: str) -> dict[str, str]:
    """Return the environment of the worker; its topics are made."""
    topics = TopicNames(*(f"{prefix}.{name}" for name in ("contacts", "agents", "state", "agent-state", "dead")))
    await prepare(connection, topics, partitions=PARTITIONS)
    return environment(connection.bootstrap, prefix, checkpoint_interval="500ms")


def event(contact: str, kind: str, at: float | str, **facts: object) -> bytes:
    """Write an event."""
    return json.dumps({"type": f"contact.{kind}", "contact": contact, "time": at, "source": "pbx", **facts}).encode()


def bad_records(now_ms: int) -> list[Sent]:
    """Return records of every kind that is refused, some reasons met in more ways than one."""
    queued = event("c", "queued", now_ms, queue="sales", channel="voice")
    values: dict[str, list[bytes | None]] = {
        "not_json": [queued[:-9], b"", b"\xff\xfe\x00", None],
        "too_large": [event("c", "queued", now_ms, queue="sales", padding="x" * 65_536)],
        "not_an_object": [b"[" + queued + b"]", b"7", b"null"],
        "unknown_type": [event("c", "teleported", now_ms)],
        "missing_field": [event("c", "queued", now_ms), b"{}", event("c", "message", now_ms)],
        "bad_field": [event("c", "queued", now_ms, queue=7), event("", "queued", now_ms, queue="sales")],
        "bad_time": [event("c", "queued", at, queue="sales") for at in ("2025-01-06 08:00", "soon", 1.5, 1)],
        "time_too_far_ahead": [event("c", "queued", now_ms + 60 * MINUTE_MS, queue="sales")],
    }
    records = [Sent(b"c", value, reason) for reason, several in values.items() for value in several]
    return records + [Sent(key, queued, "key_mismatch") for key in (b"d", b"", None)]


def late_records(now_ms: int) -> list[Sent]:
    """Return a contact whose beginning is settled and an event about that beginning."""
    story = [
        event("late", "queued", now_ms - 40 * MINUTE_MS, queue="sales", channel="voice"),
        event("late", "answered", now_ms - 39 * MINUTE_MS),
        event("late", "ended", now_ms - MINUTE_MS),
    ]
    news = event("late", "held", now_ms - 40 * MINUTE_MS + 1_000)
    return [*(Sent(b"late", value, None) for value in story), Sent(b"late", news, "late")]


def good_record(now_ms: int) -> Sent:
    """Return a caller who waits in a queue of its own."""
    return Sent(b"good", event("good", "queued", now_ms, queue="after-all", channel="voice"), None)


async def send(connection: Connection, topic: str, records: Sequence[Sent]) -> None:
    """Write records, those about one contact in their order, and wait until they stand there."""
    async with AIOKafkaProducer(**connection.asyncio_arguments(), enable_idempotence=True) as producer:
        for record in records:
            await producer.send_and_wait(topic, record.value, record.key, headers=list(record.headers))


async def shown(commands: Commands, names: dict[str, str], count: int) -> Document:
    """Run a worker until it shows so many records with a caller in the last queue, and end it in order."""
    worker = commands.start(names, "worker")

    async def look() -> Document | None:
        floor = await worker.floor()
        return floor if floor is not None and folded(floor) == count else None

    floor = await eventually(look, f"{count} records are folded")
    assert await worker.terminate() == 0
    return floor


async def letters_of(connection: Connection, names: dict[str, str]) -> tuple[list[Any], list[DeadLetter]]:
    """Return the source's records and the dead letters, each a whole one, of all partitions."""
    source = await read_all(connection, names["FLOORWATCH_CONTACT_TOPIC"], PARTITIONS, "read_uncommitted")
    found = await read_all(connection, names["FLOORWATCH_DEAD_LETTER_TOPIC"], PARTITIONS)
    letters = [(record, decode(record)) for number in found for record in found[number]]
    assert all(letter is not None and is_whole(record) for record, letter in letters)
    assert all(letter is not None and letter.partition == record.partition for record, letter in letters)
    return [record for number in source for record in source[number]], [letter for _, letter in letters if letter]


def placed(records: Sequence[Any]) -> dict[tuple[int, int], tuple[object, ...]]:
    """Return records by partition and offset."""
    return {(record.partition, record.offset): whole(record) for record in records}


async def test_every_reason_of_rejection_reaches_the_dead_letters(
    commands: Commands, connection: Connection, names: dict[str, str]
) -> None:
    """Bytes, key, headers, topic, partition and offset are the original's; what is good is counted and no letter."""
    now_ms = int(time.time() * 1000)
    story = [*bad_records(now_ms), *late_records(now_ms), good_record(now_ms)]
    numbered = [Sent(r.key, r.value, r.reason, [("n", b"%d" % n), ("empty", b"")]) for n, r in enumerate(story)]
    topic = names["FLOORWATCH_CONTACT_TOPIC"]
    await send(connection, topic, numbered)
    floor = await shown(commands, names, len(story))
    source, letters = await letters_of(connection, names)
    refused = {b"%d" % n: record.reason for n, record in enumerate(story) if record.reason is not None}
    told = {dict(letter.headers)["n"]: letter.reason for letter in letters}
    counts = {reason: list(refused.values()).count(reason) for reason in set(refused.values())}

    assert len(counts) == 10
    assert refused == told
    assert len(refused) == len(letters)
    assert {topic} == {letter.topic for letter in letters}
    stands = placed(source)
    assert {place: stands[place] for place in placed(letters)} == placed(letters)
    rejected: dict[str, int] = {}
    for entry in floor["sources"]:
        for reason, count in entry["rejected"].items():
            rejected[reason] = rejected.get(reason, 0) + count
    assert counts == rejected | {"late": sum(entry["late"] for entry in floor["sources"])}
    assert everything(floor)["live"]["waiting"] == 1


async def test_a_thousand_random_byte_strings_do_not_stop_the_worker(
    commands: Commands, connection: Connection, names: dict[str, str]
) -> None:
    """A good event after them shows, and each of them is a dead letter."""
    chance = random.Random(SEED)
    noise = [
        Sent(chance.randbytes(chance.randrange(20)), chance.randbytes(chance.randrange(2_000)), "any")
        for _ in range(RANDOM_RECORDS)
    ]
    await send(connection, names["FLOORWATCH_CONTACT_TOPIC"], noise)
    await send(connection, names["FLOORWATCH_CONTACT_TOPIC"], [good_record(int(time.time() * 1000))])
    floor = await shown(commands, names, RANDOM_RECORDS + 1)
    source, letters = await letters_of(connection, names)
    good = [record for record in source if record.key == b"good"]

    assert [{"queue": "after-all", "channel": "voice"}] == [
        s["slice"] for s in floor["slices"] if "queue" in s["slice"]
    ]
    assert everything(floor)["live"]["waiting"] == 1
    assert len(letters) == RANDOM_RECORDS
    assert placed([record for record in source if record not in good]) == placed(letters)


async def test_where_there_are_no_letters_it_is_said(
    commands: Commands, connection: Connection, names: dict[str, str]
) -> None:
    """Whichever partition is looked at last is empty: the client of Kafka comes to its end all the same."""
    await send(connection, names["FLOORWATCH_CONTACT_TOPIC"], [good_record(int(time.time() * 1000))])
    await shown(commands, names, 1)
    told = [await commands.run(names, "dead-letters", *of) for of in (["list"], ["requeue", "--all", "--dry-run"])]

    assert ["no dead letters", "0 would be sent again"] == told
