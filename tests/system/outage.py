"""The broker goes for a while and comes back: `python -m tests.system.outage --seconds 60 --kill`.

Prints, as one line of JSON, how often the floor was asked for meanwhile and what it was, how many lines the worker has
logged, and whether it has gone on by itself to the floor of `replay`; exit status 1 if anything was not right.
"""

import argparse
import asyncio
import json
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from agents.broker.local import LocalKafka
from agents.broker.progress import silent
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay
from stream.site import Site
from stream.units import parse_instant
from tests.system.shared_kafka import READY_MS
from tests.system.worker_process import Command, Commands, Document, environment, eventually, folded

PARTITIONS: Final = 4
EVENTS: Final = 1_500
LOOK_S: Final = 0.1
LINES_A_MINUTE: Final = 30


@dataclass(slots=True)
class Outage:
    """What was seen of a worker while its broker was away."""

    seconds: float = 0.0
    cpu_s: float = 0.0
    """What of a core the worker took meanwhile."""
    back_s: float = 0.0
    """From the first answer of the broker that came back to a worker that shows everything."""
    looks: int = 0
    unanswered: int = 0
    states: list[str] = field(default_factory=list)
    """What was said of the partitions, in the order in which it was first said."""
    greatest_age_ms: int = 0
    lines: int = 0
    sentences: dict[str, int] = field(default_factory=dict)

    def look(self, floor: Document | None) -> None:
        """Note an answer."""
        self.looks += 1
        if floor is None:
            self.unanswered += 1
            return
        for reading in floor["clock"]["partitions"]:
            if reading["state"] not in self.states:
                self.states.append(reading["state"])
        self.greatest_age_ms = max(self.greatest_age_ms, int(time.time() * 1000) - parse_instant(floor["as_of"]))

    @property
    def is_right(self) -> bool:
        """Whether every look was answered, the age was told, and the log stayed quiet."""
        quiet = self.lines < LINES_A_MINUTE * max(1.0, self.seconds / 60)
        return self.unanswered == 0 and self.looks > 0 and "stale" in self.states and quiet


class Deserted:
    """A floor whose worker is left without its broker."""

    def __init__(self, kafka: LocalKafka, commands: Commands, folder: Path) -> None:
        """Begin without workers and events; the events are those of half an hour that ended just now."""
        self.kafka = kafka
        self.worker: Command | None = None
        self._names = environment(
            kafka.bootstrap, f"outage-{secrets.token_hex(3)}", clock="events", partitions=PARTITIONS
        )
        self._commands = commands
        self._folder = folder
        begins_at = int(time.time() - 1_800) * 1000
        self._events = simulate(Scenario(start_at_ms=begins_at, seed=8, rate=20, duration_s=1_800))
        self._replay = Replay(Site(), PARTITIONS)
        self._written = 0

    async def write(self) -> None:
        """Write some events more."""
        lines = [orjson.dumps(event) + b"\n" for event, _ in zip(self._events, range(EVENTS), strict=False)]
        self._replay.feed(lines)
        self._written += len(lines)
        path = self._folder / f"{self._written}.jsonl"
        path.write_bytes(b"".join(lines))
        await self._commands.run(self._names, "produce", path)

    def join(self) -> Command:
        """Start a worker."""
        return self._commands.start(self._names, "worker")

    def join_with(self, program: Path) -> Command:
        """Start a worker to which something happens; `program` is a script that runs it."""
        return self._commands.start(self._names, program=program)

    async def rests(self, worker: Command) -> None:
        """Wait until a worker shows what `replay` shows of all that was written."""
        wanted = json.loads(encode(self._replay.floor(standard())))["slices"]

        async def look() -> bool | None:
            floor = await worker.floor()
            return True if floor is not None and folded(floor) == self._written and floor["slices"] == wanted else None

        await eventually(look, "the floor of replay")

    async def without_broker(self, worker: Command, *, kill: bool, long_enough: Callable[["Outage"], bool]) -> "Outage":
        """Take the broker away until it was long enough, look at the floor all the time, and bring the broker back."""
        seen = Outage()
        begun_s, cpu_s, line = time.monotonic(), worker.cpu_s(), len(worker.logged)
        away = asyncio.create_task(self.kafka.kill() if kill else self.kafka.halt())
        try:
            while not (away.done() and long_enough(seen)):
                seen.look(await worker.floor())
                await asyncio.sleep(LOOK_S)
                seen.seconds, seen.lines = time.monotonic() - begun_s, len(worker.logged) - line
        finally:
            await away
        seen.cpu_s = worker.cpu_s() - cpu_s
        said = worker.logged[line:]
        seen.lines = len(said)
        told = (json.loads(text) for text in said if text.startswith("{"))
        seen.sentences = dict(Counter(f"{one['logger']}: {one['event'][:60]}" for one in told).most_common())
        await self._looked_at(worker, seen, self.kafka.restart())
        return seen

    async def goes_on(self, worker: Command, seen: "Outage") -> None:
        """Write more, and look until the worker shows all of it."""
        begun_s = time.monotonic()
        await self._looked_at(worker, seen, self.write())
        await self._looked_at(worker, seen, self.rests(worker))
        seen.back_s = time.monotonic() - begun_s

    async def _looked_at(self, worker: Command, seen: "Outage", work: Coroutine[Any, Any, None]) -> None:
        """Look at the floor for as long as some work takes."""
        task = asyncio.create_task(work)
        while not task.done():
            seen.look(await worker.floor())
            await asyncio.sleep(LOOK_S)
        await task


async def outage(asked: argparse.Namespace) -> int:
    """Let the broker be away as asked; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        async with LocalKafka(ready_within_ms=READY_MS, progress=silent) as kafka:
            with Commands(Path(folder)) as commands:
                floor = Deserted(kafka, commands, Path(folder))
                await floor.write()
                worker = floor.join()
                await floor.rests(worker)
                seen = await floor.without_broker(
                    worker, kill=asked.kill, long_enough=lambda seen: seen.seconds > asked.seconds
                )
                await floor.goes_on(worker, seen)
                status = await worker.terminate()
                if asked.log:
                    Path(asked.log).write_text("\n".join(worker.logged))
    sys.stdout.write(json.dumps(asdict(seen) | {"status": status}) + "\n")
    return 0 if seen.is_right and status == 0 else 1


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.system.outage", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long the broker is away")
    parser.add_argument("--kill", action="store_true", help="as after a crash, not stopped in order")
    parser.add_argument("--log", help="file for all that the worker says")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(asyncio.run(outage(arguments(sys.argv[1:]))))
