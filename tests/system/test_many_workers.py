"""Many workers, one floor: they join, leave, die, freeze and return, and no onlooker sees a partition twice.

At every rest each of them shows the floor of `replay`. How long partitions were dark is printed, and not judged.
"""

import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest

from agents.kafka import Connection
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay
from stream.site import Site
from tests.system.onlooker import Onlooker, first_breath
from tests.system.worker_process import Command, Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

PARTITIONS = 4
SESSION_S = 10
LINES = 1_500
BEGINS_AT_MS = 1_772_442_000_000
"""2026-03-02 09:00 UTC: at midnight, what was offered today would grow less while the onlooker looks."""


class Floor:
    """A floor of several workers, its events written step by step, and who looks on."""

    def __init__(self, connection: Connection, prefix: str, commands: Commands, folder: Path) -> None:
        """Begin without workers and without events; the events are those of half an hour."""
        self.names = environment(connection.bootstrap, prefix, clock="events", partitions=PARTITIONS)
        self.commands = commands
        self.workers: list[Command] = []
        self._events = simulate(Scenario(start_at_ms=BEGINS_AT_MS, seed=8, rate=20, duration_s=1_800))
        self._folder = folder
        self._replay = Replay(Site(), PARTITIONS)
        self._wanted: Document = {}
        self._offered = 0
        self.written = 0
        self.onlooker = Onlooker(PARTITIONS, self.workers, lambda: self._offered)

    def join(self, **settings: str) -> Command:
        """Let another worker join, with settings of its own."""
        own = {f"FLOORWATCH_{name.upper()}": value for name, value in settings.items()}
        self.workers.append(self.commands.start(self.names | own, "worker"))
        return self.workers[-1]

    async def write(self, count: int = LINES) -> None:
        """Write so many events more."""
        events = [event for event, _ in zip(self._events, range(count), strict=False)]
        assert len(events) == count
        lines = [orjson.dumps(event) + b"\n" for event in events]
        self.written += count
        self._replay.feed(lines)
        self._wanted = json.loads(encode(self._replay.floor(standard())))
        self._offered = everything(self._wanted)["kpis"]["offered"]["today"]["value"]
        path = self._folder / f"{self.written}.jsonl"
        path.write_bytes(b"".join(lines))
        await self.commands.run(self.names, "produce", path)

    async def rests(self, *workers: Command) -> None:
        """Wait until each of these, by default all, shows what `replay` shows of all that was written."""
        wanted = self._wanted

        async def look(worker: Command) -> Document | None:
            floor = await worker.floor()
            if floor is None or folded(floor) != self.written or floor["as_of"] != wanted["as_of"]:
                return None
            return floor if _same(floor, wanted) else None

        for worker in workers or self.workers:
            await eventually(lambda worker=worker: look(worker), f"the floor of replay on {worker.address}")  # type: ignore[misc]

    async def owns(self, worker: Command, count: int) -> None:
        """Wait until a worker has so many partitions."""

        async def look() -> bool | None:
            return True if await worker.metric("floorwatch_owned_partitions") == count else None

        await eventually(look, f"{count} partitions of {worker.address}")

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look on meanwhile, and once more at the end; nothing that must not be seen was seen."""
        async with self.onlooker.looking():
            yield
            await self.onlooker.look()
        print(f"looks {self.onlooker.looks}, dark ms by partition {self.onlooker.dark_ms}")  # noqa: T201 - a record
        assert self.onlooker.faults == []
        assert self.onlooker.looks > 10


def _same(floor: Document, wanted: Document) -> bool:
    return json.dumps(floor["slices"], sort_keys=True) == json.dumps(wanted["slices"], sort_keys=True)


@pytest.fixture
def floor(connection: Connection, prefix: str, commands: Commands, tmp_path: Path) -> Floor:
    """Return a floor without workers."""
    return Floor(connection, prefix, commands, tmp_path)


async def test_workers_that_join_and_leave_all_show_the_floor_of_replay(floor: Floor) -> None:
    """One, two, three workers, and back to one."""
    first = floor.join()
    await floor.write()
    await floor.rests()
    async with floor.watched():
        second = floor.join()
        await floor.owns(second, 2)
        await floor.write()
        await floor.rests()
        third = floor.join()
        await floor.owns(first, 2)
        await floor.write()
        await floor.rests()

        floor.workers.remove(second)
        assert await second.terminate() == 0
        await floor.write()
        await floor.rests()

        floor.workers.remove(first)
        assert await first.terminate() == 0
        await floor.owns(third, PARTITIONS)
        await floor.write()
        await floor.rests()
    assert await third.terminate() == 0


async def test_a_worker_that_is_killed_is_shown_as_it_was_until_another_takes_over(floor: Floor) -> None:
    """What it had told stays, is marked as old, and never goes back when its successor has less at first."""
    first, second = (floor.join(checkpoint_interval="60s") for _ in range(2))
    await floor.owns(first, 2)
    await floor.owns(second, 2)
    await floor.write()
    await floor.rests()
    async with floor.watched():
        await floor.onlooker.look()
        floor.workers.remove(second)
        await second.kill()

        async def marked() -> bool | None:
            shown = await first.floor()
            states = [] if shown is None else [reading["state"] for reading in shown["clock"]["partitions"]]
            return True if states.count("stale") == 2 else None

        await eventually(marked, "two partitions are stale")
        await floor.write()
        await floor.owns(first, PARTITIONS)
        await floor.rests()
    assert await first.terminate() == 0


async def test_named_workers_that_are_restarted_one_after_the_other_hand_over_at_once(floor: Floor) -> None:
    """Although each could come back under its name: until it does, others have its partitions."""
    running = {name: floor.join(instance=name) for name in ("one", "two")}
    for worker in running.values():
        await floor.owns(worker, 2)
    await floor.write()
    await floor.rests()
    async with floor.watched():
        for name in tuple(running):
            await floor.onlooker.look()
            leaving = running.pop(name)
            floor.workers.remove(leaving)
            assert await leaving.terminate() == 0
            (staying,) = running.values()
            await floor.owns(staying, PARTITIONS)
            await floor.write(LINES // 2)
            await floor.rests()
            running[name] = floor.join(instance=name)
            await floor.owns(running[name], 2)
            await floor.rests()
    assert [await worker.terminate() for worker in floor.workers] == [0, 0]


async def test_a_worker_that_freezes_and_returns_counts_nothing_twice(floor: Floor) -> None:
    """It believes to have its partitions, and others have them: what it exports and tells meanwhile is nothing."""
    first, second = floor.join(), floor.join()
    await floor.owns(first, 2)
    await floor.owns(second, 2)
    await floor.write()
    await floor.rests()
    async with floor.watched():
        await floor.onlooker.look()
        async with floor.onlooker.still:
            floor.workers.remove(second)
            second.signal(signal.SIGSTOP)
        await floor.owns(first, PARTITIONS)
        await floor.write()
        await floor.rests()
        async with floor.onlooker.still:
            exported = await first_breath(second)
            floor.workers.append(second)
        await floor.owns(second, 2)
        await floor.write()
        await floor.rests()
    assert frozenset() == exported
    assert {await first.terminate(), await second.terminate()} == {0}
