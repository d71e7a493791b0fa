"""One pass of the engine over a recording, and its panes summed by the intervals of a report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

import msgspec

from stream.flight import decided, spread
from stream.intake import Intake
from stream.intervals import Intervals, Span
from stream.measures import Measures, Slice, add
from stream.panes import PaneLevel
from stream.partition import Partition
from stream.replay import BATCH, Recorded, recorded
from stream.site import Site
from stream.units import SECOND, Millis

Totals: TypeAlias = dict[Span, dict[Slice, Measures]]


class Pass(msgspec.Struct):
    """What one pass of the engine found: measures by interval and stored slice, and from when to when the data are."""

    totals: Totals
    open_span: Span | None
    """The interval that holds the end of the data."""
    reach: Span
    newest_ms: Millis = 0
    """The greatest event time, of contacts or agents: where the data end."""
    refused: Mapping[str, int] = {}
    """How many records changed nothing and were no copies, by reason."""
    full: frozenset[str] = frozenset()
    """The kinds of names, such as `queue`, of which there are so many that any further one counts as `other`."""
    from_1970: bool = False
    """Whether a range was asked for that begins at 0, which stands for an open beginning otherwise."""

    def closed(self, span: Span) -> Span:
        """The one interval of a report without a length or range ends where the data end."""
        start_ms = span.start_ms or (0 if self.from_1970 else self.reach.start_ms)
        return Span(start_ms, span.end_ms or self.reach.end_ms)


def run(site: Site, lines: Iterable[bytes], several: Sequence[Intervals]) -> list[Pass]:
    """Fold everything once and sum the panes of each interval, for several divisions of time.

    The panes have the length that the first division needs; the others must be made of whole ones too.
    """
    length_ms = several[0].pane_length_ms()
    partition = Partition(site, 0, (PaneLevel(length_ms, None),))
    records, newest_ms = recorded(lines, agents=True), 0
    while batch := list(islice(records, BATCH)):
        partition.fold([one for one in batch if not one.of_agent])
        newest_ms = max(newest_ms, _newest_of_people(batch, site))
    newest_ms = max(newest_ms, partition.newest_event_ms)
    return [_summed(partition, length_ms, intervals, newest_ms) for intervals in several]


def put(totals: Totals, span: Span | None, by_slice: Mapping[Slice, Measures]) -> None:
    """Add measures to an interval; outside of all there is nothing to add to."""
    if span is None or not by_slice:
        return
    within = totals.setdefault(span, {})
    for where, measures in by_slice.items():
        add(within.setdefault(where, {}), measures)


def refused(intake: Intake) -> Counter[str]:
    """The records that were rejected, of all sources, by reason, and those that were late under that one."""
    reasons = Counter[str]()
    for counts in intake.sources.values():
        reasons.update(counts.rejected)
        reasons["late"] += counts.late
    return +reasons


def _summed(partition: Partition, length_ms: Millis, intervals: Intervals, newest_ms: Millis) -> Pass:
    totals: Totals = {}
    panes = partition.panes.kept(length_ms)
    for start_ms, by_slice in panes.items():
        put(totals, intervals.containing(start_ms), by_slice)
    # Not every event leaves something in a pane, and those of agents nothing here.
    starts = [*panes, newest_ms // length_ms * length_ms] if newest_ms else []
    clock_ms = newest_ms // SECOND * SECOND
    for contact in partition.memory.live.values():
        for span, one in spread(decided(partition.site, clock_ms, contact), clock_ms, intervals):
            put(totals, span, {one.where: one.measures})
    reach = Span(min(starts), max(starts) + length_ms) if starts else Span(0, 0)
    return Pass(
        totals,
        intervals.containing(clock_ms),
        reach,
        newest_ms,
        refused(partition),
        partition.full,
        intervals.from_1970,
    )


def _newest_of_people(records: Iterable[Recorded], site: Site) -> Millis:
    """The greatest time of the events about agents that are not from too far ahead; 0 where there are none."""
    told = ((one.at_ms, one.timestamp) for one in records if one.of_agent and one.at_ms is not None)
    return max((at_ms for at_ms, timestamp in told if site.trusts(at_ms, timestamp)), default=0)
