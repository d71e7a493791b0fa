"""Contacts in flight: what time alone has decided about each of them when the data of a report end, and from when on.

It asks the overlay of the floor and knows neither clocks nor measures by name, so that it cannot tell another story.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from stream.contact import Contact
from stream.intervals import Intervals, Span
from stream.live import Covers, Overlay
from stream.measures import MEASURES, Measures, Slice, coordinate
from stream.site import Site
from stream.units import Millis

_BREACHES: Final = frozenset(
    coordinate(measure.name, by_entry)
    for measure in MEASURES
    if measure.name.startswith("sla_breached.")
    for by_entry in (False, True)
)


class Decided(NamedTuple):
    """Measures of one contact and slice at an instant; None: of whichever window ends now."""

    at_ms: Millis | None
    where: Slice
    measures: Measures


def decided(site: Site, clock_ms: Millis, contact: Contact) -> list[Decided]:
    """What a live contact adds at a clock: passed deadlines at the deadline, by entry at the queueing, the rest now."""
    asked: set[Millis] = set()

    def covers_none(at_ms: Millis) -> bool:
        asked.add(at_ms)
        return False

    (now,) = Overlay(site, clock_ms, [covers_none]).of([contact]).added
    found = [Decided(None, where, measures) for where, measures in now.items() if measures]
    instants = sorted(asked)
    windows = Overlay(site, clock_ms, [_only(at_ms) for at_ms in instants]).of([contact]).added
    for at_ms, added in zip(instants, windows, strict=True):
        for where, measures in added.items():
            always = now.get(where, {})
            own = {place: amount - always.get(place, 0) for place, amount in measures.items()}
            if any(own.values()):
                found.append(Decided(at_ms, where, {place: amount for place, amount in own.items() if amount}))
    return found


def spread(found: Iterable[Decided], clock_ms: Millis, intervals: Intervals) -> Iterator[tuple[Span, Decided]]:
    """The intervals of a report that show it: a breach where its deadline is, the rest only where the data end."""
    last = intervals.containing(clock_ms)
    for one in found:
        span = last if one.at_ms is None else intervals.containing(one.at_ms)
        if span is None or (not span.end_ms and one.at_ms is not None and one.at_ms > clock_ms):
            continue
        if span == last:
            yield span, one
            continue
        breaches = {place: amount for place, amount in one.measures.items() if place in _BREACHES}
        if breaches:
            yield span, one._replace(measures=breaches)


def _only(instant: Millis) -> Covers:
    return lambda at_ms: at_ms == instant
