"""An alarm on a real Kafka: raised once, kept over a kill, cleared once its reason is gone; all of it on the topic.

With several workers too: the one that has partition 0 looks after the alarms, of callers in any partition.
"""

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from tests.system.lane_harness import read_all
from tests.system.onlooker import OWNED
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
def commands(commands: Commands, tmp_path: Path) -> Commands:
    """Return the commands of this test, in a folder with the site's file."""
    (tmp_path / "floorwatch.toml").write_text(SITE)
    return commands


@dataclass(frozen=True)
class Queue:
    """The queue whose alarm is watched: its caller, and the topics around it."""

    connection: Connection
    producer: AIOKafkaProducer
    contacts: str
    alarms: str
    partition: int | None = None

    async def tell(self, kind: str, **facts: str) -> None:
        """Send an event of the caller, which happens now."""
        event = {"type": f"contact.{kind}", "contact": "c-1", "time": int(time.time() * 1000), **facts}
        await self.producer.send_and_wait(self.contacts, json.dumps(event).encode(), b"c-1", self.partition)

    async def changes(self) -> list[Document]:
        """Return every change of the alarm on the topic, in order."""
        parts = await read_all(self.connection, self.alarms, PARTITIONS)
        records = [json.loads(record.value) for part in parts.values() for record in part if record.value is not None]
        return [change for change in records if change["alarm"] == "crowd"]

    async def told(self, count: int) -> list[Document]:
        """Wait until the topic tells of so many changes."""

        async def look() -> list[Document] | None:
            changes = await self.changes()
            return changes if len(changes) >= count else None

        return await eventually(look, f"{count} changes are on the topic")


async def stands(worker: Command, state: str, level: int) -> Document:
    """Wait until the floor shows the alarm in this state (ok: not at all) and the metrics its level; return it."""
    series = rb'^kpi_alarm_state\{alarm="crowd",channel="voice",queue="sales"\} ([0-9.]+)$'

    async def look() -> Document | None:
        floor, metrics = await worker.floor(), await worker.get("metrics")
        found = re.search(series, metrics or b"", re.MULTILINE)
        if floor is None or found is None or float(found[1]) != level:
            return None
        shown = next((alarm for alarm in floor["alarms"] if alarm["alarm"] == "crowd"), {"state": "ok"})
        return shown if shown["state"] == state else None

    return await eventually(look, f"the alarm is {state}")


async def kept(worker: Command) -> None:
    """Wait until everything that was folded is durable."""
    series = rb'^floorwatch_dirty_rows\{partition="\d+"\} ([0-9.]+)$'

    async def look() -> bool | None:
        rows = re.findall(series, await worker.get("metrics") or b"", re.MULTILINE)
        return True if rows and all(float(count) == 0 for count in rows) else None

    await eventually(look, "the state is in a checkpoint")


async def test_an_alarm_survives_a_kill_and_is_raised_and_cleared_once(
    commands: Commands, connection: Connection, prefix: str
) -> None:
    """A caller waits, the worker dies and comes back, the caller is answered: two changes, and the old instant between.

    The state of an alarm that nobody has raised yet is there from the start.
    """
    own = {"partitions": PARTITIONS, "instance": "one", "checkpoint_interval": "200ms"}
    names = environment(connection.bootstrap, prefix, **own)
    topics = (names["FLOORWATCH_CONTACT_TOPIC"], names["FLOORWATCH_ALARM_TOPIC"])
    async with AIOKafkaProducer(**connection.asyncio_arguments()) as producer:
        sales = Queue(connection, producer, *topics)
        worker = commands.start(names, "worker")
        await stands(worker, "ok", 0)
        await sales.tell("queued", queue="sales", channel="voice")
        first = await stands(worker, "warning", 1)
        (raised,) = await sales.told(1)
        await kept(worker)
        await worker.kill()

        again = commands.start(names, "worker")
        second = await stands(again, "warning", 1)
        await sales.tell("answered", agent="a-7")
        await stands(again, "ok", 0)
        changes = await sales.told(2)

        assert await again.terminate() == 0
        assert changes == await sales.changes()
    assert (raised["since"], raised["since"]) == (first["since"], second["since"])
    assert [raised, ("cleared", "ok", 0)] == [
        changes[0],
        *((change["change"], change["state"], change["value"]) for change in changes[1:]),
    ]
    assert ("raised", "warning", 1) == (raised["change"], raised["state"], raised["value"])
    assert [] == again.events("alarms_not_sent")


async def shared_out(workers: list[Command]) -> list[Command]:
    """Wait until each of two workers has one of the partitions, and return them in the order of these."""

    async def look() -> list[Command] | None:
        metrics = [await worker.get("metrics") or b"" for worker in workers]
        numbers = [[int(number) for number in OWNED.findall(text.decode())] for text in metrics]
        return [workers[numbers.index([n])] for n in range(2)] if sorted(numbers) == [[0], [1]] else None

    return await eventually(look, "one partition for each worker")


async def test_the_alarms_of_two_workers_are_raised_and_cleared_once(
    commands: Commands, connection: Connection, prefix: str
) -> None:
    """The caller waits in the one's partition, the other has partition 0, raises the alarm, and is killed.

    Who takes partition 0 over goes on with the alarm as it stands, since the same instant.
    """
    own = {"partitions": PARTITIONS, "checkpoint_interval": "200ms"}
    names = environment(connection.bootstrap, prefix, **own)
    topics = (names["FLOORWATCH_CONTACT_TOPIC"], names["FLOORWATCH_ALARM_TOPIC"])
    async with AIOKafkaProducer(**connection.asyncio_arguments()) as producer:
        sales = Queue(connection, producer, *topics, partition=1)
        workers = [commands.start(names, "worker") for _ in range(2)]
        looks_after, other = await shared_out(workers)
        await sales.tell("queued", queue="sales", channel="voice")
        first = await stands(looks_after, "warning", 1)
        (raised,) = await sales.told(1)
        await looks_after.kill()

        second = await stands(other, "warning", 1)
        again = await sales.changes()
        await sales.tell("answered", agent="a-7")
        await stands(other, "ok", 0)
        changes = await sales.told(2)

        assert await other.terminate() == 0
        assert changes == await sales.changes()
    assert (raised["since"], raised["since"]) == (first["since"], second["since"])
    assert [raised] == again == changes[:1]
    assert ["raised", "cleared"] == [change["change"] for change in changes]
