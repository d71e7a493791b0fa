"""What this worker hears of the others' partitions: letters opened, changes laid over the whole parts they name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from agents.publish.letter import ASKS, Letter, named, place_of, unpacked
from agents.publish.shelf import Place, Shelf, Told
from stream.bulletin import Bulletin, Subject, Totals, completed, decode, readable
from stream.units import MINUTE, SECOND, Millis, within

LISTENED_TO_MS: Final = 15 * SECOND
"""Another worker that was heard no longer ago may want to hear of us, and still has what it said that it has."""
PAST_MS: Final = 5 * MINUTE
"""What was in the topic when we began to read, and is older, is of another time."""
_SENDERS_KEPT: Final = 3
"""Of one partition: who has it, who had it, and who believes to have it."""


@dataclass(slots=True)
class Hearing:
    """Puts what others tell upon the shelf."""

    shelf: Shelf
    topic_id: Mapping[Subject, str]
    form: str
    heard_ms: Millis | None = None
    """When another worker was heard last."""
    retold: set[Place] = field(default_factory=set)
    """Partitions that somebody has told of since this was last emptied."""
    read_ms: Millis | None = None
    """When anything was read in the topic last, be it our own voice; None before we have begun to read."""
    _strange: dict[int, Millis] = field(default_factory=dict)
    """Partitions that are told of in a form that does not add up with ours, and when they were last."""
    _claimed: dict[int, Millis] = field(default_factory=dict)
    """Partitions that others have said to have without telling of them, and when they last did."""
    _wholes: dict[Place, dict[str, tuple[int, Totals]]] = field(default_factory=dict)

    def take(self, letter: Letter, now_ms: Millis, *, live: bool) -> None:
        """Take a record; one that is not `live` was in the topic before, and is as old as its sender says."""
        self.read_ms = now_ms
        if letter.sender == self.shelf.me:
            return
        at_ms = now_ms if live else min(now_ms, letter.sent_ms)
        if now_ms - at_ms > PAST_MS:
            return
        before_ms = self.heard_ms or 0
        # What was heard before the wall clock was put back would for long be later than anything that is heard now.
        self.heard_ms = at_ms if before_ms > now_ms else max(before_ms, at_ms)
        if letter.key == ASKS:
            self._claimed |= dict.fromkeys(set(range(self.shelf.partitions)).intersection(named(letter.value)), at_ms)
            return
        found = place_of(letter.key)
        if found is not None and found[0].number in range(self.shelf.partitions):
            place, _ = found
            self.retold.add(place)
            self._open(place, letter, at_ms, now_ms)

    def unreadable(self, now_ms: Millis) -> set[int]:
        """The partitions that are told of in a form that does not add up with ours."""
        return _lately(self._strange, now_ms)

    def claimed(self, now_ms: Millis) -> set[int]:
        """The partitions that somebody has, though nothing can be shown of them."""
        return _lately(self._claimed, now_ms) | self.unreadable(now_ms)

    def _open(self, place: Place, letter: Letter, at_ms: Millis, now_ms: Millis) -> None:
        value = unpacked(letter.value)
        if value is None or not readable(value, self.form):
            self._strange[place.number] = at_ms
            return
        try:
            bulletin: Bulletin[Any] = decode(place.subject, value)
        except ValueError:
            self._strange[place.number] = at_ms
            return
        self._strange.pop(place.number, None)
        if bulletin.topic_id != self.topic_id[place.subject] or bulletin.part.partition != place.number:
            return
        base = None
        if bulletin.base is None:
            self._keep(place, bulletin)
        else:
            number, base = self._wholes.get(place, {}).get(bulletin.sender, (None, None))
            if number != bulletin.base:
                return  # the whole part is still to come
        self.shelf.put(place, _told(bulletin, base, at_ms), now_ms)

    def _keep(self, place: Place, bulletin: Bulletin[Any]) -> None:
        wholes = self._wholes.setdefault(place, {})
        wholes.pop(bulletin.sender, None)
        wholes[bulletin.sender] = bulletin.number, bulletin.part.totals
        while len(wholes) > _SENDERS_KEPT:
            del wholes[next(iter(wholes))]


def _lately(numbers: Mapping[int, Millis], now_ms: Millis) -> set[int]:
    return {number for number, at_ms in numbers.items() if within(LISTENED_TO_MS, at_ms, now_ms)}


def _told(bulletin: Bulletin[Any], base: Totals | None, at_ms: Millis) -> Told:
    return Told(
        completed(bulletin, base),
        bulletin.reach,
        bulletin.state,
        bulletin.clock_at_ms,
        bulletin.newest_ms,
        bulletin.sender,
        at_ms,
        bulletin.alarms,
    )
