"""The report: the same engine over a recording, one row for each interval and slice, a value for each KPI.

It has all the time in the world: it keeps every pane and every contact, and nothing about an unknown contact is late.
Only the interval that holds the end of the data shows who is in flight then; its rows are not final.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from stream.catalog import Catalogue
from stream.contact import Contact
from stream.crew.figures import GROUPS
from stream.crew.intervals import CrewIntervals
from stream.errors import FloorwatchError
from stream.floor import IMPOSSIBLE, Labels, Quality, merge, named, quality
from stream.intervals import Intervals, Span
from stream.kpi import Attribution, Cell, Dependence, Formula, Kpi, KpiValue, evaluate_cell, evaluate_variant
from stream.live import Overlay
from stream.measures import Measures, Slice, add, coordinate
from stream.panes import PaneLevel
from stream.partition import Partition
from stream.replay import BATCH, recorded
from stream.site import Site
from stream.units import SECOND, Millis, parse_duration

Lines: TypeAlias = Sequence[bytes] | Callable[[], Iterable[bytes]]
"""JSON lines that can be read more than once: one pass for each threshold and target."""
Nested: TypeAlias = KpiValue | Mapping[str, KpiValue | Mapping[str, KpiValue]]
"""A value; by label; by threshold or target as typed; or by label, then by threshold or target."""
Totals: TypeAlias = dict[Span, dict[Slice, Measures]]

_BREACHED: Final = tuple(coordinate(f"sla_breached.{clock}") for clock in ("answer", "first_response"))


class Row(msgspec.Struct, frozen=True):
    """One interval and slice. `final` is False where calls were still in flight when the data ended."""

    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    slice: dict[str, str]
    kpis: dict[str, Nested]
    quality: Quality
    final: bool


class _Pass(msgspec.Struct):
    """What one pass of the engine found: measures by interval and stored slice, and the ends of all its panes."""

    totals: Totals
    open_span: Span | None
    """The interval that holds the end of the data."""
    reach: Span

    def closed(self, span: Span) -> Span:
        """The one interval of a report without a length or range ends where the data end."""
        return Span(span.start_ms or self.reach.start_ms, span.end_ms or self.reach.end_ms)


def to_json(rows: Sequence[Row]) -> bytes:
    """A list of rows, keys sorted; instants are RFC 3339 in the time zone of the report."""
    return msgspec.json.encode(rows, order="sorted")


def to_csv(rows: Sequence[Row]) -> str:
    """A line for each row under one of names; an absent value is an empty field. No rows: no text at all."""
    written: list[str] = []
    sink = _Sink(written.append)
    table = [columns(row, [label for one in rows for label in one.slice]) for row in rows]
    if table:
        writer = csv.DictWriter(sink, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return "".join(written)


def columns(row: Row, labels: Iterable[str] = ()) -> dict[str, object]:
    """A row as flat columns: `asa`, `asa.numerator`, `asa.denominator`; `service_level.20s`, `sla_met.answer`.

    `labels` are those of the report's slices; what a row's slice does not have, as that of everything, is empty.
    """
    flat: dict[str, object] = {"from": row.from_at, "to": row.to_at}
    flat.update({label: row.slice.get(label, "") for label in labels})
    for name, nested in row.kpis.items():
        for path, value in _leaves(name, nested):
            flat[path] = value.value
            if value.denominator is not None:
                flat[f"{path}.numerator"] = value.numerator
                flat[f"{path}.denominator"] = value.denominator
            if value.pending is not msgspec.UNSET:
                flat[f"{path}.pending"] = value.pending
    counts = {reason: row.quality.impossible.get(reason, 0) for reason in IMPOSSIBLE}
    flat.update({f"impossible.{reason}": number for reason, number in counts.items()})
    flat.update({name: getattr(row.quality, name) for name in ("unmeasured", "implied_answers", "closed_idle")})
    flat["final"] = row.final
    return flat


class _Sink(NamedTuple):
    """Where the csv module writes to, in place of a file."""

    write: Callable[[str], None]


def _leaves(path: str, nested: Nested) -> Iterator[tuple[str, KpiValue]]:
    if isinstance(nested, KpiValue):
        yield path, nested
    else:
        for key, inner in nested.items():
            yield from _leaves(f"{path}.{key}", inner)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; `interval_ms` None is one row a slice. Thresholds and targets are durations as typed (`20s`).

    Anything that cannot be is a FloorwatchError when `rows` is called.
    """

    site: Site
    interval_ms: Millis | None = None
    by: tuple[str, ...] = ()
    attribution: Attribution = "event"
    thresholds: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    from_ms: Millis | None = None
    to_ms: Millis | None = None
    time_zone: str = "UTC"

    def rows(self, lines: Lines, catalogue: Catalogue) -> list[Row]:
        """Every interval in which anything happened: a row for everything, then one for each slice, sorted."""
        for label in () if self._by_people else self.by:
            if label not in self.site.labels:
                raise FloorwatchError(
                    "report", "by", f"unknown label {label!r}; known are {', '.join(self.site.labels)}"
                )
        intervals = Intervals(self.interval_ms, self.time_zone, self.from_ms, self.to_ms)
        passes = {key: _run(site, lines, intervals) for key, site in self._sites().items()}
        people = lines() if callable(lines) else lines
        crew = CrewIntervals(replace(self.site, keeps_all=True), people, intervals, catalogue, self.from_ms or 0)
        for span in crew.times:
            next(iter(passes.values())).totals.setdefault(span, {})
        return list(self._rows(passes, catalogue.under(self.attribution), intervals, crew))

    @property
    def _by_people(self) -> bool:
        """Whether the rows are of teams or sites, which have people and no contacts."""
        return bool(self.by) and set(self.by) <= set(GROUPS)

    def _sites(self) -> dict[tuple[str, str], Site]:
        """The site of each pass by its threshold and target; the first also gives what depends on neither.

        That is the pass of the greatest threshold: a lower one can cut the limit of short abandons.
        """
        thresholds = {text: _duration(text, "threshold") for text in self.thresholds} or {"": 0}
        targets = {text: _duration(text, "target") for text in self.targets} or {"": 0}
        basic = max(thresholds, key=lambda text: thresholds[text]), next(iter(targets))
        sites = {}
        for threshold, target in (
            basic,
            *((text, basic[1]) for text in thresholds),
            *((basic[0], text) for text in targets),
        ):
            site = replace(self.site, keeps_all=True)
            site = site.with_threshold(thresholds[threshold]) if threshold else site
            sites[threshold, target] = site.with_first_response_target(targets[target]) if target else site
        return sites

    def _rows(
        self, passes: Mapping[tuple[str, str], _Pass], kpis: Sequence[Kpi], intervals: Intervals, crew: CrewIntervals
    ) -> Iterator[Row]:
        first = next(iter(passes.values()))
        found = [(span, by_slice) for one in passes.values() for span, by_slice in one.totals.items()]
        groups = self._groups(where for _, by_slice in found for where in by_slice)
        groups |= {labels: [] for labels in crew.groups(self.by)} if self._by_people else {}
        for span in sorted({span for span, _ in found}):
            shown = first.closed(span)
            variants = self._variants(groups[()], shown)
            for labels, members in groups.items():
                cells = {key: merge(members, one.totals.get(span, {}), variants) for key, one in passes.items()}
                yield Row(
                    intervals.text(shown.start_ms),
                    intervals.text(shown.end_ms),
                    dict(labels),
                    {kpi.name: self._value(kpi, cells) for kpi in (() if labels and self._by_people else kpis)}
                    | crew.kpis(dict(labels), span, next(iter(cells.values())).total),
                    quality(next(iter(cells.values())).total),
                    span != first.open_span,
                )

    def _groups(self, seen: Iterable[Slice]) -> dict[Labels, list[Slice]]:
        """The slices of the rows, everything first, with the stored slices that they merge."""
        groups: dict[Labels, list[Slice]] = {(): []}
        for where in sorted(set(seen)):
            groups[()].append(where)
            if self.by and not self._by_people:
                groups.setdefault(named(where, self.site.labels, self.by), []).append(where)
        return dict(sorted(groups.items()))

    def _variants(self, members: Iterable[Slice], span: Span) -> dict[Slice, str]:
        """Each queue's service-level variant at the end of an interval."""
        return {where: self.site.queue(where[0], where[1]).at(span.end_ms - 1).service_level for where in members}

    def _value(self, kpi: Kpi, cells: Mapping[tuple[str, str], Cell]) -> Nested:
        if kpi.kind == "variant":
            return self._spread(kpi.depends_on, cells, lambda cell: evaluate_variant(kpi.variants, cell.variants))
        if kpi.label is None:
            return self._formula(kpi.formulas[0], cells)
        return {formula.label: self._formula(formula, cells) for formula in kpi.formulas}

    def _formula(self, formula: Formula, cells: Mapping[tuple[str, str], Cell]) -> KpiValue | dict[str, KpiValue]:
        return self._spread(formula.depends_on, cells, lambda cell: evaluate_cell(formula, cell))

    def _spread(
        self,
        depends_on: Dependence | None,
        cells: Mapping[tuple[str, str], Cell],
        evaluated: Callable[[Cell], KpiValue],
    ) -> KpiValue | dict[str, KpiValue]:
        """One value, or where several thresholds (targets) were asked for and it depends on them, one for each."""
        threshold, target = next(iter(cells))
        if depends_on == "threshold" and len(self.thresholds) > 1:
            return {text: evaluated(cells[text, target]) for text in self.thresholds}
        if depends_on == "target" and len(self.targets) > 1:
            return {text: evaluated(cells[threshold, text]) for text in self.targets}
        return evaluated(cells[threshold, target])


def _duration(text: str, key: str) -> Millis:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise FloorwatchError("report", key, str(error)) from error


def _run(site: Site, lines: Lines, intervals: Intervals) -> _Pass:
    """Fold everything once and sum the panes of each interval."""
    length_ms = intervals.pane_length_ms()
    partition = Partition(site, 0, (PaneLevel(length_ms, None),))
    records = recorded(lines() if callable(lines) else lines)
    while batch := list(islice(records, BATCH)):
        partition.fold(batch)
    totals: Totals = {}
    ends: list[Millis] = []
    for start_ms, by_slice in partition.panes.kept(length_ms).items():
        _put(totals, intervals.containing(start_ms), by_slice)
        ends += (start_ms, start_ms + length_ms)
    reach = Span(min(ends, default=0), max(ends, default=0))
    return _Pass(totals, _lay_over(partition, totals, intervals), reach)


def _put(totals: Totals, span: Span | None, by_slice: Mapping[Slice, Measures]) -> None:
    if span is not None and by_slice:
        within = totals.setdefault(span, {})
        for where, measures in by_slice.items():
            add(within.setdefault(where, {}), measures)


def _lay_over(partition: Partition, totals: Totals, intervals: Intervals) -> Span | None:
    """Add what time alone has decided when the data ends; returns the interval that holds that instant.

    Who is in flight counts there alone; a passed deadline counts in the interval that holds the deadline.
    """
    clock_ms = partition.newest_event_ms // SECOND * SECOND
    last = intervals.containing(clock_ms)
    contacts = partition.memory.live.values()
    by_span: dict[Span, list[Contact]] = {}
    for contact in contacts:
        spans = {intervals.containing(deadline) for deadline in _deadlines(contact) if deadline < clock_ms}
        for span in spans - {last, None}:
            by_span.setdefault(span, []).append(contact)  # type: ignore[arg-type]
    for span, late in by_span.items():
        _put(totals, span, _breaches(_overlay(partition.site, clock_ms, span, late)))
    _put(totals, last, _overlay(partition.site, clock_ms, last, contacts) if last else {})
    return last


def _overlay(site: Site, clock_ms: Millis, span: Span, contacts: Iterable[Contact]) -> dict[Slice, Measures]:
    end_ms = span.end_ms or clock_ms + 1

    def covers(at_ms: Millis) -> bool:
        return span.start_ms <= at_ms < end_ms

    return Overlay(site, clock_ms, [covers]).of(contacts).added[0]


def _breaches(added: Mapping[Slice, Measures]) -> dict[Slice, Measures]:
    kept = {where: {place: of[place] for place in _BREACHED if place in of} for where, of in added.items()}
    return {where: measures for where, measures in kept.items() if measures}


def _deadlines(contact: Contact) -> Iterator[Millis]:
    waiting, deadline = contact.state.waiting, contact.state.clock_deadline
    if waiting is not None:
        yield waiting.deadline
    if deadline is not None:
        yield deadline
