"""How durations spread, in steps that people read; made of bins, whose ends lie within 1 % of where they are put."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

import msgspec

from stream.histogram import quantile, representative
from stream.units import DAY, HOUR, MINUTE, SECOND, Millis

EDGES: Final = (
    *(seconds * SECOND for seconds in (0, 5, 10, 15, 20, 30, 45)),
    *(minutes * MINUTE for minutes in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45)),
    *(hours * HOUR for hours in (1, 2, 4, 8, 16)),
    *(days * DAY for days in (1, 2, 4, 8)),
)
"""Where steps begin and end; whatever is longer than the last is in a step without end."""

QUANTILES: Final = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "max": 1.0}


class Step(msgspec.Struct, frozen=True):
    """How many lasted longer than `from_ms` and at most `to_ms` (None: any longer); the first has the nought too."""

    from_ms: Millis
    to_ms: Millis | None
    count: int


class Distribution(msgspec.Struct, frozen=True):
    """`n` cases in steps from the shortest to the longest, and quantiles in ms; of nothing each of them is None."""

    n: int
    quantiles_ms: dict[str, float | None]
    steps: list[Step]


def distribution(counts: Mapping[int, int], threshold_ms: Millis | None = None) -> Distribution:
    """The distribution of a histogram's bins; a threshold is an edge in any case."""
    edges = sorted({*EDGES, *([] if threshold_ms is None else [threshold_ms])})
    found = [0] * len(edges)
    for number, count in counts.items():
        # Of a bin the representative decides: it lies within 1 % of all that is in it.
        found[_step(edges, representative(number))] += count
    ends = [*edges[1:], None]
    steps = [Step(*step) for step in zip(edges, ends, found, strict=True)]
    filled = [place for place, step in enumerate(steps) if step.count]
    shown = steps[filled[0] : filled[-1] + 1] if filled else []
    quantiles = {name: quantile(counts, q) for name, q in QUANTILES.items()}
    return Distribution(sum(counts.values()), quantiles, shown)


def _step(edges: list[Millis], duration_ms: float) -> int:
    return max(0, bisect_left(edges, duration_ms) - 1)
