"""The report: the same engine over a recording, one row for each interval and slice, a value for each KPI.

It has all the time in the world: it keeps every pane and every contact, and nothing about an unknown contact is late.
Only the interval that holds the end of the data shows who is in flight then; its rows are not final.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from stream import passes
from stream.catalog import Catalogue
from stream.comma_separated import comma_separated
from stream.crew.figures import GROUPS
from stream.crew.intervals import CrewTimes, Crowd
from stream.errors import FloorwatchError
from stream.floor import IMPOSSIBLE, Quality, quality
from stream.intervals import Intervals, Span
from stream.kpi import Attribution, Cell, Dependence, Formula, Kpi, KpiValue, evaluate_cell, evaluate_variant
from stream.measures import Slice
from stream.passes import Pass
from stream.site import Site
from stream.totals import Labels, merge, named
from stream.units import Millis, parse_duration

Lines: TypeAlias = Sequence[bytes] | Callable[[], Iterable[bytes]]
"""JSON lines that can be read more than once: one pass for each threshold and target."""
Nested: TypeAlias = KpiValue | Mapping[str, KpiValue | Mapping[str, KpiValue]]
"""A value; by label; by threshold or target as typed; or by label, then by threshold or target."""
Passes: TypeAlias = Mapping[tuple[str, str], Pass]
"""What each pass found, by its threshold and target."""
Cells: TypeAlias = Mapping[tuple[str, str], Cell]
"""The measures of a row in each pass."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One interval and slice. `final` is False where calls were still in flight when the data ended.

    A `total` is what one interval over the whole range would be: merged, never averaged.
    """

    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    slice: dict[str, str]
    kpis: dict[str, Nested]
    quality: Quality
    final: bool
    total: bool = False


def to_json(rows: Sequence[Row]) -> bytes:
    """A list of rows, keys sorted; instants are RFC 3339 in the time zone of the report."""
    return msgspec.json.encode(rows, order="sorted")


def to_csv(rows: Sequence[Row]) -> str:
    """A line for each row under one of names; an absent value is an empty field. No rows: no text at all."""
    labels, totals = [label for one in rows for label in one.slice], any(row.total for row in rows)
    table = [columns(row, labels, totals=totals) for row in rows]
    # The row of everything is the first, and has every column.
    heads = list(table[0]) if table else []
    return comma_separated([heads, *([of.get(head) for head in heads] for of in table)]) if table else ""


def columns(row: Row, labels: Iterable[str] = (), *, totals: bool = False) -> dict[str, object]:
    """A row as flat columns: `asa`, `asa.numerator`, `asa.denominator`; `service_level.20s`, `sla_met.answer`.

    `labels` are those of the report's slices; what a row's slice does not have, as that of everything, is empty. With
    `totals` a column tells which rows are totals.
    """
    flat: dict[str, object] = {"from": row.from_at, "to": row.to_at}
    flat.update({label: row.slice.get(label, "") for label in labels})
    for name, nested in row.kpis.items():
        for path, value in _leaves(name, nested):
            flat[path] = value.value
            if value.n is not msgspec.UNSET:  # also where nothing is known of anybody yet: every row has the same
                flat[f"{path}.numerator"] = value.numerator
                flat[f"{path}.denominator"] = value.denominator
            if value.pending is not msgspec.UNSET:
                flat[f"{path}.pending"] = value.pending
    counts = {reason: row.quality.impossible.get(reason, 0) for reason in IMPOSSIBLE}
    flat.update({f"impossible.{reason}": number for reason, number in counts.items()})
    flat.update({name: getattr(row.quality, name) for name in ("unmeasured", "implied_answers", "closed_idle")})
    flat["final"] = row.final
    if totals:
        flat["total"] = row.total
    return flat


def _leaves(path: str, nested: Nested) -> Iterator[tuple[str, KpiValue]]:
    if isinstance(nested, KpiValue):
        yield path, nested
    else:
        for key, inner in nested.items():
            yield from _leaves(f"{path}.{key}", inner)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; `interval_ms` None is one row a slice, `months` are calendar months in its place.

    Thresholds and targets are durations as typed (`20s`); `kpis` are columns, with or without the suffix of the
    attribution, none named: all. Anything that cannot be is a FloorwatchError when `rows` is called.
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
    months: int = 0
    kpis: tuple[str, ...] = ()
    totals: bool = False

    def rows(
        self,
        lines: Lines,
        catalogue: Catalogue,
        refused: Counter[str] | None = None,
        full: set[str] | None = None,
    ) -> list[Row]:
        """Every interval in which anything happened: a row for everything, then one for each slice, sorted.

        With `totals` the same rows follow for the whole range, where it has more than one interval. The lines that
        cannot be read as events, and those that come too late for their contact, are counted in `refused`, by reason.
        Put into `full` are the kinds of names, such as `queue`, of which any further one counts as `other`.
        """
        self._check_labels()
        chosen = _chosen(catalogue.under(self.attribution), self.kpis)
        kpis = [kpi for kpi in chosen if kpi.of == "contacts"]
        several = [Intervals(self.interval_ms, self.time_zone, self.from_ms, self.to_ms, self.months)]
        if self.totals:
            several.append(Intervals(None, self.time_zone, self.from_ms, self.to_ms))
        done = {
            key: passes.run(site, lines() if callable(lines) else lines, several) for key, site in self._sites().items()
        }
        each, *whole = ({key: of[number] for key, of in done.items()} for number in range(len(several)))
        people, first = lines() if callable(lines) else lines, next(iter(each.values()))
        crew = Crowd(replace(self.site, keeps_all=True), people, several[0], first.newest_ms)
        if refused is not None:
            refused.update(first.refused)
            refused.update(crew.refused)
        if full is not None:
            full.update(first.full, crew.full)
        crews = [crew.over(intervals, [kpi for kpi in chosen if kpi.of != "contacts"]) for intervals in several]
        for found, times in zip((each, *whole), crews, strict=True):
            one = next(iter(found.values()))
            one.reach = times.joined(one.reach)
            for span in times.spans:
                one.totals.setdefault(span, {})
        rows = self._rows(each, kpis, several[0], crews[0])
        return [*rows, *(row for one in whole for row in self._totals(each, one, kpis, crews[-1]))]

    def _check_labels(self) -> None:
        for label in () if self._by_people else self.by:
            if label not in self.site.labels:
                unknown = f"unknown label {label!r}; known are {', '.join(self.site.labels)}"
                alone = f"{' and '.join(GROUPS)} stand alone, without the labels of contacts"
                raise FloorwatchError("report", "by", alone if label in GROUPS else unknown)

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

    def _rows(self, found: Passes, kpis: Sequence[Kpi], intervals: Intervals, crew: CrewTimes) -> Iterator[Row]:
        first = next(iter(found.values()))
        groups = self._groups(found, crew)
        for span in _spans(found):
            shown = first.closed(span)
            cells = self._cells(found, groups, span, shown)
            for labels, of in cells.items():
                row = self._row(labels, of, kpis, intervals, shown, final=span != first.open_span)
                yield _with_people(row, crew, span, of)

    def _totals(self, each: Passes, whole: Passes, kpis: Sequence[Kpi], crew: CrewTimes) -> Iterator[Row]:
        """The whole range as one interval, from the first interval shown to the last."""
        spans = [next(iter(each.values())).closed(span) for span in _spans(each)]
        if len(spans) <= 1:
            return
        shown = Span(spans[0].start_ms, spans[-1].end_ms)
        intervals = Intervals(None, self.time_zone)
        first, groups = next(iter(whole.values())), self._groups(each, crew)
        (span,) = _spans(whole)
        for labels, of in self._cells(whole, groups, span, shown).items():
            row = self._row(labels, of, kpis, intervals, shown, final=span != first.open_span)
            yield replace(_with_people(row, crew, span, of), total=True)

    def _cells(
        self, found: Passes, groups: Mapping[Labels, Sequence[Slice]], span: Span, shown: Span
    ) -> dict[Labels, Cells]:
        variants = self._variants(groups[()], shown)
        return {
            labels: {key: merge(members, one.totals.get(span, {}), variants) for key, one in found.items()}
            for labels, members in groups.items()
        }

    def _row(  # noqa: PLR0913 - what a row is made of
        self, labels: Labels, cells: Cells, kpis: Sequence[Kpi], intervals: Intervals, shown: Span, *, final: bool
    ) -> Row:
        return Row(
            intervals.text(shown.start_ms),
            intervals.text(shown.end_ms),
            dict(labels),
            {} if labels and self._by_people else {kpi.name: self._value(kpi, cells) for kpi in kpis},
            quality(next(iter(cells.values())).total),
            final,
        )

    def _groups(self, found: Passes, crew: CrewTimes) -> dict[Labels, list[Slice]]:
        """The slices of the rows, everything first, with the stored slices that they merge."""
        groups: dict[Labels, list[Slice]] = {(): []}
        for where in sorted(
            {where for one in found.values() for by_slice in one.totals.values() for where in by_slice}
        ):
            groups[()].append(where)
            if self.by and not self._by_people:
                groups.setdefault(named(where, self.site.labels, self.by), []).append(where)
        groups |= {labels: [] for labels in crew.groups(self.by)} if self._by_people else {}
        return dict(sorted(groups.items()))

    def _variants(self, members: Iterable[Slice], span: Span) -> dict[Slice, str]:
        """Each queue's service-level variant at the end of an interval."""
        return {where: self.site.queue(where[0], where[1]).at(span.end_ms - 1).service_level for where in members}

    def _value(self, kpi: Kpi, cells: Cells) -> Nested:
        if kpi.kind == "variant":
            return self._spread(kpi.depends_on, cells, lambda cell: evaluate_variant(kpi.variants, cell.variants))
        if kpi.label is None:
            return self._formula(kpi.formulas[0], cells)
        return {formula.label: self._formula(formula, cells) for formula in kpi.formulas}

    def _formula(self, formula: Formula, cells: Cells) -> KpiValue | dict[str, KpiValue]:
        return self._spread(formula.depends_on, cells, lambda cell: evaluate_cell(formula, cell))

    def _spread(
        self,
        depends_on: Dependence | None,
        cells: Cells,
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


def _with_people(row: Row, crew: CrewTimes, span: Span, cells: Cells) -> Row:
    return replace(row, kpis=row.kpis | crew.kpis(row.slice, span, next(iter(cells.values())).total))


def _spans(found: Passes) -> list[Span]:
    return sorted({span for one in found.values() for span in one.totals})


def _chosen(kpis: Sequence[Kpi], names: Sequence[str]) -> Sequence[Kpi]:
    """The columns that are named, in that order, by their name or by the one without the suffix."""
    known = {kpi.base: kpi for kpi in kpis} | {kpi.name: kpi for kpi in kpis}
    for name in names:
        if name not in known:
            columns_there_are = ", ".join(kpi.base for kpi in kpis)
            raise FloorwatchError("report", "kpis", f"no column {name!r} here; there are {columns_there_are}")
    return [known[name] for name in names] or kpis
