"""Why a figure is what it is: the contacts behind its numerator and its denominator.

The sums are those of a report over the same range, its overlay included, because both are made of the same
contributions; what time alone has decided is marked as in flight.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from stream.catalog import Catalogue
from stream.explain.account import Accounts, Line
from stream.explain.following import Following
from stream.explain.naming import named, parts_of, path_of
from stream.explain.question import Question
from stream.flight import decided, spread
from stream.histogram import representative
from stream.intervals import Span
from stream.kpi import Formula, Kpi, KpiValue, evaluate_cell, evaluate_live, evaluate_variant
from stream.live import Overlay
from stream.measures import BINS, Measures, Slice, add
from stream.overlay import Live, sum_live
from stream.totals import merge
from stream.units import Millis


class Amount(msgspec.Struct, frozen=True):
    """A measure and what it adds to one part of the formula, with the sign that it has there; durations in ms."""

    part: str
    measure: str
    amount: float


class Behind(msgspec.Struct, frozen=True):
    """One contact at one instant, and all that it adds. `in_flight`: decided by time alone, when the data ended."""

    contact: str
    at: str
    slice: dict[str, str]
    counts: list[Amount]
    in_flight: bool

    def sum(self, part: str) -> float:
        """What it adds to one part of the formula."""
        return sum(one.amount for one in self.counts if one.part == part)


class Why(msgspec.Struct, frozen=True):
    """A figure and everything behind it; of a live figure both ends of the range are the end of the data."""

    kpi: str
    title: str
    question: str
    definition: str
    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    slice: dict[str, str]
    value: KpiValue
    contacts: list[Behind]

    def sum(self, part: str) -> float:
        """The sum of one part over all contacts."""
        return sum(one.sum(part) for one in self.contacts)


class _Counted(NamedTuple):
    """A line of a contact's account that counts."""

    contact: str
    in_flight: bool
    line: Line


def answers(question: Question, accounts: Accounts, catalogue: Catalogue) -> list[Why]:
    """One answer, or one for each value of the KPI's label; raises FloorwatchError where nothing is meant."""
    kpi, formulas = question.meant(catalogue)
    if kpi.kind == "live":
        return [_now(question, kpi, formula, accounts.following) for formula in formulas if formula is not None]
    return _Range(question, kpi, accounts).answers(formulas)


class _Range:
    """The measures of a KPI in a range of time, each with the contact that it comes from."""

    def __init__(self, question: Question, kpi: Kpi, accounts: Accounts) -> None:
        self._question = question
        self._kpi = kpi
        self._intervals = question.intervals()
        self._pane_ms = self._intervals.pane_length_ms()
        self._extent: tuple[Millis, Millis] | None = None
        every = (*kpi.formulas, *kpi.variants.values())
        places = {place for formula in every for place, _, _ in parts_of(formula)}
        self._counted = [
            one for one in self._all(accounts) if _first(one.line.place) in places and question.asks_for(one.line.where)
        ]
        by_slice: dict[Slice, Measures] = {}
        for one in self._counted:
            add(by_slice.setdefault(one.line.where, {}), {one.line.place: one.line.amount})
        self._shown = self._ends(accounts.following)
        self._variants = {
            where: question.site.queue(where[0], where[1]).at(self._shown.end_ms - 1).service_level
            for where in by_slice
        }
        self._cell = merge(sorted(by_slice), by_slice, self._variants)

    def answers(self, formulas: Sequence[Formula | None]) -> list[Why]:
        """The answer for each formula; None is the variant of each queue."""
        return [self._answer(formula) for formula in formulas]

    def _answer(self, formula: Formula | None) -> Why:
        kpi = self._kpi
        if formula is None:
            value = evaluate_variant(kpi.variants, self._cell.variants)
        else:
            value = evaluate_cell(formula, self._cell)
        return Why(
            kpi.name if formula is None else path_of(kpi, formula),
            kpi.title,
            kpi.question,
            kpi.source,
            self._intervals.text(self._shown.start_ms),
            self._intervals.text(self._shown.end_ms),
            self._question.labels,
            value,
            list(self._behind(formula)),
        )

    def _behind(self, formula: Formula | None) -> Iterator[Behind]:
        """A contact, instant and slice each, in the order of time."""
        by_variant = {variant: _terms(of) for variant, of in self._kpi.variants.items()}
        only = None if formula is None else _terms(formula)
        found: dict[tuple[Millis, str, Slice, bool], list[Amount]] = {}
        for contact, in_flight, line in self._counted:
            terms = by_variant[self._variants[line.where]] if only is None else only
            for part, sign in terms.get(_first(line.place), ()):
                key = line.at_ms, contact, line.where, in_flight
                found.setdefault(key, []).extend(_amounts(part, line, sign))
        labels = self._question.site.labels
        for (at_ms, contact, where, in_flight), counts in sorted(found.items(), key=lambda one: one[0]):
            slice_ = dict(zip(labels, where, strict=True))
            yield Behind(contact, self._intervals.text(at_ms), slice_, counts, in_flight)

    def _all(self, accounts: Accounts) -> Iterator[_Counted]:
        """Everything that any contact counts for in the range, and how far all of it reaches."""
        following = accounts.following
        for contact_id, line in accounts.lines:
            first_ms, last_ms = self._extent or (line.at_ms, line.at_ms)
            self._extent = min(first_ms, line.at_ms), max(last_ms, line.at_ms)
            if self._intervals.containing(line.at_ms) is not None:
                yield _Counted(contact_id, False, line)  # noqa: FBT003 - not in flight
        clock_ms = following.clock_ms
        for contact in following.live():
            for _, one in spread(decided(following.site, clock_ms, contact), clock_ms, self._intervals):
                at_ms = clock_ms if one.at_ms is None else one.at_ms
                for place, amount in one.measures.items():
                    yield _Counted(contact.id, True, Line(at_ms, one.where, place, amount))  # noqa: FBT003

    def _ends(self, following: Following) -> Span:
        """The ends of the range; an open one is where the data of a report begin or end."""
        edges = [following.clock_ms, *(self._extent or ())] if following.clock_ms else []
        edges += [] if following.first_of_people_ms is None else [following.first_of_people_ms]
        first_ms, last_ms = min(edges, default=0), max(edges, default=0)
        start_ms, end_ms = self._question.from_ms, self._question.to_ms
        return Span(
            first_ms // self._pane_ms * self._pane_ms if start_ms is None else start_ms,
            (last_ms // self._pane_ms + 1) * self._pane_ms if end_ms is None else end_ms,
        )


def _now(question: Question, kpi: Kpi, formula: Formula, following: Following) -> Why:
    """A live figure: the contacts that are open where the data end, the greatest amount first."""
    clock_ms, intervals = following.clock_ms, question.intervals()
    found: list[Behind] = []
    lives: list[Live] = []
    for contact in following.live():
        for where, live in Overlay(following.site, clock_ms, []).of([contact]).live.items():
            value = evaluate_live(formula, live)
            amount = value.numerator_ms or value.numerator or 0
            if question.asks_for(where) and (amount or value.denominator):
                lives.append(live)
                slice_ = dict(zip(question.site.labels, where, strict=True))
                counts = [Amount("numerator", formula.live, amount)]
                if value.denominator is not None:
                    counts.append(Amount("denominator", formula.per, value.denominator))
                found.append(Behind(contact.id, intervals.text(contact.state.last_at), slice_, counts, in_flight=True))
    found.sort(key=lambda one: (-one.sum("numerator"), one.at, one.contact))
    at, value = intervals.text(clock_ms), evaluate_live(formula, sum_live(lives))
    return Why(path_of(kpi, formula), kpi.title, kpi.question, kpi.source, at, at, question.labels, value, found)


def _terms(formula: Formula) -> dict[int, list[tuple[str, int]]]:
    terms: dict[int, list[tuple[str, int]]] = {}
    for place, part, sign in parts_of(formula):
        terms.setdefault(place, []).append((part, sign))
    return terms


def _first(place: int) -> int:
    """A scalar's own coordinate, of a bin the first of its histogram."""
    return place if place < BINS else place // BINS * BINS


def _amounts(part: str, line: Line, sign: int) -> list[Amount]:
    """What counts; of a histogram each duration: the exact one, or where nobody knows it the bin's representative."""
    name = named(line.place).name
    if line.place < BINS:
        return [Amount(part, name, sign * line.amount)]
    duration_ms = representative(line.place % BINS) if line.exact_ms is None else line.exact_ms
    return [Amount(part, name, duration_ms)] * line.amount
