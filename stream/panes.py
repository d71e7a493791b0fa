"""Panes: the smallest intervals of event time that are kept, each with one vector of measures per slice.

The same deltas go into every level, a fine one kept for hours and a coarse one kept for days. A pane starts at a
multiple of its length since the epoch and holds the instants of `[start, start + length)`. It is retired, for good,
once the log clock has passed its end by what its level keeps; what comes for it later is dropped and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from typing import Final, NamedTuple, Protocol

from stream.compound import Amounts, Shown, Totals, gather, shown, spelled_out
from stream.measures import Measures, Slice, put
from stream.units import DAY, HOUR, MINUTE, SECOND, Millis


class PaneLevel(NamedTuple):
    """Panes of one length; `keep_ms` None keeps them for ever."""

    length_ms: Millis
    keep_ms: Millis | None


FINE: Final = PaneLevel(10 * SECOND, 2 * HOUR)
COARSE: Final = PaneLevel(5 * MINUTE, 8 * DAY)
LEVELS: Final = (FINE, COARSE)


class Window(Protocol):
    """Who follows the panes of one level."""

    @property
    def level_length_ms(self) -> int:
        """The length of the panes that it adds up."""

    def changed(self, where: Slice, deltas: Mapping[Millis, Measures], gain: Measures, sign: int = 1) -> None:
        """Kept panes have just grown (shrunk, with sign -1): an instant in each to its delta, and the sum of all.

        All of these are compact.
        """

    def rebuild(self, panes: "Panes") -> None:
        """Add up anew from these panes, and follow them from now on."""


class _Level:
    """The kept panes of one length, compact; `starts` is a heap, so that retiring looks at nothing that stays."""

    def __init__(self, level: PaneLevel) -> None:
        self.length_ms, self.keep_ms = level
        self.panes: dict[int, dict[Slice, Measures]] = {}
        self.starts: list[int] = []
        self.held: Counter[Slice] = Counter()
        self.horizon_ms: Millis | None = None
        self.windows: list[Window] = []

    def slices_at(self, start_ms: Millis) -> dict[Slice, Measures]:
        """The slices of a pane, which begins to be kept if it was not."""
        slices = self.panes.get(start_ms)
        if slices is None:
            slices = self.panes[start_ms] = {}
            heappush(self.starts, start_ms)
        return slices

    def grow(self, where: Slice, deltas: Mapping[Millis, Measures], gain: Measures) -> list[Millis]:
        """Add a slice's deltas, an instant to each, whose sum is `gain`; returns the start of the pane that took each.

        A vector or a pane that comes to nothing is not kept, and what comes for a retired pane is dropped.
        """
        horizon_ms = self.horizon_ms
        if horizon_ms is not None and min(deltas) < horizon_ms:
            deltas = {at_ms: delta for at_ms, delta in deltas.items() if at_ms >= horizon_ms}
            gain = _sum(deltas)
        if not deltas:
            return []
        starts = [at_ms // self.length_ms * self.length_ms for at_ms in deltas]
        if min(starts) == max(starts):  # as nearly always where panes are long
            if gain:
                self._grow(starts[0], where, gain)
        else:
            for start_ms, delta in zip(starts, deltas.values(), strict=True):
                self._grow(start_ms, where, delta)
        for window in self.windows:
            window.changed(where, deltas, gain)
        return starts

    def _grow(self, start_ms: int, where: Slice, delta: Measures) -> None:
        slices = self.slices_at(start_ms)
        total = slices.get(where)
        if total is None:
            total = slices[where] = {}
            self.held[where] += 1
        gather(total, delta)
        if not total:
            del slices[where]
            self.let_go(where)
            if not slices:
                del self.panes[start_ms]

    def retire(self, log_clock_ms: Millis) -> Iterator[tuple[int, Slice]]:
        """Forget the panes that ended at least `keep_ms` before the log clock, naming each of their slices."""
        if self.keep_ms is None:
            return
        horizon_ms = (log_clock_ms - self.keep_ms) // self.length_ms * self.length_ms
        if self.horizon_ms is None or horizon_ms > self.horizon_ms:
            self.horizon_ms = horizon_ms
        while self.starts and self.starts[0] < self.horizon_ms:
            start_ms = heappop(self.starts)
            # A pane that came to nothing and was filled again stands in the heap twice.
            for where, total in self.panes.pop(start_ms, {}).items():
                self.let_go(where)
                for window in self.windows:
                    window.changed(where, {start_ms: total}, total, -1)
                yield start_ms, where

    def let_go(self, where: Slice) -> None:
        """A pane holds nothing of the slice any more."""
        self.held[where] -= 1
        if not self.held[where]:
            del self.held[where]


class Panes:
    """All panes of one partition. Deltas wait in `pending` until `flush`; only then do panes and windows change.

    Flushing after every event or after a thousand leaves the same panes. `net` and `corrections` are what cumulative
    counters show: each flush adds a slice's gain to the one, its loss to the other, so neither ever falls and their
    difference is the sum of all deltas posted, also of those whose pane is retired. `dropped` counts the deltas
    (one a flush, slice and pane) that found their pane retired.
    """

    def __init__(self, levels: tuple[PaneLevel, ...] = LEVELS) -> None:
        self._base_ms = min((level.length_ms for level in levels), default=0)
        if self._base_ms <= 0 or any(level.length_ms % self._base_ms for level in levels):
            raise ValueError(f"pane lengths {[level.length_ms for level in levels]} are not multiples of the shortest")
        self._levels = {level.length_ms: _Level(level) for level in levels}
        self._longest = max(self._levels.values(), key=lambda level: level.length_ms)
        self._dirty: set[tuple[int, int, Slice]] = set()
        self.pending: defaultdict[Slice, defaultdict[int, defaultdict[int, int]]] = defaultdict(_deltas)
        self._net = Totals()
        self._corrections = Totals()
        self.dropped = 0

    def __len__(self) -> int:
        """How many vectors are kept, over all levels: one per pane and slice."""
        return sum(len(slices) for level in self._levels.values() for slices in level.panes.values())

    @property
    def net(self) -> dict[Slice, Measures]:
        """What the slices gained with each flush."""
        return self._net.spelled_out()

    @property
    def corrections(self) -> dict[Slice, Measures]:
        """What they lost."""
        return self._corrections.spelled_out()

    def post(self, where: Slice, at_ms: Millis, amounts: Amounts, sign: int) -> None:
        """Add amounts, (coordinate or compound, number) pairs, at an instant, or take them back with sign -1."""
        delta = self.pending[where][at_ms // self._base_ms]
        # Two loops: this runs twice an event, and a product costs as much as a sum.
        if sign == 1:
            for place, amount in amounts:
                delta[place] += amount
        else:
            for place, amount in amounts:
                delta[place] -= amount

    def flush(self, log_clock_ms: Millis) -> None:
        """Move what is pending into every level, then retire what the log clock has passed.

        Takes time in proportion to what is pending and what is retired, never to what is kept.
        """
        for level in self._levels.values():
            self._dirty.update((level.length_ms, start_ms, where) for start_ms, where in level.retire(log_clock_ms))
        for where, pending in self.pending.items():
            spans = ((index * self._base_ms, posted) for index, posted in pending.items())
            given = ((at_ms, {place: n for place, n in posted.items() if n}) for at_ms, posted in spans)
            deltas = {at_ms: delta for at_ms, delta in given if delta}
            if not deltas:
                continue
            gain = _sum(deltas)
            self._count(where, gain)
            for level in self._levels.values():
                starts = level.grow(where, deltas, gain)
                self.dropped += len(deltas) - len(starts)
                self._dirty.update((level.length_ms, start_ms, where) for start_ms in starts)
        self.pending.clear()

    def _count(self, where: Slice, gain: Measures) -> None:
        up = gain
        if gain and min(gain.values()) < 0:  # if a compound stands for what was lost, it has been spelled out
            up = {place: amount for place, amount in gain.items() if amount > 0}
            self._corrections.add(where, {place: -amount for place, amount in gain.items() if amount < 0})
        if up:
            self._net.add(where, up)

    def kept(self, length_ms: Millis) -> Mapping[int, Mapping[Slice, Measures]]:
        """The panes of one level as they stand and will stand: start to slice to measures. A view, for reading."""
        return Shown(self._levels[length_ms].panes, shown)

    def compact(self, length_ms: Millis) -> Mapping[int, Mapping[Slice, Measures]]:
        """The same with compounds in it: for windows, which add up a thousand panes before anybody reads them."""
        return self._levels[length_ms].panes

    def slices(self) -> frozenset[Slice]:
        """Every slice of which the longest-kept panes hold anything."""
        return frozenset(self._longest.held)

    def measures_at(self, length_ms: Millis, start_ms: Millis, where: Slice) -> Measures | None:
        """What one pane holds of a slice; None when it is retired or holds nothing, so that its row is to go."""
        measures = self._levels[length_ms].panes.get(start_ms, {}).get(where)
        return None if measures is None else spelled_out(measures)

    def dirty(self) -> set[tuple[int, int, Slice]]:
        """Length, start and slice of all that was changed or retired since the last `clear_dirty`."""
        return self._dirty

    def clear_dirty(self) -> None:
        """What is dirty has been written; the set handed out before stays as it is."""
        self._dirty = set()

    def put(self, length_ms: Millis, start_ms: Millis, where: Slice, measures: Measures) -> None:
        """Restore one vector as it was written; nothing gets dirty, and windows are attached afterwards."""
        if measures:
            self._levels[length_ms].slices_at(start_ms)[where] = measures
            self._levels[length_ms].held[where] += 1

    def attach(self, window: Window) -> None:
        """Let a window follow its level: it adds up what is kept now and hears of every later change."""
        self._levels[window.level_length_ms].windows.append(window)
        window.rebuild(self)

    def detach(self, window: Window) -> None:
        """Let a window follow no more: it hears of nothing from now on."""
        self._levels[window.level_length_ms].windows.remove(window)


def _sum(deltas: Mapping[Millis, Measures]) -> Measures:
    """All of them together."""
    joined: Measures = {}
    for delta in deltas.values():
        put(joined, delta)
    total: Measures = {}
    gather(total, joined)
    return total


def _deltas() -> defaultdict[int, defaultdict[int, int]]:
    return defaultdict(_zeros)


def _zeros() -> defaultdict[int, int]:
    return defaultdict(int)
