"""`floorwatch explain` from a real Kafka: a contact's partition to its end, decided as the worker decides."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from agents.kafka import Connection
from agents.topics import TopicNames, prepare
from stream.replay import partition_of
from tests.system.worker_process import Commands, Document, environment

pytestmark = pytest.mark.system

PARTITIONS = 3
MINUTE_MS = 60_000


@pytest.fixture
async def names(connection: Connection, prefix: str) -> dict[str, str]:
    """Return the environment of the commands; the topics are made."""
    topics = TopicNames(*(f"{prefix}.{name}" for name in ("contacts", "agents", "state", "agent-state", "dead")))
    await prepare(connection, topics, partitions=PARTITIONS)
    return environment(connection.bootstrap, prefix)


def event(contact: str, kind: str, at: int, **facts: object) -> bytes:
    """Write an event as a line."""
    return json.dumps({"type": f"contact.{kind}", "contact": contact, "time": at, **facts}).encode() + b"\n"


def story(now_ms: int) -> list[bytes]:
    """Return a call that is answered late, once told twice and once too late; others beside it; one of tomorrow."""
    begin = now_ms - 30 * MINUTE_MS
    queued = event("c-1", "queued", begin, queue="sales", channel="voice", id="1")
    return [
        queued,
        event("c-1", "answered", begin + 25_000, agent="a", id="2"),
        queued,
        *(event(f"other-{n}", "queued", begin + n, queue="sales", channel="voice") for n in range(30)),
        event("c-1", "ended", begin + 20 * MINUTE_MS, id="3"),
        event("c-1", "held", begin + 10_000, id="4"),
        event("c-1", "wrapped", now_ms + 60 * MINUTE_MS, id="5"),
    ]


async def asked(commands: Commands, names: dict[str, str], subject: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what `explain` prints as JSON."""
    return json.loads(await commands.run(names, "explain", subject, "--json"))


async def test_a_contact_is_explained_from_its_partition(
    commands: Commands, names: dict[str, str], tmp_path: Path
) -> None:
    """Each record with its offset and its one outcome; records of other partitions are not even read."""
    path = tmp_path / "story.jsonl"
    path.write_bytes(b"".join(story(time.time_ns() // 1_000_000)))
    await commands.run(names, "produce", path)
    document: Document = await asked(commands, names, "c-1")
    keys = ["c-1"] * 6 + [f"other-{n}" for n in range(30)]
    home = partition_of(b"c-1", PARTITIONS)

    assert ["applied", "applied", "duplicate", "applied", "late", "rejected"] == [
        one["outcome"] for one in document["told"]
    ]
    assert "time_too_far_ahead" == document["told"][-1]["reason"]
    assert all(f"[{home}]@" in one["place"] for one in document["told"])
    assert sum(partition_of(key.encode(), PARTITIONS) == home for key in keys) == document["records_read"]
    assert [("answer", "breached")] == [(one["clock"], one["outcome"]) for one in document["lives"][0]["clocks"]]


async def test_a_contact_is_found_wherever_its_source_has_put_it(
    commands: Commands, names: dict[str, str], connection: Connection
) -> None:
    """The clients that are made of librdkafka hash in their own way: a worker does not mind, nor does anybody else."""
    producer = Producer({"bootstrap.servers": connection.bootstrap})
    elsewhere = (partition_of(b"c-1", PARTITIONS) + 1) % PARTITIONS
    queued = story(time.time_ns() // 1_000_000)[0]
    producer.produce(names["FLOORWATCH_CONTACT_TOPIC"], key=b"c-1", value=queued.strip(), partition=elsewhere)
    assert 0 == await asyncio.to_thread(producer.flush)
    document: Document = await asked(commands, names, "c-1")

    assert [("applied", f"[{elsewhere}]@0")] == [
        (one["outcome"], one["place"].removeprefix(names["FLOORWATCH_CONTACT_TOPIC"])) for one in document["told"]
    ]


async def test_what_a_worker_counts_is_explained_though_its_sender_has_given_it_up(
    commands: Commands, names: dict[str, str], connection: Connection, prefix: str
) -> None:
    """A source is read uncommitted by all who read it."""
    producer = Producer({"bootstrap.servers": connection.bootstrap, "transactional.id": prefix})
    queued = story(time.time_ns() // 1_000_000)[0]
    await asyncio.to_thread(producer.init_transactions)
    producer.begin_transaction()
    producer.produce(names["FLOORWATCH_CONTACT_TOPIC"], key=b"c-1", value=queued.strip())
    assert 0 == await asyncio.to_thread(producer.flush)
    await asyncio.to_thread(producer.abort_transaction)
    document: Document = await asked(commands, names, "c-1")

    assert ["applied"] == [one["outcome"] for one in document["told"]]


async def test_a_figure_is_explained_from_the_whole_topic(
    commands: Commands, names: dict[str, str], tmp_path: Path
) -> None:
    """All partitions; a contact can also be read from an instant on."""
    now_ms = time.time_ns() // 1_000_000
    path = tmp_path / "story.jsonl"
    path.write_bytes(b"".join(story(now_ms)))
    await commands.run(names, "produce", path)
    (answer,) = await asked(commands, names, "offered")
    (late,) = await asked(commands, names, "service_level_answered_only")
    soon = "2100-01-01T00:00:00Z"

    assert 31 == answer["value"]["value"] == len(answer["contacts"])
    assert ["c-1"] == [one["contact"] for one in late["contacts"] if not one["in_flight"]]
    assert 30 == sum(one["in_flight"] for one in late["contacts"])
    command = commands.start(names, "explain", "c-1", "--from", soon)
    assert 1 == await command.ended()
    assert command.logged == ["explain: c-1: none of 0 records is about this contact, and no KPI has this name"]
