"""What can be compared at all where the first records of a partition are gone.

A contact may have begun before the first record that is left. Whoever tells of its start here, or was silent before for
longer than its channel allows, has all its records. All others are unsure: in their slices, as far as these are known,
nothing is compared of the panes in which they told, or may have counted for, anything; nor are the breaches of clocks,
which count at deadlines that nobody here knows of. They themselves are not compared either.

How an agent stands is known from its first event on that says everything; before that it may have vanished unseen. When
somebody who is offline is forgotten cannot be known at all.

Where the log's clock was as far as it is before the first record that is left, what is left is copies, stragglers or
records that were refused: nothing can be compared.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from stream.audit.subjects import last_at, subjects_of
from stream.audit.tracing import BEAT_MS, Folding, PanePlace, Trace, Unsure
from stream.contact import Contact
from stream.crew.agent import Agent
from stream.crew.states import UNPAID
from stream.measures import CLOCKS, Slice, coordinate
from stream.partition import Partition
from stream.site import OTHER, Site
from stream.units import Millis

Pattern: TypeAlias = tuple[str | None, str | None]
"""The first two labels of slices; None: whatever it is."""

_ANY: Final[Pattern] = (None, None)
_UNKNOWABLE: Final = frozenset(
    [
        *(coordinate(f"sla_breached.{clock}") for clock in CLOCKS),
        *(coordinate(f"{edge}.{state}") for edge in ("agents", "agents_at") for state in UNPAID),
    ]
)
_NOBODY: Final[frozenset[str]] = frozenset()


class Scope:
    """What may be compared of one partition: panes from `from_ms` on without these beats, and these subjects."""

    def __init__(
        self,
        from_ms: Millis | None = None,
        *,
        sure: AbstractSet[str] = _NOBODY,
        unsure: int = 0,
        beats: Mapping[Pattern, AbstractSet[int]] | None = None,
        is_blind: bool = False,
    ) -> None:
        """`from_ms` None: no record is missing, and everything is compared; `unsure` is how many are left out.

        `is_blind`: nothing can be compared.
        """
        self.from_ms = from_ms
        self.unsure = unsure
        self.is_blind = is_blind
        self._sure = sure
        self._beats = beats or {}

    @property
    def is_whole(self) -> bool:
        """Whether no record is missing."""
        return self.from_ms is None

    def knows(self, subject: str) -> bool:
        """Whether a contact or an agent can be compared."""
        return not self.is_blind and (self.from_ms is None or subject in self._sure)

    def holds(self, place: PanePlace) -> bool:
        """Whether a vector can be compared."""
        if self.from_ms is None:
            return True
        if self.is_blind or place.start_ms < self.from_ms:
            return False
        first = place.start_ms // BEAT_MS
        beats = range(first, first + place.length_ms // BEAT_MS)
        return all(self._beats[one].isdisjoint(beats) for one in _patterns(place.where) if one in self._beats)

    def trusts(self, measure: int) -> bool:
        """Whether a coordinate can be compared."""
        return self.from_ms is None or measure not in _UNKNOWABLE


WHOLE: Final = Scope()
"""No record is missing."""


def scope_of(kept: Folding, again: Folding, trace: Trace, site: Site) -> Scope:
    """What can be compared of a partition with one that was folded again while this trace was kept."""
    cut_ms = trace.cut_ms
    if cut_ms is None:
        return WHOLE
    subjects = subjects_of(kept)
    beats: defaultdict[Pattern, set[int]] = defaultdict(set)
    for name, unsure in trace.unsure.items():
        subject = subjects.get(name)
        pattern = _pattern(subject, unsure, site) if isinstance(subject, Contact) else (None, unsure.channel)
        beats[pattern] |= unsure.beats
        if isinstance(kept, Partition) and (pattern[1] is None or site.idle_limit(pattern[1]) is not None):
            # It may have been closed for its silence before it spoke again.
            beats[pattern].update(range(cut_ms // BEAT_MS, unsure.first_at // BEAT_MS))
    strangers = subjects.keys() - trace.unsure.keys() - trace.begun
    for name in strangers:
        for pattern, at_ms in _closed(subjects[name], trace, site):
            beats[pattern].add(at_ms // BEAT_MS)
    return Scope(
        cut_ms + _blind_ms(kept, trace, site, cut_ms) + BEAT_MS,
        sure=trace.begun,
        unsure=len(trace.unsure) + len(strangers),
        beats=beats,
        is_blind=again.log_clock_ms < kept.log_clock_ms,
    )


def _closed(subject: Contact | Agent, trace: Trace, site: Site) -> Iterator[tuple[Pattern, Millis]]:
    """Where and when silence has decided something about somebody who told nothing since the cut."""
    if isinstance(subject, Agent):
        yield from ((_ANY, last_at(subject) + silence) for silence in trace.silences)
        return
    channel = _channel(subject, site)
    limit = site.idle_limit(channel)
    if limit is not None and subject.idle:
        yield (None, channel), last_at(subject) + limit


def _blind_ms(kept: Folding, trace: Trace, site: Site, cut_ms: Millis) -> Millis:
    """For how long after the cut silence may have decided about somebody of whom nobody knows any more."""
    if not isinstance(kept, Partition):
        return site.agent_limit_ms
    everybody_is_remembered = kept.log_clock_ms - cut_ms <= site.retention(None)
    return 0 if everybody_is_remembered else max(trace.silences, default=0)


def _pattern(contact: Contact, unsure: Unsure, site: Site) -> Pattern:
    """Where somebody counts: in the queue that it is in now, unless an event since has moved it there."""
    return (None if unsure.queues else contact.state.queue or OTHER, _channel(contact, site))


def _channel(contact: Contact, site: Site) -> str:
    """The channel on which a contact counts."""
    return contact.state.channel or site.channel_of(contact.state.queue or OTHER)


def _patterns(where: Slice) -> Iterator[Pattern]:
    yield _ANY
    yield None, where[1]
    yield where[0], where[1]
    yield where[0], None
