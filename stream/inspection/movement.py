"""What moved a queue's service level: who came into its numerator and its denominator in the last quarter of an hour.

Every entry that counts at all ends in exactly one of the causes, or waits past the threshold. What each of them does to
the fraction follows from the formula of the queue's variant, so that numerator and denominator are sums over causes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from stream.contact import Contact, State
from stream.explain.account import Account, close_if_silent
from stream.fold import fold
from stream.intervals import Span
from stream.kpi import Formula, KpiValue, evaluate
from stream.ledger import Ledger
from stream.measures import Measures, Slice, add, coordinate, put
from stream.panes import FINE, Panes
from stream.site import OTHER, Site
from stream.units import MINUTE, Millis, format_instant

LENGTH: Final = 15 * MINUTE
MOST_NAMED: Final = 50
_MOST_LOOKED_AT: Final = 500
_PIECE: Final = 9


class Cause(NamedTuple):
    """A way to count: one such entry adds 1 to each of `adds`; their number is `all_of` less `less`."""

    name: str
    all_of: str
    less: str | None
    adds: tuple[str, ...]

    def number(self, measures: Mapping[int, int]) -> int:
        """How many there are among these measures."""
        less = 0 if self.less is None else measures.get(coordinate(self.less), 0)
        return measures.get(coordinate(self.all_of), 0) - less

    def one(self) -> Measures:
        """The measures of one of them."""
        return {coordinate(name): 1 for name in self.adds}


WAITING_LATE: Final = "waiting_late"
CAUSES: Final = (
    Cause("answered_in_time", "answered_within", None, ("waited", "answered_within")),
    Cause("answered_late", "waited", "answered_within", ("waited",)),
    Cause(WAITING_LATE, "waiting_late", None, ("waiting_late",)),
    Cause("abandoned_late", "abandoned", "abandoned_within", ("abandoned",)),
    Cause("abandoned_in_time", "abandoned_within", "short_abandoned", ("abandoned", "abandoned_within")),
    Cause("abandoned_short", "short_abandoned", None, ("abandoned", "abandoned_within", "short_abandoned")),
    Cause("diverted", "diverted", None, ("diverted",)),
)
"""In the order in which they are shown; no two add the same."""


class CauseFigures(msgspec.Struct, frozen=True):
    """How many there were now and in the quarter before, and what those of now add to both parts of the fraction.

    Who waited too long a quarter of an hour ago is not kept: `before` is None there.
    """

    cause: str
    count: int
    before: int | None
    numerator: int
    denominator: int


class Mover(msgspec.Struct, frozen=True):
    """One contact that came into the fraction, when and why."""

    contact: str
    at: str
    cause: str
    numerator: int
    denominator: int


class MovementFigures(msgspec.Struct, frozen=True):
    """The service level of the last quarter of an hour, of the one before, and why they differ.

    `contacts` are there only where contacts may be named: the newest, at most 50.
    """

    from_at: str = msgspec.field(name="from")
    to_at: str = msgspec.field(name="to")
    variant: str
    value: KpiValue
    before: KpiValue
    causes: list[CauseFigures]
    contacts: list[Mover] | UnsetType = UNSET


class Movement:
    """Gathers what counted in two quarters of an hour, one after the other, from any number of partitions."""

    def __init__(self, clock_ms: Millis) -> None:
        """The later one ends at the clock and covers the panes of the window `15m`."""
        last_ms = clock_ms // FINE.length_ms * FINE.length_ms
        self.now = Span(last_ms - LENGTH, last_ms + FINE.length_ms)
        self._clock_ms = clock_ms
        self._before = Span(last_ms - 2 * LENGTH, last_ms - LENGTH)
        self._measures: dict[Span, Measures] = {self.now: {}, self._before: {}}

    def read(self, panes: Panes, slices: Sequence[Slice]) -> Iterator[None]:
        """Add what the panes hold of these slices; after every few of them others may do something else."""
        kept = panes.kept(FINE.length_ms)
        for span, measures in self._measures.items():
            for number, start_ms in enumerate(range(span.start_ms, span.end_ms, FINE.length_ms)):
                pane = kept.get(start_ms, {})
                for where in slices:
                    of_slice = pane.get(where, {})
                    put(measures, {place: of_slice[place] for place in _COUNTED if place in of_slice})
                if number % _PIECE == 0:
                    yield

    def add_now(self, measures: Mapping[int, int]) -> None:
        """Add what time alone has decided at the clock."""
        put(self._measures[self.now], measures)

    def figures(self, variant: str, formula: Formula, movers: Sequence[Mover] | None) -> MovementFigures:
        """Everything read so far, by the formula of a variant."""
        now, before = self._measures[self.now], self._measures[self._before]
        return MovementFigures(
            format_instant(self.now.start_ms),
            format_instant(self._clock_ms),
            variant,
            evaluate(formula, now),
            evaluate(formula, before),
            [_figures(cause, formula, now, before) for cause in CAUSES],
            UNSET if movers is None else list(movers),
        )


class Movers:
    """Names the contacts behind the causes: each is folded once more, from its own recent events."""

    def __init__(self, site: Site, queue: str, channel: str, span: Span, clock_ms: Millis) -> None:
        """Look for what counts in this queue in a span, and for who waits too long at the clock."""
        self._account = Account()
        self._ledger = Ledger(site, self._account.post)
        self._place = queue, channel
        self._span = span
        self._clock_ms = clock_ms
        self._found: list[tuple[Millis, str, Cause]] = []

    def read(self, contacts: Sequence[Contact], log_clock_ms: Millis, piece: int = 20) -> Iterator[None]:
        """Look at the newest of the contacts that can have counted; after every few others may do something else."""
        chosen: list[Contact] = []
        for start in range(0, len(contacts), 20 * piece):
            chosen += filter(self._may_count, contacts[start : start + 20 * piece])
            yield
        chosen.sort(key=lambda contact: -contact.state.last_at)
        for number, contact in enumerate(chosen[:_MOST_LOOKED_AT]):
            self._look_at(contact, log_clock_ms)
            if number % piece == 0:
                yield

    def newest(self, formula: Formula) -> list[Mover]:
        """The newest of them first."""
        self._found.sort(key=lambda found: (-found[0], found[1]))
        return [
            Mover(contact, format_instant(at_ms), cause.name, *_effect(formula, cause))
            for at_ms, contact, cause in self._found[:MOST_NAMED]
        ]

    def _may_count(self, contact: Contact) -> bool:
        state, queue = contact.state, self._place[0]
        if state.waiting is None and state.last_at < self._span.start_ms and not contact.idle:
            return False
        return queue in {state.queue or OTHER, *_settled_in(contact)} or any(
            event.queue == queue for event in contact.recent
        )

    def _look_at(self, contact: Contact, log_clock_ms: Millis) -> None:
        state = State() if contact.base is None else contact.base.copy()
        self._account.clear()
        fold(state, contact.recent, self._ledger)
        if contact.idle:
            close_if_silent(state, self._ledger, log_clock_ms)
        counted: dict[Millis, Measures] = {}
        for line in self._account.lines():
            if line.where[:2] == self._place and self._span.start_ms <= line.at_ms < self._span.end_ms:
                add(counted.setdefault(line.at_ms, {}), {line.place: line.amount})
        for at_ms, measures in counted.items():
            self._found += ((at_ms, contact.id, c) for c in CAUSES for _ in range(c.number(measures)))
        entry, limit = state.waiting, self._ledger.idle_limit(state)
        if limit is not None and self._clock_ms - state.last_at > limit:
            return  # as in all that is shown, though no event has moved the log clock on to that
        if entry is not None and entry.counted and self._ledger.slice_of(state, entry.queue)[:2] == self._place:
            late_ms = entry.queued_at + entry.threshold_ms
            if late_ms < self._clock_ms:
                self._found.append((late_ms, contact.id, _LATE))


_COUNTED: Final = frozenset(place for cause in CAUSES for place in cause.one())
_LATE: Final = next(cause for cause in CAUSES if cause.name == WAITING_LATE)


def _settled_in(contact: Contact) -> Iterator[str | None]:
    """The queues in which a contact was, or waited, when the last of its events settled."""
    if contact.base is not None:
        yield contact.base.queue
        if contact.base.waiting is not None:
            yield contact.base.waiting.queue


def _figures(cause: Cause, formula: Formula, now: Measures, before: Measures) -> CauseFigures:
    count = cause.number(now)
    numerator, denominator = _effect(formula, cause)
    earlier = None if cause is _LATE else cause.number(before)
    return CauseFigures(cause.name, count, earlier, count * numerator, count * denominator)


def _effect(formula: Formula, cause: Cause) -> tuple[int, int]:
    """What one of them adds to the numerator and to the denominator."""
    value = evaluate(formula, cause.one())
    return int(value.numerator or 0), value.denominator or 0
