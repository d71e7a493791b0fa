"""The account of one contact: everything that it contributes, instant by instant, what was taken back taken out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from stream.compound import Amounts, spelled_out
from stream.contact import State
from stream.events import Event
from stream.explain.following import Following, Life
from stream.explain.naming import named
from stream.fold import close_idle, fold, place
from stream.ledger import Ledger
from stream.measures import BINS, MEASURES, Slice, coordinate
from stream.units import Millis

_EXACT: Final = {
    measure.name: tuple(coordinate(f"{measure.name}_ms", by_entry) for by_entry in (False, True))
    for measure in MEASURES
    if measure.kind == "histogram" and any(other.name == f"{measure.name}_ms" for other in MEASURES)
}
"""The sum of durations beside each histogram of the same durations, by event and by entry."""


class Line(NamedTuple):
    """An amount of one coordinate at an instant; of a bin with the duration that was counted there, if it is known."""

    at_ms: Millis
    where: Slice
    place: int
    amount: int
    exact_ms: Millis | None = None


class Account:
    """Takes what the fold posts."""

    def __init__(self) -> None:
        """Nothing is contributed yet."""
        self._lines: dict[tuple[Millis, Slice, int, Millis | None], int] = {}

    def post(self, where: Slice, at_ms: Millis, amounts: Amounts, sign: int) -> None:
        """Add amounts, or take them back."""
        for coordinate_, amount in spelled_out(dict(amounts)).items():
            key = at_ms, where, coordinate_, _exact(coordinate_, amounts)
            self._lines[key] = self._lines.get(key, 0) + sign * amount

    def lines(self) -> Iterator[Line]:
        """What is left, in the order of time, slice and coordinate."""
        for (at_ms, where, coordinate_, exact_ms), amount in sorted(self._lines.items(), key=lambda line: line[0][:3]):
            if amount:
                yield Line(at_ms, where, coordinate_, amount, exact_ms)

    def clear(self) -> None:
        """Begin anew."""
        self._lines = {}


class Accounts:
    """What every contact contributes that was followed: each is folded again, from its own events alone."""

    def __init__(self, following: Following) -> None:
        """Fold everything once."""
        self.following = following
        self._account = Account()
        self._ledger = Ledger(following.site, self._account.post)
        self.lines = [(life.contact, line) for life in following.lives() for line in self._lines(life)]
        """Each with its contact."""

    def _lines(self, life: Life) -> list[Line]:
        self._account.clear()
        state = State()
        fold(state, in_order(life.events), self._ledger)
        close_if_silent(state, self._ledger, self.following.log_clock_ms(life.partition))
        return list(self._account.lines())


def in_order(events: Iterable[Event]) -> Sequence[Event]:
    """The events of a contact as the fold takes them."""
    return sorted(events, key=place)


def close_if_silent(state: State, ledger: Ledger, log_clock_ms: Millis) -> Millis | None:
    """Close a contact for idleness if the log clock has passed its limit; the instant at which that was."""
    limit = ledger.idle_limit(state)
    if limit is None or not state.busy or state.last_at + limit >= log_clock_ms:
        return None
    closed_at = state.last_at + limit
    close_idle(state, closed_at, ledger)
    return closed_at


def _exact(coordinate_: int, amounts: Amounts) -> Millis | None:
    if coordinate_ < BINS:
        return None
    of = named(coordinate_)
    beside = _EXACT.get(of.name)
    return None if beside is None else dict(amounts).get(beside[of.family == "entry"])
