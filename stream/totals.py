"""What all parts hold of each window together, as far as a figure is made of it.

Most of what a part holds are bins of histograms, and most windows show quantiles of few of them: the others would be
added up over partitions, queues and channels, every second, and looked at by nobody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from stream.catalog import WINDOWS, Catalogue
from stream.crew.partition import CrewPart
from stream.kpi import Cell, cell
from stream.measures import BINS, HISTOGRAMS, Measures, Slice, put
from stream.overlay import Part

TODAY: Final = "today"
FLOOR_DAY: Final = "today@floor"
"""The window of the floor's own day, which everything and each channel show as their today."""

Labels: TypeAlias = tuple[tuple[str, str], ...]
"""A slice by name: pairs of label and value in the order of the site's labels; of everything it is empty."""


def told_by_all(parts: Iterable[Part | CrewPart], catalogue: Catalogue) -> tuple[str, ...]:
    """The windows of the catalogue that can be shown: of one that a part does not tell of, all others tell too little.

    So it is while workers of different configurations share a floor. The windows of every floor each part has.
    """
    told = [part.windows for part in parts]
    return tuple(window for window in catalogue.windows if window in WINDOWS or all(window in of for of in told))


def joined_totals(
    parts: Sequence[Part], catalogue: Catalogue, windows: Iterable[str] = WINDOWS
) -> dict[str, Mapping[Slice, Measures]]:
    """The measures of every stored slice by window, and by the floor's own day."""
    totals = {window: _of(parts, window, catalogue.histograms(window)) for window in windows}
    # On a floor of one time zone every queue's day is the floor's, and there is one of them.
    if all(part.totals.get(TODAY) is part.totals.get(FLOOR_DAY) for part in parts):
        return totals | {FLOOR_DAY: totals[TODAY]}
    return totals | {FLOOR_DAY: _of(parts, FLOOR_DAY, catalogue.histograms(TODAY))}


def named(where: Slice, labels: Sequence[str], wanted: Iterable[str]) -> Labels:
    """A stored slice reduced to some of the site's labels."""
    kept = set(wanted)
    return tuple((label, value) for label, value in zip(labels, where, strict=True) if label in kept)


def merge(members: Iterable[Slice], totals: Mapping[Slice, Measures], variants: Mapping[Slice, str]) -> Cell:
    """The measures of several stored slices together."""
    return cell((variants[where], totals[where]) for where in members if where in totals)


def _of(parts: Sequence[Part], window: str, histograms: Collection[int]) -> Mapping[Slice, Measures]:
    """One window of all parts, of the bins those of `histograms` alone."""
    joined: dict[Slice, Measures] = {}
    all_of_it = HISTOGRAMS.issubset(histograms)
    for part in parts:
        for where, measures in part.totals.get(window, {}).items():
            kept = measures if all_of_it else _shown(measures, histograms)
            if where in joined:
                put(joined[where], kept)
            else:
                joined[where] = dict(kept) if kept is measures else kept
    return joined


def _shown(measures: Measures, histograms: Collection[int]) -> Measures:
    return {place: amount for place, amount in measures.items() if place < BINS or place - place % BINS in histograms}
