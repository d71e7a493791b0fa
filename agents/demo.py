"""The demo: a Kafka of its own, a simulated floor on it, a worker with its wall board; and nothing of it afterwards."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from agents.broker.choice import open_broker
from agents.cli.pace import Pace
from agents.cli.sending import send, simulated
from agents.clock import now_ms
from agents.endings import cancelled
from agents.settings.runtime import Settings
from agents.signals import stop_on_signals
from agents.simulate.scenario import Scenario
from agents.worker import Worker

_LOOK_EVERY_S: Final = 0.1
HISTORY_S: Final = 900.0
"""So much quiet past is told at once, so that the windows are filled when the board opens."""


def run(settings: Settings, *, rate: float, duration_s: float | None, seed: int) -> int:
    """Run the demo until it has lasted, or until SIGTERM or Ctrl-C; returns the exit status."""
    return asyncio.run(_run(settings, rate=rate, duration_s=duration_s, seed=seed))


async def _run(settings: Settings, *, rate: float, duration_s: float | None, seed: int) -> int:
    stop = asyncio.Event()
    stop_on_signals(stop)
    # A file that is refused is refused now, and not when a Kafka has been fetched and started for it.
    Worker(settings, stop=stop)
    async with _kafka(settings, stop) as reached:
        if reached is None:
            return 0
        worker = Worker(reached.model_copy(update={"port": _port(reached)}), stop=stop)
        scenario = Scenario(start_at_ms=now_ms(), seed=seed, rate=rate, history_s=HISTORY_S)
        tasks = [
            asyncio.create_task(_simulate(scenario, reached)),
            asyncio.create_task(_show(worker, duration_s)),
        ]
        for task in tasks:
            task.add_done_callback(lambda done: _over(done, stop))
        try:
            status = await worker.run()
            for task in tasks:
                if task.done() and not task.cancelled():
                    task.result()
        finally:
            await cancelled(tasks)
        return status


@asynccontextmanager
async def _kafka(settings: Settings, stop: asyncio.Event) -> AsyncIterator[Settings | None]:
    """The settings with a Kafka that answers; None where the demo was stopped before there was one."""
    if settings.kafka is not None:
        print(f"Kafka   {settings.kafka}", flush=True)  # noqa: T201 - said to the person in front
        yield settings
        return
    opening = open_broker()
    task = asyncio.ensure_future(opening.__aenter__())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        yield None
        return
    opened = task.result()
    print(f"Kafka   {opened.notice}", flush=True)  # noqa: T201 - as above
    durability = "transactions" if opened.broker.durable else "none"
    try:
        yield settings.model_copy(update={"kafka": opened.broker.bootstrap, "durability": durability})
    finally:
        await opening.__aexit__(None, None, None)


async def _simulate(scenario: Scenario, settings: Settings) -> None:
    """Send the events of a simulated floor, each when it happens."""
    await send(simulated(scenario, settings), settings, pace=Pace(1.0, (scenario.start_at_ms, scenario.start_at_ms)))


async def _show(worker: Worker, duration_s: float | None) -> None:
    """Say where the board is once it shows the present, and end the demo when it has lasted."""
    while not worker.shows_the_present:  # noqa: ASYNC110 - a matter of the clock: no event tells of it
        await asyncio.sleep(_LOOK_EVERY_S)
    where, metrics = worker.address, worker.metrics_address
    print(f"Board   {where}    (metrics at {metrics}, Ctrl-C ends it)", flush=True)  # noqa: T201 - as above
    if duration_s is not None:
        await asyncio.sleep(duration_s)
        worker.stop.set()


def _over(task: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    """A task that fails ends the demo, which then raises what it failed of."""
    if not task.cancelled() and task.exception() is not None:
        stop.set()


def _port(settings: Settings) -> int:
    """The port asked for; the customary one only while nobody else has it."""
    if "port" in settings.model_fields_set:
        return settings.port
    with socket.socket() as probe:
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return 0
    return settings.port
