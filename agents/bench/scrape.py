"""How long Prometheus waits for `/metrics` of fifty queues, while events go on."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from agents.bench.figures import Figure, measured, quantile
from agents.bench.load import SETTLED_S, Load, write_site
from agents.bench.onlooker import Onlooker, late_at, onlooker
from agents.bench.reading import Job
from agents.bench.stage import Stage
from agents.cli.failure import CommandError

NAME: Final = "scrape"
QUEUES: Final = 50
MOST_MS: Final = 50

_PER_SECOND: Final = 1_000
_SCRAPES: Final = 100
_EVERY_S: Final = 0.2
"""Out of step with the tick, so that scrapes fall everywhere into the second."""
_P99: Final = 0.99
_P999: Final = 0.999


async def measure(stage: Stage) -> Sequence[Figure]:
    """The time from the request to the last byte, its size, and how late the loop came to other things meanwhile."""
    scrapes = stage.scaled(_SCRAPES, 5)
    settings = stage.settings(NAME, NAME, config=write_site(stage.processes.directory, QUEUES))
    load = Load(
        settings=settings,
        events=0,
        per_second=stage.scaled(_PER_SECOND, 200),
        seconds=SETTLED_S + scrapes * _EVERY_S + 1,
        queues=QUEUES,
    )
    async with await onlooker(stage, Job(settings=settings, events=0)) as worker:
        await worker.ready()
        stage.tell(f"{scrapes} scrapes of {QUEUES} queues")
        await stage.processes.start("load", msgspec.json.encode(load).decode())
        await asyncio.sleep(SETTLED_S)
        before = await worker.delays()
        spent_ms, size = await _scraped(worker, scrapes)
        blocked_ms = late_at(before, await worker.delays(), _P999)
    about = f"/metrics of {QUEUES} queues"
    return [
        measured(NAME, "median", f"{about}, median", quantile(spent_ms, 0.5), "ms", at_most=MOST_MS),
        measured(NAME, "p99", f"{about}, p99", quantile(spent_ms, _P99), "ms"),
        measured(NAME, "size", f"{about}, size", size / 1024, "KiB"),
        measured(NAME, "blocked", f"{about}: wait for the loop, p99.9", blocked_ms, "ms"),
    ]


async def _scraped(worker: Onlooker, scrapes: int) -> tuple[list[float], int]:
    """The time of each scrape and the size of the last; the first, which makes the texts of all series, is not kept."""
    spent_ms, size = [], 0
    for number in range(scrapes + 1):
        began_s = time.perf_counter()
        body = await worker.get("metrics")
        if body is None:
            raise CommandError("bench", NAME, "the worker does not answer /metrics")
        if number:
            spent_ms.append((time.perf_counter() - began_s) * 1_000)
        size = len(body)
        await asyncio.sleep(_EVERY_S)
    return spent_ms, size
