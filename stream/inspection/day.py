"""A queue's local day in half hours, and what its panes hold of each.

Panes are kept for eight days: of the days like today, the one a week ago is there as a whole, and no other. Where the
clocks are put back in between, or today, its first hour is gone once the last of today has come.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from stream.catalog import Catalogue
from stream.inspection.distribution import Distribution, distribution
from stream.intervals import Intervals, Span
from stream.kpi import Kpi, KpiValue, cell, evaluate_cell, evaluate_variant
from stream.measures import Measures, Slice, bins, histogram_base, put
from stream.panes import COARSE, Panes
from stream.site import Day, QueueRules
from stream.units import DAY, HOUR, MINUTE, Millis
from stream.windows import DayWindow

LENGTH: Final = 30 * MINUTE
KPIS: Final = (
    "offered",
    "answered",
    "abandoned",
    "service_level",
    "abandonment_rate",
    "first_response_within_target",
    "asa",
    "aht",
)
"""What is shown of each interval."""
SPREADS: Final = ("wait", "handle")
"""The histograms that are shown of a day."""

_AN_INSTANT_OF_THE_DAY: Final = 12 * HOUR
_AN_INSTANT_OF_THE_NEXT: Final = 36 * HOUR


class Interval(msgspec.Struct, frozen=True):
    """One interval: its ends as RFC 3339 in the queue's zone, the time of day at which it begins, and its figures.

    `turn` tells intervals apart that begin at the same time of day: 0, or 1 where an hour comes twice. `running`: it
    holds the instant shown, and those who wait too long at that instant count as missed in it.
    """

    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    begins: str
    turn: int
    running: bool
    kpis: dict[str, KpiValue]


class DayFigures(msgspec.Struct, frozen=True):
    """The intervals of a day, of today up to the instant shown; the KPIs and the spreads of all of them together."""

    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    intervals: list[Interval]
    kpis: dict[str, KpiValue]
    spreads: dict[str, Distribution]


class _Stretch(NamedTuple):
    span: Span
    begins: str
    turn: int


class QueueDay:
    """Gathers the measures of one local day, interval by interval, from the panes of any number of partitions."""

    def __init__(self, rules: QueueRules, day: Span, until_ms: Millis | None = None) -> None:
        """A day of a queue, or the part of it that has begun at `until_ms`."""
        self._rules = rules
        self._day = day
        self._until_ms = until_ms
        self._ends_ms = day.end_ms if until_ms is None else min(day.end_ms, until_ms + 1)
        self._intervals = Intervals(LENGTH, rules.time_zone)
        self._stretches = list(self._stretched())
        self._measures: list[Measures] = [{} for _ in self._stretches]

    def read(self, panes: Panes, slices: Sequence[Slice]) -> Iterator[None]:
        """Add what the panes hold of these slices; after each interval others may do something else.

        Panes that have not begun are left out, as on the floor: a source's clock may be ahead.
        """
        kept, length_ms = panes.kept(COARSE.length_ms), COARSE.length_ms
        for stretch, measures in zip(self._stretches, self._measures, strict=True):
            for start_ms in range(stretch.span.start_ms, min(stretch.span.end_ms, self._ends_ms), length_ms):
                pane = kept.get(start_ms)
                if pane is not None:
                    for where in slices:
                        if where in pane:
                            put(measures, pane[where])
            yield

    def add_now(self, measures: Mapping[int, int]) -> None:
        """Add what time alone has decided to the interval that holds the instant shown."""
        if self._measures:
            put(self._measures[-1], measures)

    def figures(self, catalogue: Catalogue, thresholds: Mapping[str, Millis]) -> DayFigures:
        """Everything read so far; `thresholds` are edges that the spread of that name is to have."""
        kpis = [catalogue.kpis[name] for name in KPIS if name in catalogue.kpis]
        whole: Measures = {}
        intervals = []
        for place, (stretch, measures) in enumerate(zip(self._stretches, self._measures, strict=True), start=1):
            put(whole, measures)
            running = self._until_ms is not None and place == len(self._stretches)
            intervals.append(
                Interval(
                    self._intervals.text(stretch.span.start_ms),
                    self._intervals.text(stretch.span.end_ms),
                    stretch.begins,
                    stretch.turn,
                    running,
                    self._kpis(kpis, measures, stretch.span.end_ms),
                )
            )
        spreads = {name: distribution(bins(whole, histogram_base(name)), thresholds.get(name)) for name in SPREADS}
        return DayFigures(
            self._intervals.text(self._day.start_ms),
            self._intervals.text(self._day.end_ms),
            intervals,
            self._kpis(kpis, whole, self._day.end_ms if self._until_ms is None else self._until_ms + 1),
            spreads,
        )

    def _kpis(self, kpis: Sequence[Kpi], measures: Measures, end_ms: Millis) -> dict[str, KpiValue]:
        of = cell([(self._rules.at(end_ms - 1).service_level, measures)])
        return {
            kpi.name: evaluate_variant(kpi.variants, of.variants)
            if kpi.kind == "variant"
            else evaluate_cell(kpi.formulas[0], of)
            for kpi in kpis
        }

    def _stretched(self) -> Iterator[_Stretch]:
        """The half hours of the clock on the wall, cut to the day."""
        turns: Counter[str] = Counter()
        at_ms = self._day.start_ms
        while at_ms < self._ends_ms:
            found = self._intervals.containing(at_ms)
            to_ms = self._day.end_ms if found is None else min(found.end_ms, self._day.end_ms)
            begins = self._intervals.text(at_ms)[11:16]
            yield _Stretch(Span(at_ms, to_ms), begins, turns[begins])
            turns[begins] += 1
            at_ms = to_ms


def day_of(day: Day, at_ms: Millis) -> Span:
    """The local day that holds an instant."""
    start_ms = _start(day, at_ms)
    return Span(start_ms, _start(day, start_ms + _AN_INSTANT_OF_THE_NEXT))


def week_before(day: Day, today: Span) -> Span:
    """The same weekday of the week before."""
    return day_of(day, today.start_ms - 7 * DAY + _AN_INSTANT_OF_THE_DAY)


def still_kept(rules: QueueRules, day: Span, at_ms: Millis) -> Span:
    """A day without the half hours of which panes are gone at an instant: they would look as if nothing had been."""
    oldest_ms = at_ms - (COARSE.keep_ms or at_ms)
    gone = Intervals(LENGTH, rules.time_zone).containing(oldest_ms - 1) if day.start_ms < oldest_ms else None
    return day if gone is None else Span(gone.end_ms, day.end_ms)


def _start(day: Day, at_ms: Millis) -> Millis:
    window = DayWindow(*day)
    window.advance(at_ms)
    return window.first_ms
