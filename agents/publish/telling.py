"""What this worker tells of its own partitions: whole parts now and then, and between them what has changed since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec.structs import replace

from agents.publish.letter import Kind, Letter, key_of, packed
from agents.publish.shelf import Place, Told
from stream.bulletin import Bulletin, Subject, Totals, changes, distinct, encode
from stream.units import SECOND, Millis

WHOLE_EVERY_MS: Final = 30 * SECOND
SHORT_BYTES: Final = 4_096
"""A part that is no longer is always told whole."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """The whole part that was told last."""

    number: int
    totals: Totals
    size: int
    at_ms: Millis


@dataclass(slots=True)
class Telling:
    """Makes letters. A part that the topic would not take is not told; `too_long` names its place and its size."""

    me: str
    topic_id: Mapping[Subject, str]
    """The id of each source's topic, by subject: a part of another one of the same name is about other contacts."""
    topic_partitions: int
    max_bytes: int
    form: str
    """What our numbers mean: see `form_of`."""
    too_long: dict[Place, int] = field(default_factory=dict)
    _wholes: dict[Place, _Whole] = field(default_factory=dict)
    _count: int = 0

    def letters(self, place: Place, told: Told, now_ms: Millis) -> Iterator[Letter]:
        """The record that tells of a part; none where it is too long."""
        kind, value = self._written(place, told, now_ms)
        size = len(value)
        if size > self.max_bytes:
            self.too_long[place] = size
            self.anew(place)
            return
        self.too_long.pop(place, None)
        yield Letter(place.number % self.topic_partitions, key_of(place, kind), value, self.me)

    def anew(self, place: Place) -> None:
        """Tell all of a partition next time: what was told before may not be there any more."""
        self._wholes.pop(place, None)

    def forget_but(self, places: Sequence[Place]) -> None:
        """Of other partitions than these there is nothing to tell any more."""
        for place in self._wholes.keys() - set(places):
            self.anew(place)
        for place in self.too_long.keys() - set(places):
            del self.too_long[place]

    def _written(self, place: Place, told: Told, now_ms: Millis) -> tuple[Kind, bytes]:
        totals, last = distinct(told.part), self._wholes.get(place)
        if last is not None and 0 <= now_ms - last.at_ms < WHOLE_EVERY_MS and last.size > SHORT_BYTES:
            difference = replace(told.part, totals=changes(last.totals, totals))
            value = packed(encode(self._bulletin(place, told, now_ms, difference, base=last.number)))
            if 2 * len(value) < last.size:
                return "change", value
        self._count += 1
        value = packed(encode(self._bulletin(place, told, now_ms, told.part)))
        self._wholes[place] = _Whole(self._count, totals, len(value), now_ms)
        return "whole", value

    def _bulletin(self, place: Place, told: Told, now_ms: Millis, part: Any, base: int | None = None) -> Bulletin[Any]:  # noqa: ANN401 - of either kind
        return Bulletin(
            form=self.form,
            topic_id=self.topic_id[place.subject],
            sender=self.me,
            number=self._count if base is None else base,
            base=base,
            sent_ms=now_ms,
            reach=told.reach,
            state=told.state,
            clock_at_ms=told.clock_at_ms,
            newest_ms=told.newest_ms,
            part=part,
            alarms=told.alarms,
        )
