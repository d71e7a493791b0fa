"""The open contacts nearest to their deadline: those that can still be met first, and those that are overdue."""

from collections.abc import Callable, Iterable
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from stream.clock import Clock
from stream.contact import Contact, State
from stream.ledger import Ledger, nowhere
from stream.measures import CLOCKS, Slice
from stream.site import Site
from stream.units import Millis, format_instant

MOST: Final = 10
"""How many of each are shown."""

Doing: TypeAlias = Literal["waiting", "talking", "suspended", "open"]
Wanted: TypeAlias = Callable[[Slice], bool]


class Deadline(msgspec.Struct, frozen=True):
    """A running clock of an open contact, which is named only where that is allowed; `left_ms` < 0: overdue.

    `policy` is the one that gave the target, empty where the queue itself promises it.
    """

    clock: str
    due: str
    left_ms: Millis
    target_ms: Millis
    state: Doing
    at_risk: bool
    policy: str = ""
    contact: str | UnsetType = UNSET


class DeadlineFigures(msgspec.Struct, frozen=True):
    """`ahead` begins with what is due next, `overdue` with what has been for longest; the counts are of all there are.

    A clock that stands while its contact is suspended is not running out: it is only counted.
    """

    ahead: list[Deadline]
    overdue: list[Deadline]
    ahead_count: int
    overdue_count: int
    standing_count: int


class Deadlines:
    """Gathers the clocks that run in some slices at an instant."""

    def __init__(self, site: Site, wanted: Wanted, clock_ms: Millis, *, named: bool) -> None:
        """`named`: each is to say which contact it is."""
        self._ledger = Ledger(site, nowhere)
        self._wanted = wanted
        self._clock_ms = clock_ms
        self._named = named
        self._ahead: list[Deadline] = []
        self._overdue: list[Deadline] = []
        self._standing = 0

    def of(self, contacts: Iterable[Contact]) -> None:
        """Look at contacts; one that silence has closed by now has no deadline any more."""
        for contact in contacts:
            state = contact.state
            if state.clocks or state.waiting is not None:
                self._look_at(contact, state)

    def figures(self) -> DeadlineFigures:
        """Everything gathered so far."""
        by_due = sorted(self._ahead, key=_left)[:MOST], sorted(self._overdue, key=_left)[:MOST]
        return DeadlineFigures(*by_due, len(self._ahead), len(self._overdue), self._standing)

    def _look_at(self, contact: Contact, state: State) -> None:
        limit = self._ledger.idle_limit(state)
        if limit is not None and self._clock_ms - state.last_at > limit:
            return
        entry = state.waiting
        if entry is not None and entry.counted and entry.clock is not None:
            self._note(contact, entry.clock, entry.clock.slice_of(self._ledger.slice_of(state, entry.queue)))
        for clock in state.clocks:
            self._note(contact, clock, clock.counted_in)

    def _note(self, contact: Contact, clock: Clock, where: Slice) -> None:
        if not self._wanted(where):
            return
        if clock.missed(self._clock_ms):
            self._overdue.append(self._deadline(contact, clock))
        elif clock.paused_at is not None:
            self._standing += 1
        else:
            self._ahead.append(self._deadline(contact, clock))

    def _deadline(self, contact: Contact, clock: Clock) -> Deadline:
        return Deadline(
            CLOCKS[clock.kind],
            format_instant(clock.deadline),
            clock.deadline - self._clock_ms,
            clock.target_ms,
            _doing(contact.state),
            clock.warn_at <= self._clock_ms,
            clock.policy,
            contact.id if self._named else UNSET,
        )


def _left(deadline: Deadline) -> tuple[Millis, str]:
    return deadline.left_ms, deadline.clock


def _doing(state: State) -> Doing:
    if state.waiting is not None:
        return "waiting"
    if state.talking:
        return "talking"
    return "suspended" if state.suspended else "open"
