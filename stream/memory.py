"""The contacts that a partition remembers: what is late, what is a copy, what is closed and what is forgotten.

All of it is decided by the log alone: by the log clock at the event's offset and by the contact's own events.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import Final

from stream.agenda import Agenda
from stream.contact import Contact, State
from stream.contributions import Post
from stream.events import Event, Outcome
from stream.fold import advance, close_idle, fold, place
from stream.ledger import Ledger, nowhere
from stream.measures import Slice
from stream.rows import contact_row
from stream.site import Site
from stream.units import Millis

SETTLED_IDENTITIES: Final = 32
MOST_RECENT: Final = 128
"""Beyond so many recent events the older half settles, however young: the row of a contact must fit into its topic."""
_NEVER: Final = 1 << 62


class Memory:
    """The contacts of one partition and the instants at which silence alone will change them.

    `live` are those that are open or whose clock runs; `changed` the ids whose row is no longer the one written last.
    """

    def __init__(self, site: Site, post: Post) -> None:
        """Remember nothing yet; contributions go to `post`."""
        self.contacts: dict[str, Contact] = {}
        self.live: dict[str, Contact] = {}
        self.changed: set[str] = set()
        self.crowded = 0
        """How often a contact had more recent events than `MOST_RECENT`."""
        self._leaving: set[str] = set()
        self._left: list[tuple[str, bytes | None]] = []
        self._agenda = Agenda()
        self._post = post
        self.adopt(site)

    def adopt(self, site: Site) -> None:
        """Go by the rules of this site from now on: the ledgers start afresh, since they remember rules and terms."""
        self.site = site
        self._give = Ledger(site, self._post)
        self._take = Ledger(site, _negative(self._post))
        self._settled = Ledger(site, nowhere)
        self._horizon_ms = site.settling_horizon_ms
        self._limited = site.idle_limits_ms.keys()
        self._shortest_retention_ms = site.retention(None)
        self._patience = min([self._shortest_retention_ms, *site.idle_limits_ms.values()])

    def apply(self, contact_id: str, event: Event, log_clock_ms: Millis) -> Outcome:
        """Fold one event in, wherever in its contact's life it belongs."""
        if contact_id in self._leaving:
            self._make_row(contact_id)
        contact = self.contacts.get(contact_id) or self._begun(contact_id, event, log_clock_ms)
        if contact is None:
            return "late"
        if contact.knows(event.identity):
            return "duplicate"
        if contact.asleep:
            self.wake(contact)
        at = event.at
        if at > contact.state.last_at and not contact.idle:  # nearly always
            self._follow(contact, event)
        elif not self._fit_in(contact, event):
            return "late"
        if (
            contact.base is not None
            or contact.since < contact.state.last_at - self._horizon_ms
            or contact.held > MOST_RECENT
        ):
            self._settle(contact)
        self._look_at(contact)
        quiet_ms = at + self._patience
        if quiet_ms < log_clock_ms:
            self._expire(contact, log_clock_ms)
        elif quiet_ms < contact.due:  # it was over for good, and silence can close it again before that
            self._wait(contact, quiet_ms)
        return "applied"

    def pass_time(self, log_clock_ms: Millis) -> None:
        """Close and forget what the log clock has passed; called whenever it moves, before an event is judged."""
        if log_clock_ms > self._agenda.next_ms:
            for contact_id in self._agenda.passed(log_clock_ms, self._due_at):
                self._expire(self.contacts[contact_id], log_clock_ms)

    def leave(self) -> int:
        """Begin to make the rows of all that are changed, and no more so from now on; returns how many there are."""
        self._leaving, self._left, self.changed = self.changed, [], set()
        return len(self._leaving)

    def left(self) -> Iterator[tuple[str, bytes | None]]:
        """Those rows, as of then, with the ids; None: forgotten. Meanwhile more may be applied."""
        while self._leaving or self._left:
            if not self._left:
                self._make_row(self._leaving.pop())
            yield self._left.pop()

    def restore(self, contact: Contact) -> None:
        """Put back a contact as it was stored."""
        self.contacts[contact.id] = contact
        self._wait(contact, contact.state.last_at + self._patience)
        self._look_at(contact)
        self.changed.discard(contact.id)

    def wake(self, contact: Contact) -> None:
        """Fold the state of a contact that has come back without it."""
        if contact.asleep:
            contact.state = self._folded(contact, contact.recent, self._settled)
            contact.asleep = False

    def _make_row(self, contact_id: str) -> None:
        self._leaving.discard(contact_id)
        contact = self.contacts.get(contact_id)
        row = None if contact is None else contact_row(contact, live=contact_id in self.live)
        self._left.append((contact_id, row))

    def _begun(self, contact_id: str, event: Event, log_clock_ms: Millis) -> Contact | None:
        """A contact of which nothing is remembered; None: its event is older than what is."""
        forgets = event.at < log_clock_ms - self._shortest_retention_ms and not self.site.keeps_all
        if forgets and event.at < log_clock_ms - self.site.retention(event.channel):
            return None
        contact = self.contacts[contact_id] = Contact(contact_id)
        self._wait(contact, event.at + self._patience)
        return contact

    def _follow(self, contact: Contact, event: Event) -> None:
        """Fold in what comes after all that is known."""
        advance(contact.state, event, self._give)
        contact.follow(event)

    def _fit_in(self, contact: Contact, event: Event) -> bool:
        """Fold in what does not simply follow the last event; False: it is late."""
        if contact.idle and event.at > max(contact.state.last_at, self._idle_at(contact.state)):
            contact.idle = False
            self._follow(contact, event)
        elif contact.settled_at is not None and event.at <= contact.settled_at:
            return False
        else:
            self._fold_again(contact, event)
        return True

    def _fold_again(self, contact: Contact, event: Event) -> None:
        """Take back what the recent events gave and give what they give with this one among them."""
        recent = contact.recent
        self._folded(contact, recent, self._take)
        contact.idle = False
        insort(recent, event, key=place)
        contact.recent = recent
        contact.state = self._folded(contact, recent, self._give)

    def _folded(self, contact: Contact, recent: Sequence[Event], ledger: Ledger) -> State:
        state = contact.base.copy() if contact.base is not None else State()
        fold(state, recent, ledger)
        if contact.idle:
            close_idle(state, self._idle_at(state), ledger)
        return state

    def _settle(self, contact: Contact) -> None:
        """Fold what is older than the horizon into the base; what it contributes is in the panes already."""
        horizon_at = contact.state.last_at - self._horizon_ms
        if contact.held > MOST_RECENT:
            self.crowded += 1
            horizon_at = max(horizon_at, contact.recent[MOST_RECENT // 2].at + 1)
        base = contact.base = contact.base or State()
        if contact.since < horizon_at:
            recent = contact.recent
            count = next((n for n, event in enumerate(recent) if event.at >= horizon_at), len(recent))
            old, contact.recent = recent[:count], recent[count:]
            fold(base, old, self._settled)
            contact.settled_at = old[-1].at
            contact.settled = (*contact.settled, *(event.identity for event in old))[-SETTLED_IDENTITIES:]
        if self._closes(base):
            idle_at = self._idle_at(base)
            if idle_at < contact.since and idle_at < horizon_at:
                close_idle(base, idle_at, self._settled)
                contact.settled_at = idle_at

    def _close(self, contact: Contact) -> None:
        close_idle(contact.state, self._idle_at(contact.state), self._give)
        contact.idle = True
        self._look_at(contact)

    def _expire(self, contact: Contact, log_clock_ms: Millis) -> None:
        """Do what silence has done by now: close, then forget; and wait for what it will do next."""
        if contact.id in self._leaving:
            self._make_row(contact.id)
        while (next_ms := self._next_due(contact, log_clock_ms)) < log_clock_ms:
            if not contact.state.busy:
                self._forget(contact)
                return
            self._close(contact)
        self._wait(contact, next_ms)

    def _wait(self, contact: Contact, until_ms: Millis) -> None:
        contact.due = until_ms
        self._agenda.put(until_ms, contact.id)

    def _due_at(self, contact_id: str) -> Millis | None:
        contact = self.contacts.get(contact_id)
        return None if contact is None else contact.due

    def _forget(self, contact: Contact) -> None:
        del self.contacts[contact.id]
        self.live.pop(contact.id, None)
        self.changed.add(contact.id)

    def _closes(self, state: State) -> bool:
        """Whether this state ends by silence."""
        return state.busy and self._give.idle_limit(state) is not None

    def _idle_at(self, state: State) -> Millis:
        """When silence after the last event closes, or closed, a contact of a channel that has a limit."""
        return state.last_at + (self._give.idle_limit(state) or 0)

    def _next_due(self, contact: Contact, log_clock_ms: Millis) -> Millis:
        """When silence next changes the contact, or an instant before which it cannot."""
        state = contact.state
        limit = self._give.idle_limit(state)
        if state.busy and limit is not None:
            return state.last_at + limit
        if state.busy or state.is_open(limit):
            return log_clock_ms + self._patience
        if self.site.keeps_all:
            return _NEVER
        last_at = self._idle_at(state) if contact.idle else state.last_at
        return last_at + self.site.retention(self._give.channel_of(state))

    def _look_at(self, contact: Contact) -> None:
        contact_id, state = contact.id, contact.state
        self.changed.add(contact_id)
        entry = state.answered
        if (
            state.waiting is not None
            or (entry is not None and entry.talking_from is not None)
            or state.clocks
            or (state.channel not in self._limited and self._give.idle_limit(state) is None and state.is_open(None))
        ):
            self.live[contact_id] = contact
        elif contact_id in self.live:
            del self.live[contact_id]


def _negative(post: Post) -> Post:
    def take_back(where: Slice, at_ms: Millis, amounts: tuple[tuple[int, int], ...], sign: int) -> None:
        post(where, at_ms, amounts, -sign)

    return take_back
