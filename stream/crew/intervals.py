"""The people of a recording, interval by interval: what a report says of them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias

from stream.crew.edges import counted, spent
from stream.crew.figures import GROUPS, absent
from stream.crew.partition import CrewPartition
from stream.crew.states import UNPAID
from stream.intervals import Intervals, Span
from stream.kpi import Kpi, KpiValue, evaluate
from stream.measures import Measures, Slice, add, merged
from stream.panes import PaneLevel
from stream.passes import refused
from stream.replay import BATCH, Recorded, recorded
from stream.site import Site
from stream.units import Millis

Told: TypeAlias = KpiValue | Mapping[str, KpiValue | Mapping[str, KpiValue]]
"""A value, or values by label, as a row of a report has them."""

_MARK: Final = b"agent.state"


class Crowd:
    """The agents of a recording, folded once, for several divisions of time."""

    def __init__(self, site: Site, lines: Iterable[bytes], intervals: Intervals, end_ms: Millis) -> None:
        """Fold all events of agents into panes of the length that `intervals` need; `site` keeps everything.

        The data end at `end_ms`, or with the last event of an agent if that is later: so long does a state last.
        """
        self._length_ms = intervals.pane_length_ms()
        self._memory_ms = site.agent_retention_ms
        self._from_ms = intervals.from_ms
        self._crew = CrewPartition(site, 0, (PaneLevel(self._length_ms, None),))
        records = _about_agents(lines)
        while batch := list(islice(records, BATCH)):
            self._crew.fold(batch)
        self._end_ms = max(end_ms, self._crew.newest_event_ms)
        self._crew.pass_time(self._end_ms)
        self.refused = refused(self._crew)
        self.full = self._crew.full

    def over(self, intervals: Intervals, kpis: Sequence[Kpi]) -> "CrewTimes":
        """The time in each interval, and these KPIs of it."""
        reach, panes = Span(self._from_ms, self._end_ms), self._crew.panes.kept(self._length_ms)
        begins: dict[Slice, Millis] = {}
        for start_ms in sorted(panes, reverse=True):
            begins.update(dict.fromkeys(panes[start_ms], start_ms))
        return CrewTimes(_times(panes, reach, intervals, self._memory_ms), kpis, begins, self._end_ms)


class CrewTimes:
    """The time that agents spent in each interval, from the first event of any to the end of the data."""

    def __init__(
        self,
        times: Mapping[Span, Mapping[Slice, Measures]],
        kpis: Sequence[Kpi],
        begins: Mapping[Slice, Millis],
        end_ms: Millis,
    ) -> None:
        """Tell these KPIs of these times; `begins` are the panes in which anything was first heard of a slice."""
        self._times = times
        self._kpis = kpis
        self._begins = begins
        self._first_ms = min(begins.values(), default=end_ms)

    @property
    def spans(self) -> Iterable[Span]:
        """The intervals in which anybody was there."""
        return self._times.keys()

    def joined(self, reach: Span) -> Span:
        """From when to when the data are, the people's with those of contacts."""
        return Span(min(reach.start_ms, self._first_ms), reach.end_ms)

    def groups(self, by: Sequence[str]) -> list[tuple[tuple[str, str], ...]]:
        """The teams, sites, or pairs of both that have a row."""
        seen = sorted({where for by_slice in self._times.values() for where in by_slice})
        named = (tuple(pair for pair in _named(where).items() if pair[0] in by) for where in seen)
        return sorted({labels for labels in named if all(name for _, name in labels)})

    def kpis(self, labels: Mapping[str, str], span: Span, contacts: Mapping[int, int]) -> dict[str, Told]:
        """What the row of everything, or of a team or site, says of people; every other row says nothing."""
        if not labels.keys() <= set(GROUPS):
            return {}
        # Before anything is heard of them nothing is known, and of those who are gone for long nothing any more.
        known = [
            where
            for where, begins_ms in self._begins.items()
            if span in self._times
            and labels.items() <= _named(where).items()
            and (not span.end_ms or begins_ms < span.end_ms)
        ]
        of = merged(self._times[span].get(where, {}) for where in known)
        if not labels:
            of = merged((of, contacts))
        found: dict[str, Told] = {}
        for kpi in self._kpis:
            if labels and kpi.of == "both":
                continue
            values = {f.label: evaluate(f, of) if known else absent(f) for f in kpi.formulas}
            found[kpi.name] = values if kpi.label else values[""]
        return found


def _named(where: Slice) -> dict[str, str]:
    return dict(zip(GROUPS, where, strict=True))


def _about_agents(lines: Iterable[bytes]) -> Iterable[Recorded]:
    # Most lines are about contacts, and reading each of them twice would cost as much as the rest of the report.
    about = (line if _MARK in line else b"" for line in lines)
    return (one for one in recorded(about, agents=True) if one.of_agent)


def _times(
    panes: Mapping[Millis, Mapping[Slice, Measures]], reach: Span, intervals: Intervals, memory_ms: Millis
) -> dict[Span, dict[Slice, Measures]]:
    """The time by interval and slice: in each the edges within it, on top of who was there when it began.

    Who has all been offline or vanished for `memory_ms` fills no further intervals: one event of a wrong year would
    have thousands.
    """
    edges: dict[Span | None, dict[Slice, Measures]] = {}
    there: dict[Slice, dict[str, int]] = {}
    moments = sorted(panes)
    for start_ms in moments:
        by_slice = panes[start_ms]
        if start_ms < reach.start_ms:
            there |= {where: counted(moved, there.get(where, {})) for where, moved in by_slice.items()}
            continue
        within = edges.setdefault(intervals.containing(start_ms), {})
        for where, moved in by_slice.items():
            add(within.setdefault(where, {}), moved)
    times: dict[Span, dict[Slice, Measures]] = {}
    at_ms = max(reach.start_ms, min(moments, default=reach.end_ms))
    while at_ms < reach.end_ms and (span := intervals.containing(at_ms)) is not None:
        until_ms = min(span.end_ms or reach.end_ms, reach.end_ms)
        moved_in = edges.get(span, {})
        there |= {where: counted(moved, there.get(where, {})) for where, moved in moved_in.items()}
        found = {
            where: spent(moved_in.get(where, {}), there.get(where, {}), span.start_ms, until_ms)
            for where in there.keys() | moved_in.keys()
        }
        times[span] = {where: measures for where, measures in found.items() if measures}
        at_ms, place = until_ms, bisect_left(moments, until_ms)
        gone = all(UNPAID.issuperset(states) for states in there.values())
        if gone and until_ms >= moments[place - 1] + memory_ms:
            at_ms = next(iter(moments[place : place + 1]), reach.end_ms)
    return times
