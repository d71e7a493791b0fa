"""Records followed through the engine: what became of each, and which events each contact is folded from.

The same partitions as a worker's decide. With a site that keeps all they decide as a report does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from stream.codec import Wire, decode
from stream.contact import Contact
from stream.events import Event, Outcome, Rejected
from stream.explain.diagnosis import diagnosed, names
from stream.ledger import nowhere
from stream.memory import Memory
from stream.panes import LEVELS
from stream.partition import Partition
from stream.passes import refused
from stream.replay import recorded
from stream.site import Site
from stream.units import SECOND, Millis

_ENVELOPE: Final = frozenset({"type", "time", "contact", "id", "source", "specversion", "subject", "data"})


class Heard(NamedTuple):
    """A record and where a person finds it: a line of a file, an offset of a topic."""

    place: str
    partition: int
    offset: int
    timestamp: Millis
    key: bytes | None
    value: bytes | None
    of_people_ms: Millis | None = None
    """Where it is about an agent, the time of that event: no contact changes, and the data reach on to it."""


class Told(msgspec.Struct, frozen=True):
    """One record about the contact, in the order of arrival, and its one outcome; `reason` where it changed nothing."""

    number: int
    place: str
    source: str
    type: str
    at_ms: Millis | None
    outcome: str
    reason: str
    fields: dict[str, object]


class Life(msgspec.Struct):
    """The events that a contact is folded from; who is forgotten and comes back has another life."""

    contact: str
    partition: int
    events: list[Event]


class _Witness(Memory):
    """A memory that tells what it does with each event."""

    def __init__(self, site: Site, partition: int, wanted: str | None) -> None:
        super().__init__(site, nowhere)
        self.lives: dict[str, list[Life]] = {}
        self.verdict: Outcome | None = None
        self._partition = partition
        self._wanted = wanted

    def apply(self, contact_id: str, event: Event, log_clock_ms: Millis) -> Outcome:
        """As any memory does, and remember what was applied to whom."""
        known = contact_id in self.contacts
        outcome = super().apply(contact_id, event, log_clock_ms)
        self.verdict = outcome
        if outcome == "applied" and self._wanted in {None, contact_id}:
            lives = self.lives.setdefault(contact_id, [])
            if not known or not lives:
                lives.append(Life(contact_id, self._partition, []))
            lives[-1].events.append(event)
        return outcome


class Following:
    """Partitions whose memories are watched; of all contacts, or of one and then with the story of its records."""

    def __init__(self, site: Site, wanted: str | None = None) -> None:
        """Begin before the first record."""
        self.site = site
        self.told: list[Told] = []
        self.records = 0
        self.of_people = 0
        """How many were about agents."""
        self.first_of_people_ms: Millis | None = None
        """The least time of the events about agents: so early the data begin too."""
        self._newest_of_people_ms: Millis = 0
        self._refused_of_people = Counter[str]()
        self._wanted = wanted
        self._key = None if wanted is None else wanted.encode()
        self._partitions: dict[int, tuple[Partition, _Witness]] = {}

    def hear(self, records: Iterable[Heard]) -> None:
        """Fold records; those of a partition come in its order."""
        for record in records:
            if record.of_people_ms is not None:
                self.of_people += 1
                if self.site.trusts(record.of_people_ms, record.timestamp):
                    self._hear_of_people(record.of_people_ms)
                else:
                    self._refused_of_people["time_too_far_ahead"] += 1
                continue
            self.records += 1
            partition, witness = self._partitions.get(record.partition) or self._begun(record.partition)
            witness.verdict = None
            fate = partition.fold([record])
            if self._wanted is not None and self._is_about(record):
                self._tell(record, fate[0].reason if fate else "", witness)

    @property
    def refused(self) -> Counter[str]:
        """How many records changed nothing and were no copies, by reason."""
        return sum((refused(partition) for partition, _ in self._partitions.values()), self._refused_of_people)

    @property
    def full(self) -> frozenset[str]:
        """The kinds of names, such as `queue`, of which any further one counts as `other`."""
        return frozenset[str]().union(*(partition.full for partition, _ in self._partitions.values()))

    @property
    def clock_ms(self) -> Millis:
        """The whole second of the greatest event time: where the data end."""
        newest = (partition.newest_event_ms for partition, _ in self._partitions.values())
        return max([self._newest_of_people_ms, *newest]) // SECOND * SECOND

    def log_clock_ms(self, partition: int) -> Millis:
        """The log clock of one partition."""
        return self._partitions[partition][0].log_clock_ms

    def lives(self) -> Iterator[Life]:
        """The lives of all contacts followed, each contact's in order."""
        for _, witness in self._partitions.values():
            for several in witness.lives.values():
                yield from several

    def live(self) -> Iterator[Contact]:
        """The contacts that are open, or whose clock runs, and that were asked for."""
        for _, witness in self._partitions.values():
            yield from (one for one in witness.live.values() if self._wanted in {None, one.id})

    def contacts(self) -> dict[str, Contact]:
        """Every contact that is remembered at the end."""
        return {one.id: one for _, witness in self._partitions.values() for one in witness.contacts.values()}

    def _hear_of_people(self, at_ms: Millis) -> None:
        first_ms = self.first_of_people_ms
        self.first_of_people_ms = at_ms if first_ms is None else min(first_ms, at_ms)
        self._newest_of_people_ms = max(self._newest_of_people_ms, at_ms)

    def _begun(self, number: int) -> tuple[Partition, _Witness]:
        partition, witness = Partition(self.site, number, LEVELS), _Witness(self.site, number, self._wanted)
        partition.memory = witness
        self._partitions[number] = partition, witness
        return partition, witness

    def _is_about(self, record: Heard) -> bool:
        if record.key == self._key:
            return True
        return record.value is not None and self._wanted is not None and names(record.value, self._wanted)

    def _tell(self, record: Heard, refusal: str, witness: _Witness) -> None:
        wire = decode(record.value)
        number = len(self.told) + 1
        if isinstance(wire, Rejected):
            reason = diagnosed(record.value, wire.reason)
            self.told.append(Told(number, record.place, wire.source, "", None, "rejected", reason, {}))
            return
        outcome: str = "rejected"
        reason = refusal
        if witness.verdict is not None:
            outcome = witness.verdict
            reason = _explained(outcome, witness.contacts.get(wire.contact or ""))
        fields = {name: value for name, value in _facts(wire).items() if value not in {None, msgspec.UNSET}}
        self.told.append(Told(number, record.place, wire.source or "", wire.type, wire.at, outcome, reason, fields))


def heard(lines: Iterable[tuple[str, bytes]]) -> Iterator[Heard]:
    """The records of JSON lines, each with its place, as a report reads them: all of one partition."""
    for number, (place, text) in enumerate(lines):
        for one in recorded([text], first=number, agents=True):
            of_people_ms = one.at_ms if one.of_agent else None
            yield Heard(place, 0, one.offset, one.timestamp, one.key, one.value, of_people_ms)


def _facts(wire: Wire) -> dict[str, object]:
    return {
        field.encode_name: getattr(wire, field.name)
        for field in msgspec.structs.fields(wire)
        if field.name not in _ENVELOPE and not isinstance(getattr(wire, field.name), list)
    }


def _explained(outcome: Outcome, contact: Contact | None) -> str:
    if outcome == "duplicate":
        return "an event of the same identity was applied before"
    if outcome == "late":
        if contact is None:
            return "older than the contacts that are still remembered"
        return "not later than what is settled, and older than the settling horizon"
    return ""
