"""A real worker on a real Kafka, scraped by a real Prometheus: every expression of every dashboard and rule answers."""

import math
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiokafka import AIOKafkaProducer

from agents.kafka import Connection
from agents.outputs.alerting import Alerting
from agents.outputs.grafana.figure import Figure, figure
from agents.outputs.prometheus import Scraping, prometheus_files
from stream.catalog import standard
from stream.definition import Definition
from stream.units import SECOND
from tests.shell.promql import filled
from tests.system.grafana_expressions import Expression, expressions
from tests.system.prometheus_process import Prometheus
from tests.system.worker_process import Command, Commands, Document, environment, eventually

pytestmark = pytest.mark.system

# An hour of the past fills every window; a rate needs two looks at something that grows.
SIMULATED = ("--rate", "20", "--history", "4200", "--seed", "5")
QUEUES = 6
SITE = """
[[policies]]
name = "chat"
match = { channel = "chat" }
next_response = { target = "1m", objective = 0.80 }
resolution = { target = "1h", objective = 0.90 }

[[policies]]
name = "mail"
match = { channel = "email" }
resolution = { target = "4h", objective = 0.70 }
"""
UNREADABLE = b'{"type": "contact.queued", "source": "acd-1"'
AGES = {"longest_wait_ms", "age_ms", "oldest_ms", "oldest_overdue_ms"}
"""Live figures that grow by themselves between a look at the floor and a look at Prometheus."""


class Scene(NamedTuple):
    """The worker, its Prometheus, and whoever makes the events."""

    worker: Command
    prometheus: Prometheus
    simulator: Command


@pytest.fixture
def commands(commands: Commands, tmp_path: Path) -> Commands:
    """Return the commands of this test, in a folder with the site's file."""
    (tmp_path / "floorwatch.toml").write_text(SITE)
    return commands


@asynccontextmanager
async def scene(commands: Commands, connection: Connection, prefix: str, folder: Path) -> AsyncIterator[Scene]:
    """A floor with an hour of history that goes on."""
    settings = environment(connection.bootstrap, prefix, partitions=2)
    worker = commands.start(settings, "worker")

    async def served() -> str | None:
        return worker.address if await worker.get("health/ready") is not None else None

    address = await eventually(served, "the worker is ready")
    simulator = commands.start(settings, "simulate", "--kafka", connection.bootstrap, *SIMULATED)
    scraping = Scraping(workers=(address.removeprefix("http://").rstrip("/"),), alertmanagers=(), every_ms=SECOND)
    files = prometheus_files(standard(), Alerting(), scraping)
    async with Prometheus(folder, files) as prometheus:
        yield Scene(worker, prometheus, simulator)


async def test_every_expression_answers_and_makes_sense(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """Of every panel in every window, every variable, rule and alert; and the figures are those of the floor."""
    async with scene(commands, connection, prefix, tmp_path / "prometheus") as (worker, prometheus, simulator):
        await filled_windows(prometheus)
        async with AIOKafkaProducer(bootstrap_servers=connection.bootstrap) as producer:
            await producer.send_and_wait(f"{prefix}.contacts", UNREADABLE, b"c-1")

        assert [] == await silent_in_the_end(prometheus)
        found = await senseless(prometheus)
        assert [] == found, "\n".join(found)

        await simulator.kill()
        assert [] == await differences_in_the_end(worker, prometheus)


async def filled_windows(prometheus: Prometheus) -> None:
    """Wait until the hour before is in the figures of every queue."""

    async def look() -> bool | None:
        found = await prometheus.ask('queue:kpi_service_level:ratio{window="1h"}')
        return True if len(found) >= QUEUES else None

    await eventually(look, "every queue has its figures of an hour")


async def silent_in_the_end(prometheus: Prometheus) -> list[Expression]:
    """Ask until each has had a series once, and return those that never have."""
    silent = expressions()

    async def look() -> bool | None:
        silent[:] = [one for one in silent if not await prometheus.ask(one.expr)]
        return None if any(not one.may_be_empty for one in silent) else True

    try:
        await eventually(look, "every expression has had a series")
    except AssertionError:
        return [one for one in silent if not one.may_be_empty]
    return []


async def senseless(prometheus: Prometheus) -> list[str]:
    """Every value that makes no sense."""
    return [
        f"{one.where}: {series.value} {fault} {dict(series.labels)}"
        for one in expressions()
        for series in await prometheus.ask(one.expr)
        if (fault := one.faults(series.value))
    ]


async def differences_in_the_end(worker: Command, prometheus: Prometheus) -> list[str]:
    """Where floor and Prometheus differ once nothing comes any more; what is left over when they never agree."""
    last: list[str] = []

    async def look() -> list[str] | None:
        floor = await worker.floor()
        if floor is None:
            return None
        last[:] = await differences(floor, prometheus)
        return None if last else []

    try:
        return await eventually(look, "Prometheus has the figures of the floor")
    except AssertionError:
        return last


async def differences(floor: Document, prometheus: Prometheus) -> list[str]:
    """Every KPI of today, queue by queue: what the floor shows, and what the panel's expression gives."""
    found = []
    compared = 0
    for entry in standard().definitions.values():
        asked = figure(entry, "queue")
        if asked is None or entry.of != "contacts" or entry.live in AGES:
            continue
        theirs = {key(one.labels, entry): one.value for one in await prometheus.ask(today(asked))}
        ours = dict(shown(floor, entry))
        compared += len(ours)
        found += [
            f"{entry.name} {at}: {ours.get(at)} on the floor, {theirs.get(at)} in Prometheus"
            for at in sorted(ours.keys() | theirs.keys())
            if not same(ours.get(at), theirs.get(at))
        ]
    assert compared > QUEUES * len(standard().definitions) / 2
    return found


def today(asked: Figure) -> str:
    """The expression in the one window that nothing leaves before midnight."""
    value = filled(asked.value, {"$window": "today"})
    return value if asked.window is None else value.replace(f'window="{asked.window}"', 'window="today"')


def key(labels: Any, entry: Definition) -> tuple[str, ...]:  # noqa: ANN401 - labels of a series or of a slice
    """Whose figure it is."""
    return (labels["queue"], labels["channel"], *([labels[entry.label]] if entry.label else []))


def shown(floor: Document, entry: Definition) -> Iterator[tuple[tuple[str, ...], float]]:
    """The values of a KPI on the floor, those that are there."""
    for part in floor["slices"]:
        if part["slice"].keys() != {"queue", "channel"} or entry.name not in part["kpis"]:
            continue
        figures = part["kpis"][entry.name]
        for label, windows in figures.items() if entry.label else [("", figures)]:
            value = windows["now" if entry.kind == "live" else "today"]["value"]
            if value is not None:
                yield (part["slice"]["queue"], part["slice"]["channel"], *([label] if label else [])), value


def same(ours: float | None, theirs: float | None) -> bool:
    """Equal but for the last digits; a count of nothing may be absent on one side."""
    if ours is None or theirs is None:
        return (ours or 0) == (theirs or 0)
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
