"""What is applied, a copy, late or forgotten, once more: from the fine print, simple and slow.

Every question is answered anew from the list of all events that a contact's life has had. Only what one event does to a
contact is the engine's own: there the fold is asked, from scratch.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from stream.codec import Wire, decode, event_of
from stream.compound import Amounts, spelled_out
from stream.contact import State
from stream.contributions import CLOSED_IDLE
from stream.events import QUEUED, Event
from stream.fold import close_idle, fold
from stream.ledger import Ledger
from stream.measures import Measures, Slice
from stream.site import Site
from stream.units import Millis
from tests.laws.histories import Told

REMEMBERED_COPIES = 32
RARE = (
    *("equal times", "several entries", "re-queueing", "behind the horizon", "forgotten contacts", "idle closes"),
    *("late about a forgotten contact", "times in the future", "other queues", "late", "duplicate"),
    *("time_too_far_ahead", "key_mismatch", "not_json"),
)
"""What the histories of every law must have had: what `Naive.seen` counts."""


class Given(NamedTuple):
    """One contribution."""

    where: Slice
    at: Millis
    amounts: Amounts
    sign: int


class Folded(NamedTuple):
    """What a life's events come to, and the silence after them if it has lasted."""

    state: State
    given: list[Given]
    silent_at: Millis | None
    """When silence closes it, if it lasts; None: it does not."""

    @property
    def closes(self) -> list[Millis]:
        """The instants at which it was closed for idleness."""
        return [given.at for given in self.given if given.amounts == CLOSED_IDLE]


class Life:
    """One contact from its first event until it is forgotten: every event of it that was applied."""

    def __init__(self, site: Site) -> None:
        """Begin with nothing."""
        self.events: list[Event] = []
        self.newest: Millis = 0
        self._site = site
        self._known: dict[tuple[int, bool], Folded] = {}

    def folded(self, log_clock: Millis) -> Folded:
        """All events from scratch, and the silence after them where the log clock has passed it."""
        silent_at = self._fold(closed=False).silent_at
        return self._fold(closed=silent_at is not None and silent_at < log_clock)

    def settled_until(self) -> Millis | None:
        """The time of the last thing that is older than the horizon: an event, or the close that silence brought."""
        folded = self._fold(closed=False)
        horizon = self.newest - self._site.settling_horizon_ms
        happened = [event.at for event in self.events] + folded.closes
        return max((at for at in happened if at < horizon), default=None)

    def add(self, event: Event) -> None:
        """One more event of this life was applied."""
        self.events.append(event)
        self.newest = max(self.newest, event.at)

    def knows(self, event: Event) -> bool:
        """Whether it had this event, as far as identities stay known."""
        settled_until = self.settled_until()
        in_order = sorted(self.events, key=lambda event: (event.at, event.kind, event.identity))
        settled = [event.identity for event in in_order if settled_until is not None and event.at <= settled_until]
        open_to_change = {event.identity for event in in_order[len(settled) :]}
        return event.identity in open_to_change or event.identity in settled[-REMEMBERED_COPIES:]

    def is_late(self, event: Event) -> bool:
        """Older than the newest less the horizon, and not later than the last settled one."""
        settled_until = self.settled_until()
        behind = event.at < self.newest - self._site.settling_horizon_ms
        return behind and settled_until is not None and event.at <= settled_until

    def is_forgotten(self, log_clock: Millis) -> bool:
        """Whether it is over, and has been for longer than its channel's retention."""
        if self._site.keeps_all or self.newest + self._site.retention(None) >= log_clock:
            return False
        folded = self.folded(log_clock)
        state = folded.state
        channel = self._channel(state)
        cycle_open = state.cycle_from is not None and not state.resolved and state.inbound is not False
        if state.busy or (cycle_open and self._site.idle_limit(channel) is None):
            return False
        return max([self.newest, *folded.closes]) + self._site.retention(channel) < log_clock

    def _channel(self, state: State) -> str:
        return state.channel or self._site.channel_of(state.queue or "other")

    def _fold(self, *, closed: bool) -> Folded:
        key = (len(self.events), closed)
        if key not in self._known:
            given: list[Given] = []
            ledger = Ledger(self._site, lambda *contribution: given.append(Given(*contribution)))
            state = State()
            fold(state, sorted(self.events, key=lambda event: (event.at, event.kind, event.identity)), ledger)
            limit = self._site.idle_limit(self._channel(state))
            silent_at = self.newest + limit if state.busy and limit is not None else None
            if closed and silent_at is not None:
                close_idle(state, silent_at, ledger)
            self._known[key] = Folded(state, given, silent_at)
        return self._known[key]


class Naive:
    """All lives of all contacts of a partition."""

    def __init__(self, site: Site) -> None:
        """Begin before the first record."""
        self.site = site
        self.log_clock: Millis = 0
        self.lives: dict[str, Life] = {}
        self.past: list[Life] = []
        self._seen: Counter[str] = Counter()
        self._queues = {rules.name for rules in site.queues}
        self._gone: set[str] = set()

    def take(self, record: Told) -> str:
        """What becomes of a record: applied, duplicate, late, or the reason of its rejection."""
        outcome = self._outcome(record)
        self._seen[outcome] += 1
        return outcome

    def seen(self) -> Counter[str]:
        """How often the history had each of the rarer things."""
        lives = (*self.past, *self.lives.values())
        closes = sum(len(life.folded(self.log_clock).closes) for life in lives)
        return self._seen + Counter({"idle closes": closes, "forgotten contacts": len(self.past)})

    def given(self) -> Iterator[Given]:
        """Every contribution of every contact there ever was."""
        for life in (*self.past, *self.lives.values()):
            yield from life.folded(self.log_clock).given

    def panes(self, length_ms: Millis, keep_ms: Millis | None) -> dict[Millis, dict[Slice, Measures]]:
        """The panes of a level that the log clock has not retired, summed from all contributions."""
        retired_until = -1 if keep_ms is None else self.log_clock - keep_ms
        panes: dict[Millis, dict[Slice, Measures]] = {}
        for where, at, amounts, sign in self.given():
            start = at - at % length_ms
            if start + length_ms <= retired_until:
                self._seen["retired panes"] += 1
                continue
            measures = panes.setdefault(start, {}).setdefault(where, {})
            for place, amount in spelled_out(dict(amounts)).items():
                measures[place] = measures.get(place, 0) + sign * amount
        return _without_nothing(panes)

    def _outcome(self, record: Told) -> str:
        wire = decode(record.value)
        if not isinstance(wire, Wire):
            return wire.reason
        if wire.at > record.timestamp + self.site.allowed_skew_ms:
            return "time_too_far_ahead"
        if wire.contact is None or record.key != wire.contact.encode():
            return "key_mismatch"
        self.log_clock = max(self.log_clock, min(wire.at, record.timestamp))
        self._forget()
        outcome = self._judge(wire.contact, self._event(wire))
        self._forget()
        self._seen["times in the future"] += outcome == "applied" and wire.at > record.timestamp
        return outcome

    def _event(self, wire: Wire) -> Event:
        event = event_of(wire)
        full = bool(self.site.queues) or len(self._queues) >= self.site.max_queues
        if event.queue is not None and event.queue not in self._queues and full:
            event.queue = "other"
            self._seen["other queues"] += 1
        return event

    def _judge(self, contact: str, event: Event) -> str:
        life = self.lives.get(contact)
        if life is None:
            if not self.site.keeps_all and event.at < self.log_clock - self.site.retention(event.channel):
                self._seen["late about a forgotten contact"] += contact in self._gone
                return "late"
            life = self.lives[contact] = Life(self.site)
        elif life.knows(event):
            return "duplicate"
        elif life.is_late(event):
            self._seen["behind the horizon"] += 1
            self._seen["copies no longer known"] += any(known.identity == event.identity for known in life.events)
            return "late"
        self._look_at(life, event)
        life.add(event)
        if event.queue is not None and not self.site.queues:
            self._queues |= {event.queue} - {"other"}
        return "applied"

    def _look_at(self, life: Life, event: Event) -> None:
        self._seen["equal times"] += any(known.at == event.at for known in life.events)
        if event.kind == QUEUED:
            entries = [known.queue for known in life.events if known.kind == QUEUED]
            self._seen["several entries"] += bool(entries)
            self._seen["re-queueing"] += event.queue in entries

    def _forget(self) -> None:
        for contact, life in list(self.lives.items()):
            if life.is_forgotten(self.log_clock):
                self.past.append(self.lives.pop(contact))
                self._gone.add(contact)


def _without_nothing(panes: dict[Millis, dict[Slice, Measures]]) -> dict[Millis, dict[Slice, Measures]]:
    """The same panes without zeros, and without what is empty then."""
    for slices in panes.values():
        for where, measures in slices.items():
            slices[where] = {place: amount for place, amount in measures.items() if amount}
    kept = {start: {where: m for where, m in slices.items() if m} for start, slices in panes.items()}
    return {start: slices for start, slices in kept.items() if slices}
