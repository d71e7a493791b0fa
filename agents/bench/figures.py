"""From the readings of several rounds to the figures that are shown: medians, and between what they lay."""

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from agents.bench.machine import BUSY_PER_CORE, Machine
from agents.bench.reading import Reading

TITLES: Final = {
    "raw": "raw: getmany and decode",
    "core": "core: fold",
    "core_changes": "core: changes to keep",
    "worker_applied": "worker, until applied",
    "worker_durable": "worker, until durable",
    "per_event": "Faust agent per event",
}
"""Every part, in the order in which they are shown."""

_MICROSECONDS: Final = 1_000_000


class Spread(msgspec.Struct, frozen=True):
    """A figure of several rounds."""

    median: float
    low: float
    high: float


class Figure(msgspec.Struct, frozen=True):
    """One part, compared with the raw loop of the same round (with the median of all, where it ran in none).

    `of_raw` is by the clock: the part's events a second as a share of the loop's. `cpu_of_raw` is by the processor: the
    loop's time an event as a share of the part's, which a busy machine disturbs less.
    """

    part: str
    events: int
    rounds: int
    per_second: Spread
    cpu_us_per_event: Spread
    of_raw: Spread
    cpu_of_raw: Spread


class Findings(msgspec.Struct, frozen=True):
    """All that a bench has to tell."""

    events: int
    partitions: int
    rounds: int
    kafka: str
    before: Machine
    load_after: float
    figures: list[Figure]
    worker_to_per_event: float
    """How many times the events of the per-event agent the durable worker does in the same time."""
    warnings: list[str]


def figures_of(readings: Sequence[Reading]) -> list[Figure]:
    """One figure for each part; the readings of a part stand in the order of the rounds."""
    by_part = {part: [reading for reading in readings if reading.name == part] for part in TITLES}
    return [_figure(part, runs, by_part["raw"]) for part, runs in by_part.items() if runs]


def warnings_of(before: Machine) -> list[str]:
    """What a reader of the figures must know."""
    if not before.is_busy:
        return []
    limit = f"{BUSY_PER_CORE * before.cores:g}"
    return [
        f"the load was {before.load:g} before the start, above {limit}: others work here too, trust the ratios only"
    ]


def median_rate(figures: Sequence[Figure], part: str) -> float:
    """The events a second of a part that is among the figures."""
    return next(figure.per_second.median for figure in figures if figure.part == part)


def _figure(part: str, runs: Sequence[Reading], raw: Sequence[Reading]) -> Figure:
    rates, costs = [_rate(run) for run in runs], [_cost_us(run) for run in runs]
    raw_rates, raw_costs = [_rate(run) for run in raw], [_cost_us(run) for run in raw]
    if len(runs) != len(raw):
        raw_rates = [statistics.median(raw_rates)] * len(runs)
        raw_costs = [statistics.median(raw_costs)] * len(runs)
    return Figure(
        part=part,
        events=runs[0].events,
        rounds=len(runs),
        per_second=_spread(rates),
        cpu_us_per_event=_spread(costs),
        of_raw=_spread([rate / floor for rate, floor in zip(rates, raw_rates, strict=True)]),
        cpu_of_raw=_spread([floor / cost for cost, floor in zip(costs, raw_costs, strict=True)]),
    )


def _rate(reading: Reading) -> float:
    return reading.events / reading.seconds


def _cost_us(reading: Reading) -> float:
    return reading.cpu_seconds * _MICROSECONDS / reading.events


def _spread(numbers: Sequence[float]) -> Spread:
    return Spread(statistics.median(numbers), min(numbers), max(numbers))
