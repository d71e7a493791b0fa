"""One bench from start to end: a Kafka, the sub-benches in their turn, the record; and nothing left of it."""

import asyncio
import importlib.metadata
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from agents.bench import throughput
from agents.bench.figures import Figure
from agents.bench.findings import Findings, warnings_of
from agents.bench.machine import this_machine
from agents.bench.processes import Processes
from agents.bench.registry import ALONE, READING
from agents.bench.source import PARTITIONS, remove
from agents.bench.stage import Stage
from agents.broker.jars import KAFKA_VERSION
from agents.broker.local import LocalKafka
from agents.clock import now_ms
from agents.kafka import Connection
from agents.settings.connection import connection_of
from agents.settings.runtime import Settings, read_settings
from stream.units import format_instant

_NO_KAFKA: Final = "no Kafka"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and how much of it."""

    names: Sequence[str]
    rounds: throughput.Rounds = field(default_factory=throughput.Rounds)
    scale: float = 1.0


def run(settings: Settings, plan: Plan) -> Findings:
    """Measure; raises CancelledError where SIGTERM comes, KeyboardInterrupt for Ctrl-C, both once all is put away."""
    return asyncio.run(_measured(settings, plan))


async def _measured(settings: Settings, plan: Plan) -> Findings:
    """Measure, unless SIGTERM comes, which cancels as Ctrl-C does."""
    before, at_ms, began = this_machine(), now_ms(), time.perf_counter()
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    needs_kafka = any(name not in ALONE or ALONE[name].needs_kafka for name in plan.names)
    async with _kafka(settings, needed=needs_kafka) as (bootstrap, kafka):
        figures = await _figures(bootstrap, plan)
    return Findings(
        version=importlib.metadata.version("floorwatch"),
        started_at=format_instant(at_ms),
        seconds=round(time.perf_counter() - began, 1),
        kafka=kafka,
        scale=plan.scale,
        events=plan.rounds.events,
        partitions=PARTITIONS,
        before=before,
        load_after=this_machine().load,
        figures=figures,
        warnings=warnings_of(before),
    )


@asynccontextmanager
async def _kafka(settings: Settings, *, needed: bool) -> AsyncIterator[tuple[str, str]]:
    """Where a Kafka is and what it is; raises BrokerError where none can be had: the embedded one keeps too little."""
    if not needed:
        yield "", _NO_KAFKA
    elif settings.kafka is not None:
        yield settings.kafka, f"Kafka at {settings.kafka}"
    else:
        async with LocalKafka(optimised=True) as kafka:
            yield kafka.bootstrap, f"a local Kafka {KAFKA_VERSION}"


async def _figures(bootstrap: str, plan: Plan) -> list[Figure]:
    """Run one sub-bench after the other; topics, groups, processes and folders are gone afterwards."""
    prefix = f"floorwatch-bench-{secrets.token_hex(4)}"
    figures: list[Figure] = []
    with _progress(len(plan.names)) as tell:
        try:
            async with Processes(Path(tempfile.gettempdir(), prefix)) as processes:
                stage = Stage(bootstrap, prefix, processes, plan.scale, tell.step)
                reading = [name for name in plan.names if name in READING]
                if reading:
                    tell.begin("throughput", len(reading))
                    figures += await throughput.measure(stage, reading, plan.rounds)
                for name in plan.names:
                    if name in ALONE:
                        tell.begin(name)
                        figures += await ALONE[name].measure(stage)
        finally:
            if bootstrap:
                await remove(_connection(bootstrap), prefix)
    return figures


def _connection(bootstrap: str) -> Connection:
    return connection_of(read_settings(kafka=bootstrap))


class _Telling:
    """What begins now, on a terminal."""

    def __init__(self, show: Callable[[str, int], None]) -> None:
        self._show = show
        self._name = ""
        self._begun = 0
        self._next = 0

    def begin(self, name: str, count: int = 1) -> None:
        """One sub-bench, or several that share their rounds, begins."""
        self._name, self._begun, self._next = name, self._next, self._next + count
        self.step("")

    def step(self, step: str) -> None:
        """Something within it begins."""
        self._show(f"{self._name}: {step}" if step else self._name, self._begun)


@contextmanager
def _progress(count: int) -> Iterator[_Telling]:
    """Show a line on a terminal with how many of the sub-benches are done."""
    if not sys.stderr.isatty():
        yield _Telling(lambda _step, _begun: None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed}/{task.total}"), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        yield _Telling(lambda step, begun: progress.update(task, description=step, completed=begun))
