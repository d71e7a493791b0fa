"""Two states of one partition at one offset, vector by vector: the one that a worker keeps, the one folded again."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from stream.audit.scope import Scope
from stream.audit.subjects import subjects_of, unlike
from stream.audit.tracing import Folding, PanePlace
from stream.contact import Contact
from stream.measures import Measures
from stream.panes import LEVELS
from stream.partition import Partition

NOTHING: Final[Measures] = {}
_ONLY_RISE: Final = frozenset({"log_clock", "newest_event"})
"""What a record that is missing may have moved as far as it is."""


class Difference(NamedTuple):
    """One thing on which both do not agree. `parts` are those of it that differ: kept by the worker, folded again.

    Of a pane the parts are coordinates of measures; `place` is None for anything else.
    """

    kind: str
    name: str
    parts: Mapping[Any, tuple[object, object]]
    place: PanePlace | None = None


class Compared(NamedTuple):
    """How much of each was looked at."""

    vectors: int
    subjects: int


def differences(kept: Folding, again: Folding, scope: Scope) -> Iterator[Difference]:
    """Everything in scope that differs: clocks and counts, then panes from the oldest on, then contacts or agents."""
    yield from _about(kept, again, scope)
    yield from _panes(kept, again, scope)
    yield from _subjects(kept, again, scope)


def compared(kept: Folding, again: Folding, scope: Scope) -> Compared:
    """How many vectors and subjects are in scope, on either side."""
    vectors = sum(1 for _ in _places(kept, again, scope))
    return Compared(vectors, sum(1 for _ in _names(kept, again, scope)))


def _about(kept: Folding, again: Folding, scope: Scope) -> Iterator[Difference]:
    pairs: dict[str, tuple[object, object]] = {
        "applied_offset": (kept.applied_offset, again.applied_offset),
        "log_clock": (kept.log_clock_ms, again.log_clock_ms),
        "newest_event": (kept.newest_event_ms, again.newest_event_ms),
    }
    if scope.is_whole:
        sources = (msgspec.to_builtins(kept.sources), msgspec.to_builtins(again.sources))
        pairs |= {"sources": sources, "names": (_learned(kept), _learned(again))}
    for name, (ours, theirs) in pairs.items():
        if ours != theirs and (scope.is_whole or name not in _ONLY_RISE or theirs > ours):  # type: ignore[operator]
            yield Difference("clock" if name in _ONLY_RISE else "counts", name, {name: (ours, theirs)})


def _learned(partition: Folding) -> object:
    if isinstance(partition, Partition):
        return {"queue": sorted(partition.queues)} | {name: sorted(known) for name, known in partition.labels.items()}
    return {kind: sorted(names) for kind, names in partition.groups.items()}


def _places(kept: Folding, again: Folding, scope: Scope) -> Iterator[PanePlace]:
    """Every vector of either side that is in scope, the oldest first."""
    for level in LEVELS:
        ours, theirs = kept.panes.kept(level.length_ms), again.panes.kept(level.length_ms)
        for start_ms in sorted(ours.keys() | theirs.keys()):
            for where in sorted(ours.get(start_ms, {}).keys() | theirs.get(start_ms, {}).keys()):
                place = PanePlace(level.length_ms, start_ms, where)
                if scope.holds(place):
                    yield place


def _panes(kept: Folding, again: Folding, scope: Scope) -> Iterator[Difference]:
    for place in _places(kept, again, scope):
        ours, theirs = kept.panes.measures_at(*place) or NOTHING, again.panes.measures_at(*place) or NOTHING
        if ours != theirs:
            parts = {
                measure: (ours.get(measure, 0), theirs.get(measure, 0))
                for measure in sorted(ours.keys() | theirs.keys())
                if ours.get(measure, 0) != theirs.get(measure, 0) and scope.trusts(measure)
            }
            if parts:
                yield Difference("pane", ", ".join(filter(None, place.where)), parts, place)


def _names(kept: Folding, again: Folding, scope: Scope) -> Iterator[str]:
    ours, theirs = subjects_of(kept), subjects_of(again)
    yield from (name for name in sorted(ours.keys() | theirs.keys()) if scope.knows(name))


def _subjects(kept: Folding, again: Folding, scope: Scope) -> Iterator[Difference]:
    ours, theirs = subjects_of(kept), subjects_of(again)
    kind = "contact" if isinstance(kept, Partition) else "agent"
    for name in _names(kept, again, scope):
        one = ours.get(name)
        if isinstance(kept, Partition) and isinstance(one, Contact):
            kept.memory.wake(one)
        parts = unlike(one, theirs.get(name))
        if parts:
            yield Difference(kind, name, parts)
