"""Five hundred wall boards, of which fifty never read: what they cost the worker, and what becomes of the fifty."""

import asyncio
import signal
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec

from agents.bench.boards import Crowd, Shown
from agents.bench.events import span_ms
from agents.bench.figures import Figure, measured
from agents.bench.load import Load
from agents.bench.onlooker import Onlooker, onlooker
from agents.bench.processes import Running
from agents.bench.reading import Job, Reading
from agents.bench.source import fill
from agents.bench.stage import Stage
from agents.cli.failure import CommandError
from agents.clock import now_ms
from agents.settings.connection import connection_of, prepare_topics
from agents.settings.runtime import read_settings

NAME: Final = "sse"
BOARDS: Final = 500
SILENT: Final = 50
MOST_LOST: Final = 0.10
"""The share of its throughput that all these boards may cost a worker."""
MOST_MIB: Final = 128.0
"""What the worker may hold for them."""

_EVENTS: Final = 300_000
_ROUNDS: Final = 3
_PER_SECOND: Final = 1_000
_LONGEST_S: Final = 120
_END_MS: Final = 600_000
_LOOK_EVERY_S: Final = 0.5


async def measure(stage: Stage) -> Sequence[Figure]:
    """A backlog read without boards and with them, in turn; then a floor a second until those that never read go."""
    boards, silent = stage.scaled(BOARDS, 10), stage.scaled(SILENT, 1)
    events = stage.scaled(_EVENTS, 4_000)
    settings = read_settings(**stage.settings(NAME, NAME))
    await prepare_topics(connection_of(settings), settings)
    await fill(connection_of(settings), settings.contact_topic, events, now_ms() - span_ms(events))
    alone: list[Reading] = []
    crowded: list[Reading] = []
    for number in range(1, _ROUNDS + 1 if stage.scale >= 1 else 2):
        stage.tell(f"{events:,} events without boards and with {boards}, round {number}")
        alone.append(await _read(stage, events, f"{number}", 0, 0))
        crowded.append(await _read(stage, events, f"{number}-boards", boards, silent))
    lost = [1 - without.seconds / with_them.seconds for without, with_them in zip(alone, crowded, strict=True)]
    dearer = [
        with_them.cpu_seconds / without.cpu_seconds - 1 for without, with_them in zip(alone, crowded, strict=True)
    ]
    return [
        measured(
            NAME,
            "lost",
            f"throughput lost to {boards} boards",
            [100 * one for one in lost],
            "%",
            at_most=100 * MOST_LOST,
        ),
        measured(NAME, "dearer", "the same by the processor's time", [100 * one for one in dearer], "%"),
        *await _dropped(stage, boards, silent),
    ]


async def _read(stage: Stage, events: int, name: str, boards: int, silent: int) -> Reading:
    """Until all is durable, with so many boards from the beginning."""
    job = Job(settings=_settings(stage, f"{NAME}-{name}", NAME), events=events, boards=boards)
    async with await onlooker(stage, job, "lane") as worker:
        crowd = await _crowd(stage, worker, boards, silent) if boards else None
        readings = msgspec.json.decode(await worker.running.answer(_END_MS), type=list[Reading])
        if crowd is not None:
            await _told(crowd)
    return next(reading for reading in readings if reading.name == "worker_durable")


async def _dropped(stage: Stage, boards: int, silent: int) -> list[Figure]:
    """What becomes of those that never read, what the others see meanwhile, and what all of it costs."""
    stage.tell(f"a floor a second to {boards} boards, until {silent} are dropped")
    settings = _settings(stage, f"{NAME}-live", f"{NAME}-live")
    longest_s = stage.scaled(_LONGEST_S, 30)
    async with await onlooker(stage, Job(settings=settings)) as worker:
        await worker.ready()
        load = Load(settings=settings, per_second=_PER_SECOND, seconds=longest_s)
        await stage.processes.start("load", msgspec.json.encode(load).decode())
        await asyncio.sleep(_LOOK_EVERY_S * 4)
        rss_mib = worker.rss_mib
        crowd, began_s = await _crowd(stage, worker, boards, silent), time.monotonic()
        await worker.until(lambda: _boards(worker, lambda count: count >= boards), f"{boards} boards are not served")
        cpu_s, peak_mib, left = worker.cpu_s, worker.rss_mib, boards
        while left > boards - silent and time.monotonic() - began_s < longest_s:
            await asyncio.sleep(_LOOK_EVERY_S)
            peak_mib = max(peak_mib, worker.rss_mib)
            left = int((await worker.metric("floorwatch_boards")) or 0)
        spent_s = time.monotonic() - began_s
        cpu_share = (worker.cpu_s - cpu_s) / spent_s
        shown = await _told(crowd)
    return [
        measured(NAME, "dropped", f"dropped of {silent} boards that never read", boards - left, "", at_least=silent),
        measured(
            NAME, "memory", f"memory for {boards} boards at most", max(0.0, peak_mib - rss_mib), "MiB", at_most=MOST_MIB
        ),
        measured(
            NAME,
            "floors",
            "floors a second of a board that reads",
            statistics.median(shown.floors) / spent_s,
            "",
            higher_is_better=True,
        ),
        measured(
            NAME, "cpu", f"the worker with {boards} boards, {_PER_SECOND:,} events/s", 100 * cpu_share, "% of a core"
        ),
        measured(NAME, "until", "until all that never read were dropped", spent_s, "s"),
    ]


async def _boards(worker: Onlooker, enough: Callable[[float], bool]) -> bool:
    count = await worker.metric("floorwatch_boards")
    return count is not None and enough(count)


async def _crowd(stage: Stage, worker: Onlooker, boards: int, silent: int) -> Running:
    """Let the boards come, as soon as there is somebody to serve them."""
    await worker.until(worker.serves, "does not serve")
    place = urlsplit(worker.address or "")
    if place.hostname is None or place.port is None:
        raise CommandError("bench", NAME, f"{worker.address} is no address")
    crowd = Crowd(place.hostname, place.port, boards - silent, silent)
    return await stage.processes.start("boards", msgspec.json.encode(crowd).decode())


async def _told(crowd: Running) -> Shown:
    """End the boards, and let them tell what they were shown."""
    crowd.guarded.send_signal(signal.SIGTERM)
    return msgspec.json.decode(await crowd.answer(_END_MS), type=Shown)


def _settings(stage: Stage, application: str, source: str) -> dict[str, str | int]:
    """Those of a worker that lets all boards in from one address."""
    many = {"boards": 2 * BOARDS, "connections": 2 * BOARDS, "connections_per_address": 2 * BOARDS}
    return stage.settings(application, source, requests_per_second=0, **many)
