"""A worker whose promises are broken on purpose is found out by the figures: whoever looks for differences can see.

Each promise is kept once and broken once, by workers that die or sleep at the same place in the same history.
"""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import orjson
import pytest

from agents.process_stat import is_frozen
from stream.units import SECOND, parse_instant
from tests.system import sabotaged_worker
from tests.system.faults_floor import PARTITIONS, FaultyFloor
from tests.system.faults_history import Sent
from tests.system.faults_truth import Truth
from tests.system.kept_state import kept_count
from tests.system.shared_kafka import shared_kafka_of
from tests.system.worker_process import Command, Commands, Document, eventually

pytestmark = pytest.mark.system

AT: Final = parse_instant("2025-01-06T08:00:00Z")
CALLERS: Final = 60
STILL_LOOKS: Final = 40
PUBLISHED: Final = "floorwatch_floor_published_timestamp_seconds"
OUT_OF_DATE: Final = 3
"""No metric, the floor before all was kept, and one that may have been begun before."""
SABOTAGED_WORKER: Final = Path(__file__).with_name("sabotaged_worker.py")


def told(group: str, kind: str, seconds: int) -> list[Sent]:
    """Return what happens to each contact of a group; all of it falls into one pane."""
    events = [
        {"type": f"contact.{kind}", "contact": f"{group}-{number}", "id": f"{group}-{number}-{seconds}"}
        for number in range(CALLERS)
    ]
    common = {"time": AT + seconds * SECOND, "source": "s", "queue": "sales", "channel": "voice"}
    return [Sent(of_agent=False, key=event["contact"].encode(), value=orjson.dumps(event | common)) for event in events]


ARRIVALS: Final = [*told("early", "queued", 0), *told("late", "queued", 0)]
HALF: Final = [*ARRIVALS, *told("early", "answered", 1)]
MOST: Final = [*HALF, *told("late", "answered", 2)]
ALL: Final = [*MOST, *told("early", "updated", 3)]


class Stage:
    """A floor of that history, on which a worker is played false."""

    def __init__(self, floor: FaultyFloor, commands: Commands) -> None:
        """Begin without workers."""
        self.floor = floor
        self.commands = commands

    def start(self, *way: str) -> Command:
        """Start a worker, in one of the ways; each of them has the same name, and takes over from the one before."""
        names = self.floor.names | {"FLOORWATCH_INSTANCE": "one"}
        return self.commands.start(names, *way, program=SABOTAGED_WORKER) if way else self.floor.join("one")

    async def kept(self, records: list[Sent]) -> None:
        """Let so many records be written, and wait until all of them are kept."""
        self.floor.allowed = len(records)

        async def look() -> bool | None:
            return True if await kept_count(self.floor.topics) == len(records) else None

        await eventually(look, f"{len(records)} records are kept")

    async def differences(self, worker: Command) -> list[str]:
        """Return what a worker shows otherwise than `replay` once all is kept and it does not change any more.

        Just after that it can still show what it had in its memory before: the second floor from then on has not.
        """
        await self.kept(ALL)
        truth = await Truth.of(self.floor.topics, self.floor.agent_topic)
        last, still = "", 0
        published = set()

        async def look() -> list[str] | None:
            nonlocal last, still
            published.add(await worker.metric(PUBLISHED))
            floor = await worker.floor()
            if floor is None or len(published) <= OUT_OF_DATE:
                return None
            unlike = truth.unlike_replay(floor)
            now = _state(floor)
            still, last = (still + 1 if now == last else 0), now
            return unlike if not unlike or (still > STILL_LOOKS and _is_read(floor)) else None

        return await eventually(look, "the floor comes to rest")


def _state(floor: Document) -> str:
    return orjson.dumps([floor["slices"], floor["sources"]], option=orjson.OPT_SORT_KEYS).decode()


def _is_read(floor: Document) -> bool:
    """Whether all partitions are shown, up to their ends."""
    states = [reading["state"] for reading in floor["clock"]["partitions"]]
    return states == ["caught_up"] * PARTITIONS


def _figures(unlike: list[str]) -> list[str]:
    """Those differences that a caller would notice: not how many records there were."""
    return [place for place in unlike if place.startswith("/slices/") and "/kpis/answered/" in place]


@pytest.fixture
def stage(tmp_path: Path, pytestconfig: pytest.Config) -> "Stages":
    """Return what makes stages."""
    return Stages(tmp_path, pytestconfig)


class Stages:
    """Makes stages on the Kafka that tests share."""

    def __init__(self, folder: Path, config: pytest.Config) -> None:
        """Make none yet."""
        self._folder = folder
        self._kafka = shared_kafka_of(config)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Stage]:
        """Yield a stage with topics of its own."""
        prefix = f"test-{secrets.token_hex(4)}"
        with Commands(self._folder) as commands, FaultyFloor(self._kafka, prefix, commands, ALL, 10_000) as floor:
            await floor.prepare()
            yield Stage(floor, commands)


async def _dies(stages: Stages, way: str) -> list[str]:
    """A worker dies in the midst of a checkpoint, and another one goes on."""
    async with stages.open() as stage:
        first = stage.start(way)
        await stage.kept(ARRIVALS)
        stage.floor.allowed = len(MOST)
        assert await first.ended() == -signal.SIGKILL
        return await stage.differences(stage.start())


async def _sleeps(stages: Stages, way: str) -> list[str]:
    """A worker sleeps through its replacement, comes back with what it had not kept, and goes."""
    async with stages.open() as stage:
        zombie = stage.start(way)
        await stage.kept(ARRIVALS)
        stage.floor.allowed = len(HALF)
        await eventually(lambda: _asleep(zombie), "it is about to keep a checkpoint")
        successor = stage.start()
        await stage.kept(MOST)
        zombie.signal(signal.SIGCONT)
        if way == sabotaged_worker.SLEEPS_STUBBORN:
            assert await zombie.ended() == -signal.SIGKILL
        else:
            await zombie.says("lane_dropped")
            await zombie.kill()
        return await stage.differences(successor)


async def _asleep(worker: Command) -> bool | None:
    return True if is_frozen(worker.process.pid) else None


async def test_a_meta_row_outside_of_the_transaction_is_found_out(stage: Stages) -> None:
    """Between its two commits the worker dies, and what was to come with the second is never folded."""
    kept, broken = await asyncio.gather(_dies(stage, sabotaged_worker.DIES), _dies(stage, sabotaged_worker.DIES_APART))
    print(broken[:10])  # noqa: T201 - what is found

    assert [] == kept
    assert _figures(broken)


async def test_a_worker_that_goes_on_with_old_memory_is_found_out(stage: Stages) -> None:
    """Its rows overwrite newer ones."""
    kept, broken = await asyncio.gather(
        _sleeps(stage, sabotaged_worker.SLEEPS), _sleeps(stage, sabotaged_worker.SLEEPS_STUBBORN)
    )
    print(broken[:10])  # noqa: T201 - what is found

    assert [] == kept
    assert _figures(broken)
