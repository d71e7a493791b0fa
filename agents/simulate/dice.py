"""All the chance of a simulated floor: one seeded source, in whole milliseconds."""

import random
from collections.abc import Sequence
from math import exp, log
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from one seeded generator; the same seed and the same questions give the same answers."""

    __slots__ = ("_random", "unit")

    def __init__(self, seed: str) -> None:
        """Start from a seed; a string, so that each use of one number can have a generator of its own."""
        self._random = random.Random(seed)
        self.unit = self._random.random

    def chance(self, share: float) -> bool:
        """Return true in that share of the cases."""
        return self.unit() < share

    def pick(self, choices: Sequence[T]) -> T:
        """Pick one, each as likely as the others."""
        return choices[int(self.unit() * len(choices))]

    def number(self, below: int) -> int:
        """Pick a whole number from 0 to `below` - 1."""
        return int(self.unit() * below)

    def between(self, span_ms: tuple[int, int]) -> int:
        """Draw a duration, uniform between the two ends."""
        low, high = span_ms
        return low + int(self.unit() * (high - low))

    def gap(self, mean_ms: float) -> float:
        """Draw the time to the next event of a Poisson process, unrounded: rounding each would bend the rate."""
        return -mean_ms * log(1.0 - self.unit())

    def exponential(self, mean_ms: float) -> int:
        """Draw an exponential duration of at least 1 ms."""
        return 1 + int(-mean_ms * log(1.0 - self.unit()))

    def lognormal(self, mean_ms: float, sigma: float) -> int:
        """Draw a log-normal duration with that mean (not median) of at least 1 ms: how handle times are spread."""
        return 1 + int(mean_ms * exp(sigma * self._random.gauss(0.0, 1.0) - sigma * sigma / 2))

    def weibull(self, scale_ms: float, shape: float) -> int:
        """Draw a Weibull duration of at least 1 ms: how patience is spread."""
        return 1 + int(scale_ms * (-log(1.0 - self.unit())) ** (1.0 / shape))
