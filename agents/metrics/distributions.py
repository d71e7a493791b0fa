"""Classic histograms out of the sparse ones of the core: what is counted up to each bound, and never falls.

The core counts durations in bins of two per cent. A bucket holds every bin that its bound reaches: a duration as long
as the bound is always in, and one longer by less than two per cent may be. Where a bound is the queue's own threshold
the core has counted exactly who was within it, and that count is taken.

A later event can make a duration longer, and a bucket must not fall. So what is shown is the most that there has ever
been up to a bound: it is ahead of the truth by no more than what was taken back and not yet come again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, TypeAlias

from stream.calendar import ALWAYS
from stream.events import CHANNELS
from stream.histogram import bin_of
from stream.measures import BINS, histogram_base
from stream.policies import ClockTerms
from stream.site import Site, default_version
from stream.units import SECOND, Millis

WAIT: Final = "wait"
FIRST_RESPONSE: Final = "first_response"
HANDLE: Final = "handle"

_LADDERS: Final = {WAIT: (5, 4, 5), FIRST_RESPONSE: (15, 4, 7), HANDLE: (30, 2, 8)}
"""Of each histogram the first bound in seconds, the factor from one to the next, and how many there are."""

Spreads: TypeAlias = Mapping[str, Mapping[tuple[str, str], "Mark"]]
"""By histogram, and by queue and channel."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The most that there has been: how many up to each bound and in all, and their sum."""

    bounds_ms: tuple[Millis, ...]
    upto: tuple[int, ...]
    sum_ms: Millis

    def raised(self, other: "Mark") -> "Mark":
        """The greater of both in every place; they have the same bounds."""
        upto = tuple(map(max, self.upto, other.upto))
        return Mark(self.bounds_ms, upto, max(self.sum_ms, other.sum_ms))


@dataclass(frozen=True)
class Scale:
    """The bounds of one histogram, sorted; bins are counted in segments that end just before and just after each."""

    histogram: str
    bounds_ms: tuple[Millis, ...]

    @cached_property
    def _ends(self) -> list[int]:
        bins = {bin_of(bound_ms) for bound_ms in self.bounds_ms}
        return sorted(bins | {number - 1 for number in bins})

    @cached_property
    def _places(self) -> list[int]:
        """The segment that ends with the bin of each bound."""
        return [self._ends.index(bin_of(bound_ms)) for bound_ms in self.bounds_ms]

    @property
    def segments(self) -> int:
        """How many there are."""
        return len(self._ends) + 1

    def segment_of(self) -> dict[int, int]:
        """The coordinate of every bin to the segment in which it is counted."""
        base = histogram_base(self.histogram)
        return {base + number: bisect_left(self._ends, number) for number in range(BINS)}

    def mark(self, segments: Sequence[int], sum_ms: Millis, within: tuple[Millis, int] | None = None) -> Mark:
        """What is counted up to each bound; `within` is a bound with the count that is known to be exact."""
        counted = list(accumulate(segments))
        upto = [counted[place] for place in self._places]
        if within is not None and within[0] in self.bounds_ms:
            bound = self.bounds_ms.index(within[0])
            place = self._places[bound]
            # Under an earlier threshold others were within: the bin that the bound is in is all that is in doubt.
            upto[bound] = min(max(within[1], counted[place - 1]), counted[place])
        return Mark(self.bounds_ms, (*accumulate(upto, max), counted[-1]), sum_ms)


def scales(site: Site) -> dict[str, Scale]:
    """The bounds of every histogram: what the site promises anywhere, and a ladder for the shape of the rest.

    They are the same for all queues, so that buckets can be added up.
    """
    versions = [version for rules in site.queues for version in rules.versions]
    versions += [default_version(channel) for channel in CHANNELS]
    responses = (version.first_response_target_ms for version in versions)
    promised = {
        WAIT: {version.service_level_threshold_ms for version in versions} | _targets(site, "answer"),
        FIRST_RESPONSE: {target_ms for target_ms in responses if target_ms} | _targets(site, "first_response"),
        HANDLE: set(),
    }
    return {
        histogram: Scale(histogram, tuple(sorted({*bounds_ms, *_ladder(*_LADDERS[histogram])})))
        for histogram, bounds_ms in promised.items()
    }


def _ladder(first_s: int, factor: int, steps: int) -> Iterable[Millis]:
    return (first_s * SECOND * factor**step for step in range(steps))


def _targets(site: Site, clock: str) -> set[Millis]:
    """What policies give a clock in plain time; working time is no duration."""
    versions = (version for policy in site.policies.policies for version in policy.versions)
    terms: Iterable[ClockTerms | None] = (version.terms.get(clock) for version in versions)
    return {term.target_ms for term in terms if term is not None and term.calendar == ALWAYS.name}
