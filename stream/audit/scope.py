"""What can be compared at all where the first records of a partition are gone.

A contact may have begun before the first record that is left. Whoever tells of its start here, or was silent before for
longer than its channel allows, has all its records; so has whoever is remembered exactly alike on both sides. All
others are unsure: of the panes in which they told, or may have counted for, anything nothing is compared, nor are the
breaches of clocks, which count at deadlines that nobody here knows of.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from stream.audit.subjects import last_at, subjects_of, unlike
from stream.audit.tracing import BEAT_MS, Folding, PanePlace, Trace
from stream.measures import CLOCKS, coordinate
from stream.site import Site
from stream.units import Millis

_BREACHES: Final = frozenset(coordinate(f"sla_breached.{clock}") for clock in CLOCKS)
_NOBODY: Final[frozenset[str]] = frozenset()


class Scope:
    """What may be compared of one partition: panes after `from_ms` without these beats, and these subjects."""

    def __init__(
        self,
        from_ms: Millis | None = None,
        *,
        sure: AbstractSet[str] = _NOBODY,
        unsure: AbstractSet[str] = _NOBODY,
        beats: AbstractSet[int] = frozenset(),
    ) -> None:
        """`from_ms` None: no record is missing, and everything is compared."""
        self.from_ms = from_ms
        self.unsure = unsure
        self._sure = sure
        self._beats = beats

    @property
    def is_whole(self) -> bool:
        """Whether no record is missing."""
        return self.from_ms is None

    def knows(self, subject: str) -> bool:
        """Whether a contact or an agent can be compared."""
        return self.from_ms is None or subject in self._sure

    def holds(self, place: PanePlace) -> bool:
        """Whether a vector can be compared."""
        if self.from_ms is None:
            return True
        if place.start_ms < self.from_ms:
            return False
        first = place.start_ms // BEAT_MS
        return self._beats.isdisjoint(range(first, first + place.length_ms // BEAT_MS))

    def trusts(self, measure: int) -> bool:
        """Whether a coordinate can be compared."""
        return self.from_ms is None or not self.unsure or measure not in _BREACHES


WHOLE: Final = Scope()
"""No record is missing."""


def scope_of(kept: Folding, again: Folding, trace: Trace, site: Site) -> Scope:
    """What can be compared of what was folded again while this trace was kept."""
    cut_ms = trace.cut_ms
    if cut_ms is None:
        return WHOLE
    ours, theirs = subjects_of(kept), subjects_of(again)
    alike = {name for name in trace.touched.keys() & ours.keys() if not unlike(ours[name], theirs.get(name))}
    unsure = trace.touched.keys() - alike
    beats = {beat for name in unsure for beat in trace.touched[name]}
    strangers = ours.keys() - trace.touched.keys() - trace.begun.keys()
    for name in strangers:
        beats |= {(last_at(ours[name]) + silence) // BEAT_MS for silence in trace.silences}
    # Who was silent at the cut and is forgotten by now may have been closed after it; nobody can say so any more.
    everybody_is_remembered = kept.log_clock_ms - cut_ms <= min(site.retention(None), site.agent_retention_ms)
    blind_ms = 0 if everybody_is_remembered else max(trace.silences, default=0)
    sure = trace.begun.keys() | alike
    return Scope(cut_ms + blind_ms + BEAT_MS, sure=sure, unsure=unsure | strangers, beats=beats)
