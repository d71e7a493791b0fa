"""A promise that is not kept is a breach at its deadline, without any event; what is heard later may take it back."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from stream.units import parse_instant
from tests.system.worker_process import Command, Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

TARGET_MS = 6_000
SITE = """
[[queues]]
name = "sales"
channel = "voice"
service_level_threshold = "6s"
short_abandon = "1s"

[[queues]]
name = "help"
channel = "chat"
first_response_target = "6s"
"""


@dataclass(frozen=True)
class Promise:
    """A clock, how a contact of its kind begins, and the event that keeps the promise."""

    clock: str
    queued: Document
    kept: Document


ANSWER = Promise("answer", {"queue": "sales", "channel": "voice"}, {"type": "contact.answered"})
RESPONSE = Promise("first_response", {"queue": "help", "channel": "chat"}, {"type": "contact.message", "from": "agent"})


@dataclass(frozen=True)
class Desk:
    """A worker, and the way to its events."""

    worker: Command
    producer: AIOKafkaProducer
    topic: str
    promise: Promise

    async def queue(self, contact: str) -> int:
        """Let a customer begin to wait now, and return the deadline."""
        now_ms = int(time.time() * 1000)
        await self._send(contact, {"type": "contact.queued", "time": now_ms, **self.promise.queued})
        return now_ms + TARGET_MS

    async def keep(self, contact: str, at_ms: int) -> None:
        """Tell now that the promise was kept then."""
        await self._send(contact, {"time": at_ms, **self.promise.kept})

    def clock(self, floor: Document) -> tuple[int, int, int]:
        """Return how often the clock was met and breached in the last hour, and how many are overdue."""
        figures, clock = everything(floor), self.promise.clock
        met, breached = (figures["kpis"][name][clock]["1h"]["value"] for name in ("sla_met", "sla_breached"))
        return met, breached, figures["live"]["overdue"].get(clock, 0)

    async def floors_until(self, clock: tuple[int, int, int], count: int) -> list[Document]:
        """Return every floor of this many records that is seen until the clock stands like this."""
        floors: list[Document] = []

        async def look() -> list[Document] | None:
            floor = await self.worker.floor()
            if floor is None or folded(floor) != count:
                return None
            if not floors or floors[-1]["as_of"] != floor["as_of"]:
                floors.append(floor)
            return floors if self.clock(floor) == clock else None

        return await eventually(look, f"the clock stands at {clock}")

    async def _send(self, contact: str, facts: Document) -> None:
        value = json.dumps({"contact": contact, **facts}).encode()
        await self.producer.send_and_wait(self.topic, value, contact.encode())


@pytest.fixture
def commands(commands: Commands, tmp_path: Path) -> Commands:
    """Return the commands of this test, in a folder with the site's file."""
    (tmp_path / "floorwatch.toml").write_text(SITE)
    return commands


def breached_in_time(floors: list[Document], desk: Desk, deadline: int, before: tuple[int, int, int]) -> bool:
    """Whether the breach is in each floor after the deadline and in none up to it."""
    met, breached, overdue = before
    return all(
        desk.clock(floor) == ((met, breached + 1, overdue + 1) if parse_instant(floor["as_of"]) > deadline else before)
        for floor in floors
    )


@pytest.mark.parametrize("promise", [ANSWER, RESPONSE], ids=lambda promise: promise.clock)
async def test_a_customer_who_never_gets_an_answer_is_breached_without_a_further_event(
    commands: Commands, connection: Connection, prefix: str, promise: Promise
) -> None:
    """An answer in time that arrives late takes it back; one after the deadline leaves exactly one breach."""
    names = environment(connection.bootstrap, prefix)
    worker = commands.start(names, "worker")
    await eventually(lambda: worker.get("health/ready"), "the worker is ready")
    async with AIOKafkaProducer(**connection.asyncio_arguments()) as producer:
        desk = Desk(worker, producer, names["FLOORWATCH_CONTACT_TOPIC"], promise)
        deadline = await desk.queue("first")
        floors = await desk.floors_until((0, 1, 1), count=1)
        assert breached_in_time(floors, desk, deadline, (0, 0, 0))
        assert len(floors) > 1

        await desk.keep("first", deadline)
        assert len(await desk.floors_until((1, 0, 0), count=2)) == 1

        deadline = await desk.queue("second")
        floors = await desk.floors_until((1, 1, 1), count=3)
        assert breached_in_time(floors, desk, deadline, (1, 0, 0))

        await desk.keep("second", deadline + 1)
        assert len(await desk.floors_until((1, 1, 0), count=4)) == 1
    assert await worker.terminate() == 0
