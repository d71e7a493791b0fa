"""One bench from start to end: a Kafka, a topic, every part in its turn, the figures; and nothing left of it."""

import asyncio
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.progress import Progress

from agents.bench.events import span_ms
from agents.bench.figures import Findings, figures_of, median_rate, warnings_of
from agents.bench.machine import this_machine
from agents.bench.parts import Part, Parts
from agents.bench.reading import Job, Reading
from agents.bench.source import PARTITIONS, fill, remove
from agents.bench.table import print_findings
from agents.broker.jars import KAFKA_VERSION
from agents.broker.local import LocalKafka
from agents.broker.process import GuardedProcess
from agents.clock import now_ms
from agents.settings.connection import connection_of, prepare_topics
from agents.settings.runtime import Settings, read_settings

EVERY_ROUND: Final[tuple[Part, ...]] = ("raw", "core", "worker")
"""Interleaved, so that a neighbour who wakes up disturbs all of them alike."""
TERMINATED: Final = 143
_WIDE: Final = 160


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    events: int
    rounds: int
    slice_events: int


def run(settings: Settings, plan: Plan, *, as_json: bool) -> int:
    """Measure and print; returns the exit status."""
    try:
        findings = asyncio.run(_measured(settings, plan))
    except asyncio.CancelledError:
        return TERMINATED
    if as_json:
        sys.stdout.write(f"{msgspec.json.format(msgspec.json.encode(findings)).decode()}\n")
    else:
        print_findings(findings, Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False))
    return 0


async def _measured(settings: Settings, plan: Plan) -> Findings:
    task = asyncio.current_task()
    if task is not None:
        # As with Ctrl-C: all that was started is ended in order.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    before = this_machine()
    async with _kafka(settings) as (bootstrap, kafka):
        figures = figures_of(await _readings(_Names(bootstrap), plan))
    return Findings(
        events=plan.events,
        partitions=PARTITIONS,
        rounds=plan.rounds,
        kafka=kafka,
        before=before,
        load_after=this_machine().load,
        figures=figures,
        worker_to_per_event=median_rate(figures, "worker_durable") / median_rate(figures, "per_event"),
        warnings=warnings_of(before),
    )


@asynccontextmanager
async def _kafka(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Where a Kafka is and what it is; raises BrokerError where none can be had: the embedded one keeps too little."""
    if settings.kafka is not None:
        yield settings.kafka, f"Kafka at {settings.kafka}"
        return
    async with LocalKafka() as kafka:
        yield kafka.bootstrap, f"a local Kafka {KAFKA_VERSION}"


class _Names:
    """What one bench calls its topics and applications: names that nobody else has."""

    def __init__(self, bootstrap: str) -> None:
        self.prefix = f"floorwatch-bench-{secrets.token_hex(4)}"
        self._bootstrap = bootstrap

    def settings(self, application: str) -> dict[str, str | int]:
        """The settings of an application that has only the source in common with the others."""
        own = f"{self.prefix}-{application}"
        return {
            "kafka": self._bootstrap,
            "app_id": own,
            "group": own,
            "contact_topic": f"{self.prefix}-contacts",
            "agent_topic": f"{self.prefix}-agents",
            "contact_state_topic": f"{own}-state-contacts",
            "agent_state_topic": f"{own}-state-agents",
            "dead_letter_topic": f"{own}-dead-letters",
            "alarm_topic": f"{own}-alarms",
            "floor_topic": f"{own}-floor",
            "partitions": PARTITIONS,
            "host": "127.0.0.1",
            "port": 0,
            "clock": "wall",
            "durability": "transactions",
            # The default site, whatever lies in the working directory.
            "config": os.devnull,
        }


async def _readings(names: _Names, plan: Plan) -> list[Reading]:
    """Fill the topic, then run every part in its turn; topics and processes are gone afterwards."""
    settings = read_settings(**names.settings("source"))
    connection = connection_of(settings)
    directory = Path(tempfile.gettempdir(), names.prefix)
    guarded = GuardedProcess(directory)
    parts = Parts(guarded, directory)
    readings: list[Reading] = []
    try:
        with _progress(2 + plan.rounds * len(EVERY_ROUND)) as begin:
            begin(f"sending {plan.events:,} events")
            await prepare_topics(connection, settings)
            await fill(connection, settings.contact_topic, plan.events, now_ms() - span_ms(plan.events))
            for number in range(1, plan.rounds + 1):
                for part in EVERY_ROUND:
                    begin(f"{part}, round {number} of {plan.rounds}")
                    job = Job(settings=names.settings(f"{part}-{number}"), events=plan.events)
                    readings.extend(await parts.run(part, job))
            begin(f"Faust agent, {plan.slice_events:,} events one by one")
            job = Job(settings=names.settings("per-event"), events=plan.slice_events)
            readings.extend(await parts.run("per_event", job))
    finally:
        await guarded.close()
        await remove(connection, names.prefix)
    return readings


@contextmanager
def _progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal; call what it yields with what begins now."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=steps)
        begun = 0

        def begin(step: str) -> None:
            nonlocal begun
            progress.update(task, description=step, completed=begun)
            begun += 1

        yield begin
