"""How old what a worker shows is: from the event to its figures, from a deadline to the breach that everybody sees."""

import asyncio
import signal
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from agents.bench.figures import Figure, measured, quantile
from agents.bench.load import SETTLED_S, TARGET_MS, Load, Sent, write_site
from agents.bench.onlooker import Look, Onlooker, beside, late_at, onlooker
from agents.bench.reading import Job
from agents.bench.served import Applied
from agents.bench.stage import Stage
from stream.units import SECOND, Millis

NAME: Final = "latency"
RATES: Final = (1_000, 20_000)
QUEUES: Final = 50
MOST_APPLIED_MS: Final = 150
_SEEN_MS: Final = 1_500
MOST_BLOCKED_MS: Final = 50

_SECONDS: Final = 30
_PROMISES_PER_SECOND: Final = 20
_SCRAPE_EVERY_S: Final = 5.0
_END_MS: Final = 60_000
_P99: Final = 0.99
_P999: Final = 0.999


async def measure(stage: Stage) -> Sequence[Figure]:
    """Each rate with a worker of its own."""
    seconds = stage.scaled(_SECONDS, 3)
    figures: list[Figure] = []
    for rate in RATES:
        figures += await _at(stage, rate if stage.scale >= 1 else stage.scaled(rate, 200), seconds, str(rate))
    return figures


async def _at(stage: Stage, rate: int, seconds: int, name: str) -> list[Figure]:
    """One rate; the first seconds, until as many contacts end as begin, are not looked at."""
    stage.tell(f"{rate:,} events/s for {seconds} s")
    application = f"{NAME}-{name}"
    config = write_site(stage.processes.directory, QUEUES)
    settings = stage.settings(application, application, config=config)
    load = Load(
        settings=settings,
        events=0,
        per_second=rate,
        promises_per_second=_PROMISES_PER_SECOND,
        seconds=SETTLED_S + seconds,
        queues=QUEUES,
    )
    async with await onlooker(stage, Job(settings=settings, events=0)) as worker:
        await worker.ready()
        sent, blocked_ms, cpu_share = await beside(_under(stage, load, worker), worker.watch(), _scrape(worker))
        worker.running.guarded.send_signal(signal.SIGTERM)
        applied = msgspec.json.decode(await worker.running.answer(_END_MS), type=Applied)
        from_ms = sent.beats[-1][0] - seconds * SECOND
        return [
            _p99(f"applied_{name}", rate, "event → applied", applied.lags_ms, MOST_APPLIED_MS),
            _p99(f"visible_{name}", rate, "event → /api/floor", visible(sent.beats, worker.looks, from_ms), _SEEN_MS),
            _p99(f"breach_{name}", rate, "deadline → breach seen", breaches(sent, worker.looks, from_ms), _SEEN_MS),
            _plain(f"blocked_{name}", rate, "wait for the loop, p99.9", blocked_ms, MOST_BLOCKED_MS),
            measured(NAME, f"cpu_{name}", f"{rate:,} events/s: the worker", 100 * cpu_share, "% of a core"),
        ]


async def _under(stage: Stage, load: Load, worker: Onlooker) -> tuple[Sent, float, float]:
    """What was sent, how late the loop was, and the share of a core that the worker took, once it is settled."""
    sender = await stage.processes.start("load", msgspec.json.encode(load).decode())
    await asyncio.sleep(SETTLED_S)
    worker.running.guarded.send_signal(signal.SIGUSR1)
    began_s, delays, cpu_s = time.monotonic(), await worker.delays(), worker.cpu_s
    sent = msgspec.json.decode(await sender.answer(round(load.seconds * SECOND) + _END_MS), type=Sent)
    cpu_share = (worker.cpu_s - cpu_s) / (time.monotonic() - began_s)
    blocked_ms = late_at(delays, await worker.delays(), _P999)
    await worker.seen(sent.total, len(sent.promised_at))
    return sent, blocked_ms, cpu_share


def visible(beats: Iterable[tuple[Millis, int]], looks: Sequence[Look], from_ms: Millis) -> dict[Millis, int]:
    """How many events were seen on the floor so many milliseconds after they were sent, of those sent since."""
    found: dict[Millis, int] = {}
    known = 0
    for at_ms, total in beats:
        place = bisect_left(looks, total, key=lambda look: look.folded)
        if at_ms >= from_ms and total > known and place < len(looks):
            lag_ms = looks[place].at_ms - at_ms
            found[lag_ms] = found.get(lag_ms, 0) + total - known
        known = total
    return found


def breaches(sent: Sent, looks: Sequence[Look], from_ms: Millis) -> dict[Millis, int]:
    """How many promises were seen to be broken so many milliseconds after their deadlines, of those made since."""
    found: dict[Millis, int] = {}
    for count, promised_at in enumerate(sorted(sent.promised_at), 1):
        place = bisect_left(looks, count, key=lambda look: look.overdue)
        if promised_at >= from_ms and place < len(looks):
            lag_ms = looks[place].at_ms - promised_at - TARGET_MS
            found[lag_ms] = found.get(lag_ms, 0) + 1
    return found


def _p99(name: str, rate: int, title: str, counts: Mapping[Millis, int], at_most: float) -> Figure:
    """The ninety-ninth hundredth of lags; raises ValueError where there are none."""
    lags = [lag for lag, count in counts.items() for _ in range(count)]
    figure = _plain(name, rate, f"{title}, p99", quantile(lags, _P99), at_most)
    return msgspec.structs.replace(figure, events=len(lags))


def _plain(name: str, rate: int, title: str, amount_ms: float, at_most: float) -> Figure:
    return measured(NAME, name, f"{rate:,} events/s: {title}", amount_ms, "ms", at_most=at_most)


async def _scrape(worker: Onlooker) -> None:
    """Ask for the metrics as an impatient Prometheus does."""
    while True:
        await worker.get("metrics")
        await asyncio.sleep(_SCRAPE_EVERY_S)
