"""What a sub-bench hands over: figures, each with what it is compared with and what it must keep to."""

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from agents.bench.reading import Reading

_MICROSECONDS: Final = 1_000_000


class Spread(msgspec.Struct, frozen=True):
    """A figure of several rounds."""

    median: float
    low: float
    high: float


class Limit(msgspec.Struct, frozen=True):
    """What a figure must keep to: an amount in its unit, or as a share of the raw loop where it is `of_raw`."""

    amount: float
    at_least: bool = False
    of_raw: bool = False

    def met_by(self, amount: float) -> bool:
        """Whether an amount keeps to it; the limit itself does."""
        return amount >= self.amount if self.at_least else amount <= self.amount


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `bench` and `name` together tell it from all others; `unit` is that of `value`.

    `of_raw` is by the clock: events a second as a share of the raw loop's in the same round (of the median of all,
    where it ran in none). `cpu_of_raw` is by the processor: the loop's time an event as a share of the part's, which a
    busy machine disturbs less. `met` is None where there is no limit.
    """

    bench: str
    name: str
    title: str
    unit: str
    value: Spread
    rounds: int = 1
    events: int | None = None
    higher_is_better: bool = False
    of_raw: Spread | None = None
    cpu_us_per_event: Spread | None = None
    cpu_of_raw: Spread | None = None
    limit: Limit | None = None
    met: bool | None = None


def judged(figure: Figure) -> Figure:
    """The figure with the verdict on its limit: its median, or that of its ratio, is what counts."""
    limit = figure.limit
    judge = None if limit is None else figure.of_raw if limit.of_raw else figure.value
    if limit is None or judge is None:
        return figure
    return msgspec.structs.replace(figure, met=limit.met_by(judge.median))


def measured(  # noqa: PLR0913 - all that a figure is made of, by name
    bench: str,
    name: str,
    title: str,
    amounts: float | Sequence[float],
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    higher_is_better: bool = False,
    events: int | None = None,
) -> Figure:
    """A figure that stands for itself: one amount, or one of each round; with a limit it is judged by the median."""
    limit = None
    if at_most is not None:
        limit = Limit(at_most)
    elif at_least is not None:
        limit = Limit(at_least, at_least=True)
    amounts = [amounts] if isinstance(amounts, float | int) else list(amounts)
    return judged(
        Figure(
            bench=bench,
            name=name,
            title=title,
            unit=unit,
            value=spread(amounts),
            rounds=len(amounts),
            events=events,
            higher_is_better=higher_is_better or at_least is not None,
            limit=limit,
        )
    )


def throughput(  # noqa: PLR0913 - as above
    bench: str,
    name: str,
    title: str,
    runs: Sequence[Reading],
    raw: Sequence[Reading],
    *,
    least_of_raw: float | None = None,
) -> Figure:
    """Events a second beside the raw loop; both stand in the order of the rounds."""
    rates, costs = [_rate(run) for run in runs], [_cost_us(run) for run in runs]
    raw_rates, raw_costs = [_rate(run) for run in raw], [_cost_us(run) for run in raw]
    if len(runs) != len(raw):
        raw_rates = [statistics.median(raw_rates)] * len(runs)
        raw_costs = [statistics.median(raw_costs)] * len(runs)
    return judged(
        Figure(
            bench=bench,
            name=name,
            title=title,
            unit="events/s",
            value=spread(rates),
            rounds=len(runs),
            events=runs[0].events,
            higher_is_better=True,
            of_raw=spread([rate / floor for rate, floor in zip(rates, raw_rates, strict=True)]),
            cpu_us_per_event=spread(costs),
            cpu_of_raw=spread([floor / cost for cost, floor in zip(costs, raw_costs, strict=True)]),
            limit=None if least_of_raw is None else Limit(least_of_raw, at_least=True, of_raw=True),
        )
    )


def spread(numbers: Sequence[float]) -> Spread:
    """The median of some numbers, and between what they lie."""
    return Spread(statistics.median(numbers), min(numbers), max(numbers))


def quantile(numbers: Sequence[float], share: float) -> float:
    """The smallest of the numbers that such a share of them does not exceed; raises ValueError where there is none."""
    if not numbers:
        raise ValueError("there is no quantile of nothing")
    ordered = sorted(numbers)
    # Rounded down to a whole count first: 0.99 of a hundred is the 99th, whatever floats make of the product.
    place = -int(-(round(len(ordered) * share, 6)) // 1)
    return ordered[max(place - 1, 0)]


def _rate(reading: Reading) -> float:
    return reading.events / reading.seconds


def _cost_us(reading: Reading) -> float:
    return reading.cpu_seconds * _MICROSECONDS / reading.events
