"""The dead-letter topic as a person goes through it: letters by reason, source and time, and what became of them.

A letter that was sent again is marked by a record beside it, in its partition: no key and no value, and the header
`floorwatch.requeued` with the letter's offset. The record that was sent has the same header with the letter's place,
so that a letter which comes back is known.

Where a state is rebuilt its source is read again, and what was refused is refused once more: of a record there may be
several letters. Those of the same reason are told of as one, and what was sent again of one was of all.
"""

from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from agents.audit.reading import Reader
from agents.dead_letters import OWN, DeadLetter, Headers, ReadRecord, decode, is_whole
from stream.codec import members
from stream.explain.diagnosis import diagnosed
from stream.units import Millis, format_instant

REQUEUED: Final = OWN + "requeued"


class Fate(StrEnum):
    """What became of a letter."""

    NEW = "new"
    REQUEUED = "requeued"
    BACK = "came back"


class Place(NamedTuple):
    """Where a letter lies in the dead-letter topic."""

    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.partition}@{self.offset}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """The place that a text names; a ValueError where it names none."""
        partition, _, offset = text.partition("@")
        place = cls(int(partition), int(offset))
        if min(place) < 0:
            raise ValueError(f"{text!r} counts below 0")
        return place


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are meant: what is empty or None does not matter. The times are those of the refusal, half-open."""

    places: frozenset[Place] = frozenset()
    reasons: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    from_ms: Millis | None = None
    to_ms: Millis | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nobody has said which."""
        return self == Wanted()

    def takes(self, place: Place, refused_at: Millis, letter: DeadLetter) -> bool:
        """Whether this letter is meant."""
        return (
            (not self.places or place in self.places)
            and (not self.reasons or letter.reason in self.reasons)
            and (self.from_ms is None or refused_at >= self.from_ms)
            and (self.to_ms is None or refused_at < self.to_ms)
            and (not self.sources or source_of(letter) in self.sources)
        )


@dataclass(slots=True)
class Pile:
    """The wanted letters of one partition: reason and source by offset; of the newest the records themselves.

    `foreign` are those whose place of origin is not there.
    """

    partition: int
    letters: dict[int, tuple[str, str]] = field(default_factory=dict)
    newest: "deque[ReadRecord]" = field(default_factory=deque)
    requeued: set[int] = field(default_factory=set)
    """The first letter of each record that was sent again."""
    back: set[int] = field(default_factory=set)
    cut: set[int] = field(default_factory=set)
    foreign: set[int] = field(default_factory=set)
    _firsts: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    _later: dict[int, int] = field(default_factory=dict)
    _told: set[tuple[int, str]] = field(default_factory=set)

    def note(self, offset: int, letter: DeadLetter) -> None:
        """Know the first letter of its record."""
        first = self._firsts.setdefault((letter.topic, letter.partition, letter.offset, letter.timestamp), offset)
        if first != offset:
            self._later[offset] = first

    def first(self, offset: int) -> int:
        """The first letter of the record that this one is about."""
        return self._later.get(offset, offset)

    def is_told(self, offset: int, reason: str) -> bool:
        """Whether a letter of this record and reason was asked about before; from now on it was."""
        known = (self.first(offset), reason)
        is_told = known in self._told
        self._told.add(known)
        return is_told

    def fate(self, offset: int) -> Fate:
        """What became of a letter."""
        if self.first(offset) in self.requeued:
            return Fate.REQUEUED
        return Fate.BACK if offset in self.back else Fate.NEW

    def counts(self) -> Counter[tuple[str, str, Fate]]:
        """How many letters there are by reason, source and fate."""
        return Counter((*letter, self.fate(offset)) for offset, letter in self.letters.items())


async def piles(  # noqa: PLR0913 - what is read, and what is wanted of it
    reader: Reader,
    topic: str,
    partitions: Iterable[int],
    wanted: Wanted,
    *,
    newest: int = 0,
    sources: Mapping[str, int] | None = None,
) -> AsyncIterator[Pile]:
    """Go through the dead-letter topic, partition by partition; the reader is one of what is committed.

    `sources` are the topics that a letter can have come from, with their partitions; None: any.
    """
    for number in partitions:
        pile = Pile(number, newest=deque(maxlen=newest))
        span = await reader.span(topic, number)
        async for lot in reader.records(topic, number, span.first, span.end):
            for record in lot:
                _put(pile, record, wanted, sources)
        yield pile


def _put(pile: Pile, record: ReadRecord, wanted: Wanted, sources: Mapping[str, int] | None = None) -> None:
    letter = decode(record)
    if letter is None:
        offset = marked_by(record)
        if offset is not None:
            pile.requeued.add(pile.first(offset))
        return
    pile.note(record.offset, letter)
    if not wanted.takes(Place(pile.partition, record.offset), record.timestamp, letter):
        return
    if pile.is_told(record.offset, letter.reason) and not wanted.places:
        return
    pile.letters[record.offset] = (letter.reason, source_of(letter))
    pile.newest.append(record)
    if any(name == REQUEUED for name, _ in letter.headers):
        pile.back.add(record.offset)
    if not is_whole(record):
        pile.cut.add(record.offset)
    if sources is not None and letter.partition >= sources.get(letter.topic, 0):
        pile.foreign.add(record.offset)


def marked_by(record: ReadRecord) -> int | None:
    """The offset of the letter that a record marks as sent again; None: it is no mark."""
    told = dict(record.headers).get(REQUEUED)
    return int(told) if told is not None and told.isdigit() else None


def mark(place: Place) -> Headers:
    """The headers of the record that marks a letter as sent again."""
    return [(REQUEUED, b"%d" % place.offset)]


def again(letter: DeadLetter, place: Place) -> Headers:
    """The headers with which a letter's record is sent again."""
    own = [(name, value) for name, value in letter.headers if name != REQUEUED]
    return [*own, (REQUEUED, str(place).encode())]


def source_of(letter: DeadLetter) -> str:
    """The source that the refused record names; empty where it cannot be read or names none."""
    event = None if letter.value is None else members(letter.value)
    source = None if event is None else event.get("source")
    return source if isinstance(source, str) else ""


def document(place: Place, record: ReadRecord, letter: DeadLetter, fate: Fate) -> dict[str, Any]:
    """A letter as JSON tells it; bytes as text, what is none as escapes."""
    return {
        "place": str(place),
        "refused_at": format_instant(record.timestamp),
        "reason": letter.reason,
        "detail": diagnosed(letter.value, letter.reason),
        "fate": fate,
        "source": source_of(letter),
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "timestamp": format_instant(letter.timestamp),
        "key": _text(letter.key),
        "value": _text(letter.value),
        "whole": is_whole(record),
        "headers": [[name, _text(value)] for name, value in letter.headers],
        "error": letter.error,
    }


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode(errors="backslashreplace")
