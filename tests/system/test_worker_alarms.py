"""An alarm on a real Kafka: raised once, kept over a kill, cleared once its reason is gone; all of it on the topic."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from tests.system.lane_harness import read_all
from tests.system.worker_process import Command, Commands, Document, environment, eventually

pytestmark = pytest.mark.system

PARTITIONS = 2
SITE = """
[[queues]]
name = "sales"
channel = "voice"

[[alarms]]
name = "crowd"
kpi = "waiting"
queue = "sales"
warning = 0
critical = 9
raise_after = "2s"
clear_after = "2s"
"""


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    """Return the commands of this test, in a folder with the site's file."""
    (tmp_path / "floorwatch.toml").write_text(SITE)
    with Commands(tmp_path) as started:
        yield started


async def crowds(worker: Command) -> list[Document] | None:
    """Return what the floor shows of the alarm; None while there is no floor."""
    floor = await worker.floor()
    return None if floor is None else [alarm for alarm in floor["alarms"] if alarm["alarm"] == "crowd"]


async def state(worker: Command) -> str | None:
    """Return the state that the metrics tell of; None while there is none."""
    series = rb'^kpi_alarm_state\{alarm="crowd",channel="voice",queue="sales"\} ([0-9.]+)$'
    found = re.search(series, await worker.get("metrics") or b"", re.MULTILINE)
    return found[1].decode() if found else None


async def told(connection: Connection, topic: str) -> list[Document]:
    """Return every change of the alarm on the topic, in order."""
    parts = await read_all(connection, topic, PARTITIONS)
    records = [json.loads(record.value) for part in parts.values() for record in part if record.value is not None]
    return [change for change in records if change["alarm"] == "crowd"]


async def test_an_alarm_survives_a_kill_and_is_raised_and_cleared_once(
    commands: Commands, connection: Connection, prefix: str
) -> None:
    """A caller waits, the worker dies and comes back, the caller is answered: two changes, and the old instant between.

    The state of an alarm that nobody has raised yet is there from the start.
    """
    names = environment(
        connection.bootstrap, prefix, partitions=PARTITIONS, instance="one", checkpoint_interval="200ms"
    )
    topic = names["FLOORWATCH_ALARM_TOPIC"]

    async def shows(worker: Command, wanted: str) -> Document | None:
        alarms = await crowds(worker)
        found = None if alarms is None else next((one for one in alarms if one["state"] == wanted), None)
        return found if found is not None and await state(worker) == "1.0" else None

    async def is_on_the_topic(count: int) -> list[Document] | None:
        changes = await told(connection, topic)
        return changes if len(changes) >= count else None

    async with AIOKafkaProducer(**connection.asyncio_arguments()) as producer:

        async def tell(kind: str, **facts: str) -> None:
            event = {"type": f"contact.{kind}", "contact": "c-1", "time": int(time.time() * 1000), **facts}
            await producer.send_and_wait(names["FLOORWATCH_CONTACT_TOPIC"], json.dumps(event).encode(), b"c-1")

        worker = commands.start(names, "worker")
        await eventually(lambda: ok(worker), "the alarm is known, and ok")
        await tell("queued", queue="sales", channel="voice")
        first = await eventually(lambda: shows(worker, "warning"), "the alarm is raised")
        (raised,) = await eventually(lambda: is_on_the_topic(1), "the topic tells of it")
        await eventually(lambda: kept(worker), "the caller is in a checkpoint")
        await worker.kill()

        again = commands.start(names, "worker")
        second = await eventually(lambda: shows(again, "warning"), "the alarm stands again")
        await tell("answered", agent="a-7")
        await eventually(lambda: ok(again), "the alarm is over")
        changes = await eventually(lambda: is_on_the_topic(2), "the topic tells that it is over")

        assert await again.terminate() == 0
    assert (raised["since"], raised["since"]) == (first["since"], second["since"])
    assert [("raised", "warning", 1), ("cleared", "ok", 0)] == [
        (change["change"], change["state"], change["value"]) for change in await told(connection, topic)
    ]
    assert changes[0] == raised
    assert [] == again.events("alarms_not_sent")


async def ok(worker: Command) -> bool | None:
    """Whether the alarm is known to be ok, on the floor and in the metrics."""
    return True if await crowds(worker) == [] and await state(worker) == "0.0" else None


async def kept(worker: Command) -> bool | None:
    """Whether everything that was folded is durable."""
    rows = re.findall(
        rb'^floorwatch_dirty_rows\{partition="\d+"\} ([0-9.]+)$', await worker.get("metrics") or b"", re.MULTILINE
    )
    return True if rows and all(float(count) == 0 for count in rows) else None
