"""What time alone has decided: callers past the threshold, passed deadlines, waits that still grow.

It is computed from the live contacts at a clock, laid over copies of window totals, and never stored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from stream.clock import Clock
from stream.contact import Contact, Entry, State
from stream.ledger import Ledger, nowhere
from stream.measures import CLOCKS, Measures, Slice, add, coordinate
from stream.overlay import Live
from stream.site import Site
from stream.units import Millis

Covers: TypeAlias = Callable[[Millis], bool]
"""Whether an instant falls into a window that ends now."""

_AT_ONCE: Final = 500
"""After so many contacts there is a pause: they take two or three milliseconds, and whoever folds waits for all."""
_LATE: Final = coordinate("waiting_late")
_LATE_BY_ENTRY: Final = coordinate("waiting_late", by_entry=True)
_PENDING: Final = coordinate("pending", by_entry=True)
_BREACHED: Final = tuple(coordinate(f"sla_breached.{clock}") for clock in CLOCKS)


class Overlay:
    """The live figures of every slice at an instant, and for each window what is laid over its totals."""

    def __init__(self, site: Site, clock_ms: Millis, windows: Sequence[Covers]) -> None:
        """Begin with nobody; every window of `windows` ends at `clock_ms`."""
        self.live: dict[Slice, Live] = {}
        self.added: list[dict[Slice, Measures]] = [{} for _ in windows]
        self._clock_ms = clock_ms
        self._windows = windows
        self._ledger = Ledger(site, nowhere)
        self._covered: dict[Millis, tuple[bool, ...]] = {}
        """Of an instant, which windows it falls into: many have begun to wait at the same one."""
        self._waiting: defaultdict[tuple[tuple[bool, ...], bool], dict[Slice, int]] = defaultdict(dict)
        """How many wait by slice, apart by the windows into which their queueing falls, and whether they are late."""

    def of(self, contacts: Iterable[Contact]) -> "Overlay":
        """Look at every live contact."""
        for _ in self.looking(contacts):
            pass
        return self

    def looking(self, contacts: Iterable[Contact]) -> Iterator[None]:
        """Look at every live contact, pausing after each few: there can be very many. None may change meanwhile."""
        for count, contact in enumerate(contacts, 1):
            self._look_at(contact.state)
            if count % _AT_ONCE == 0:
                yield
        for (covered, late), waiting in self._waiting.items():
            for inside, added in zip(covered, self.added, strict=True):
                if late:
                    _count(added, waiting, _LATE)
                if inside:
                    _count(added, waiting, _LATE_BY_ENTRY if late else _PENDING)
        self._waiting.clear()

    def over(self, window: int, totals: Iterable[tuple[Slice, Measures]]) -> dict[Slice, Measures]:
        """The totals of a window with its overlay; what is not changed is shared with `totals`."""
        result = dict(totals)
        for where, measures in self.added[window].items():
            result[where] = dict(result.get(where, {}))
            add(result[where], measures)
        return result

    def _look_at(self, state: State) -> None:
        """A contact whose idle limit has passed counts as closed then: only the deadlines passed before that stay."""
        ledger, clock_ms = self._ledger, self._clock_ms
        limit = ledger.idle_limit(state)
        waiting, closed_at = state.waiting, None
        if limit is not None and clock_ms - state.last_at > limit:
            closed_at = state.last_at + limit
        if waiting is not None:
            where = ledger.slice_of(state, waiting.queue)
            if closed_at is None:
                self._open(state, waiting, where)
            if waiting.counted:
                self._wait(waiting, where, closed_at)
        elif closed_at is None:
            entry = state.answered
            if entry is not None and entry.talking_from is not None:
                self._open(state, entry, ledger.slice_of(state, entry.queue))
            elif state.is_open(limit):
                self._open(state, None, ledger.slice_of(state))
        for clock in state.clocks:
            self._run(clock, clock.counted_in, closed_at)

    def _open(self, state: State, entry: Entry | None, where: Slice) -> None:
        """One that is open, with the entry that waits or is talked in."""
        live = self._at(where)
        begun_at = state.cycle_from if entry is None or state.cycle_from is not None else entry.queued_at
        live.open += 1
        if begun_at is not None and begun_at < self._clock_ms:
            age_ms = self._clock_ms - begun_at
            live.age_ms += age_ms
            if age_ms > live.oldest_ms:  # noqa: PLR1730 - a call costs as much as the rest, for every contact
                live.oldest_ms = age_ms

    def _wait(self, entry: Entry, where: Slice, closed_at: Millis | None) -> None:
        if closed_at is None:
            queued_at = entry.queued_at
            waited_ms = self._clock_ms - queued_at
            live = self._at(where)
            live.waiting += 1
            if waited_ms > live.longest_wait_ms:  # noqa: PLR1730 - as above
                live.longest_wait_ms = waited_ms
            late = waited_ms > entry.threshold_ms
            live.waiting_past_threshold += late
            covered = self._covered.get(queued_at)
            if covered is None:
                covered = self._covered[queued_at] = tuple([covers(queued_at) for covers in self._windows])
            waiting = self._waiting[covered, late]
            waiting[where] = waiting.get(where, 0) + 1
        if entry.clock is not None:
            self._run(entry.clock, entry.clock.slice_of(where), closed_at)

    def _run(self, clock: Clock, where: Slice, closed_at: Millis | None) -> None:
        """A running clock: breached once its deadline has passed, in every window that holds the deadline."""
        name, now_ms = CLOCKS[clock.kind], self._clock_ms
        if clock.missed(now_ms if closed_at is None else closed_at):
            for covers, added in zip(self._windows, self.added, strict=True):
                if covers(clock.deadline):
                    _count(added, {where: 1}, _BREACHED[clock.kind])
            if closed_at is None:
                live = self._at(where)
                live.overdue[name] = live.overdue.get(name, 0) + 1
                live.oldest_overdue_ms[name] = max(live.oldest_overdue_ms.get(name, 0), now_ms - clock.deadline)
        elif closed_at is None and clock.paused_at is None and clock.warn_at <= now_ms:
            at_risk = self._at(where).at_risk
            at_risk[name] = at_risk.get(name, 0) + 1

    def _at(self, where: Slice) -> Live:
        live = self.live.get(where)
        if live is None:
            live = self.live[where] = Live()
        return live


def _count(added: dict[Slice, Measures], counts: Mapping[Slice, int], place: int) -> None:
    for where, count in counts.items():
        measures = added.setdefault(where, {})
        measures[place] = measures.get(place, 0) + count
