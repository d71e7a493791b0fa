"""Laws of what time alone decides: the overlay shows what the panes hold once the event comes, and never both."""

from collections import Counter
from itertools import count

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from stream.measures import Measures, Slice, coordinate, merged
from stream.overlay import Part
from stream.partition import Partition
from stream.units import SECOND, Millis
from tests.laws.histories import CONFIGURED, NOON, History, Told, histories
from tests.laws.naive import RARE, Naive
from tests.laws.twins import now_of

WINDOWS = ("5m", "15m", "30m", "1h", "today", "today@floor")
BREACHES = {clock: coordinate(f"sla_breached.{clock}") for clock in ("answer", "first_response")}
LATE = [coordinate("waiting_late", by_entry=by_entry) for by_entry in (False, True)]
PENDING = coordinate("pending", by_entry=True)


def breaches(part: Part) -> dict[str, dict[Slice, list[int]]]:
    """The breaches of both clocks by window and slice, where there are any."""
    return {window: _only(part.totals[window], list(BREACHES.values())) for window in WINDOWS}


def _only(totals: dict[Slice, Measures], places: list[int]) -> dict[Slice, list[int]]:
    found = {where: [measures.get(place, 0) for place in places] for where, measures in totals.items()}
    return {where: numbers for where, numbers in found.items() if any(numbers)}


def answers(partition: Partition, at: Millis) -> list[Told]:
    """At one instant an agent takes whoever waits, and says something to everybody."""
    offsets = count(partition.applied_offset + 1)
    told: list[Told] = []
    for contact in sorted(partition.memory.contacts):
        for fields in ({"type": "contact.answered"}, {"type": "contact.message", "from": "agent"}):
            value = msgspec.json.encode({"contact": contact, "time": at, "id": fields["type"], "source": "end", **fields})
            told.append(Told(next(offsets), at, contact.encode(), value))
    return told


def test_the_panes_take_over_what_the_overlay_showed() -> None:
    """When everybody is answered at the instant shown, no breach comes or goes, and nobody waits any more."""
    seen: Counter[str] = Counter()

    @given(histories, st.integers(0, 100) | st.integers(0, 20_000))
    def law(history: History, after_s: int) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            partition.fold([record])
            naive.take(record)
        clock_ms = now_of(partition, after_s)
        before = partition.part(clock_ms)
        assert [] == partition.fold(answers(partition, clock_ms))
        after = partition.part(clock_ms)

        assert breaches(before) == breaches(after)
        assert all({} == _only(after.totals[window], [*LATE, PENDING]) for window in WINDOWS)
        assert all(live.waiting == 0 and not live.overdue and not live.at_risk for live in after.live.values())
        seen.update(naive.seen())
        seen["late"] += sum(live.waiting_past_threshold for live in before.live.values())
        for clock in BREACHES:
            seen[f"overdue {clock}"] += sum(live.overdue.get(clock, 0) for live in before.live.values())

    law()

    assert [] == [what for what in (*RARE, "late", "overdue answer", "overdue first_response") if not seen[what]], seen


def contact_event(offset: int, at: Millis, arrives_at: Millis, **fields: object) -> Told:
    """A record about the one caller."""
    value = msgspec.json.encode({"contact": "c", "time": at, **fields})
    return Told(offset, arrives_at, b"c", value)
