"""What a part is asked for, and what it answers: one JSON document each way."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import msgspec

from agents.logs import configure_logs, quieten_libraries
from agents.settings.runtime import Settings, read_settings


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to measure: `settings` hold on top of those of the environment, `events` is how many there are to read.

    A worker that serves `boards` does not begin to read before so many have connected.
    """

    settings: dict[str, str | int]
    events: int = 0
    boards: int = 0

    def resolve(self) -> Settings:
        """The settings of the part."""
        return read_settings(**self.settings)


class Reading(msgspec.Struct, frozen=True):
    """So many events took so long, by the clock and of the processor's time; one run of one part."""

    name: str
    events: int
    seconds: float
    cpu_seconds: float


class Stopwatch:
    """Runs from its making on; the processor's time is that of all threads of the process."""

    def __init__(self) -> None:
        """Start."""
        self._wall_from = time.perf_counter()
        self._cpu_from = time.process_time()

    def read(self, name: str, events: int) -> Reading:
        """What it shows now."""
        return Reading(name, events, time.perf_counter() - self._wall_from, time.process_time() - self._cpu_from)


def together(readings: Sequence[Reading]) -> Reading:
    """One reading of what was done in several goes, under the name of the first."""
    return Reading(
        readings[0].name,
        sum(reading.events for reading in readings),
        sum(reading.seconds for reading in readings),
        sum(reading.cpu_seconds for reading in readings),
    )


def answer(measure: Callable[[Job], Coroutine[Any, Any, Sequence[Reading]]]) -> None:
    """Run one part as a program: the job is its only argument, the readings are its last line."""
    job = msgspec.json.decode(sys.argv[1], type=Job)
    configure_logs("warning", "json")
    quieten_libraries()
    readings = asyncio.run(measure(job))
    sys.stdout.write(f"{msgspec.json.encode(readings).decode()}\n")
