"""A sparse histogram with logarithmic bins: it merges, it can be taken back, and it forgets at most one per cent.

Guarantee: whatever is put in, its bin's representative lies within 1 % of it, so every quantile lies within 1 % of the
exact statistic. Bin 0 holds 0 ms; bin b from 1 on holds the durations of `(G^(b-2), G^(b-1)]` ms, G = 1.01 / 0.99.
After Masson, Rim, Lee: DDSketch (VLDB 2019). The bins are coordinates of a vector of measures, see `measures`.
"""

from array import array
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import ceil, log
from typing import Final

from stream.units import Millis

RELATIVE_ERROR: Final = 0.01
_GAMMA: Final = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_LOG_GAMMA: Final = log(_GAMMA)
_MEDIAN: Final = 0.5
_USUAL: Final = 1 << 16
_FOUND: Final = array("H", bytes(2 * _USUAL))
"""The bins of the durations up to a minute that were asked for, 0: not yet. A logarithm costs three times as much."""


def bin_of(duration_ms: Millis) -> int:
    """The bin of a duration; a negative one is a ValueError."""
    if 0 < duration_ms < _USUAL:
        found = _FOUND[duration_ms]
        if not found:
            found = _FOUND[duration_ms] = 1 + ceil(log(duration_ms) / _LOG_GAMMA)
        return found
    return 1 + ceil(log(duration_ms) / _LOG_GAMMA) if duration_ms else 0


def representative(number: int) -> float:
    """The milliseconds that stand for everything in a bin: as far, relatively, from its lower end as from its upper."""
    return 2 * _GAMMA ** (number - 1) / (_GAMMA + 1) if number else 0.0


def quantile(bins: Mapping[int, int], q: float) -> float | None:
    """The q-quantile in milliseconds of a histogram, number of bin to count, for 0 < q <= 1; None where it is empty.

    The median is the mean of the two in the middle, every other quantile the nearest rank ⌈qn⌉.
    """
    if not 0 < q <= 1:
        raise ValueError(f"{q} is no quantile: 0 < q <= 1")
    n = sum(bins.values())
    if not n:
        return None
    if q == _MEDIAN:
        return (_at_rank(bins, (n + 1) // 2) + _at_rank(bins, n // 2 + 1)) / 2
    share, of = _written(q)
    return _at_rank(bins, -(-share * n // of))


def _at_rank(bins: Mapping[int, int], rank: int) -> float:
    reached = 0
    for number in sorted(bins):
        reached += bins[number]
        if reached >= rank:
            break
    return representative(number)


@cache
def _written(q: float) -> tuple[int, int]:
    """The decimal that was written as a fraction, not the float next to it: 0.07 × 100 is rank 7."""
    return Fraction(str(q)).as_integer_ratio()
