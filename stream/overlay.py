"""What one partition shows at an instant: its windows and what time alone has decided about its open contacts."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stream.measures import CLOCKS, Measures, Slice
from stream.units import Millis


class Live(msgspec.Struct):
    """The contacts of one slice as they stand: counts, the longest wait in ms (0: nobody waits), by clock its figures.

    `age_ms` is the sum of the ages of the open ones since their cycle began, `oldest_ms` the greatest of them.
    """

    waiting: int = 0
    longest_wait_ms: Millis = 0
    waiting_past_threshold: int = 0
    open: int = 0
    overdue: dict[str, int] = {}
    at_risk: dict[str, int] = {}
    age_ms: Millis = 0
    oldest_ms: Millis = 0
    oldest_overdue_ms: dict[str, Millis] = {}


class SourceCounts(msgspec.Struct):
    """What became of the records of one source; `skew_ms`: how far its times ran ahead of the broker's at most."""

    applied: int = 0
    late: int = 0
    duplicates: int = 0
    rejected: dict[str, int] = {}
    skew_ms: Millis = 0


def joined_sources(parts: Iterable[Mapping[str, SourceCounts]]) -> dict[str, SourceCounts]:
    """The counts of every source over all partitions, in order."""
    gathered: dict[str, list[SourceCounts]] = {}
    for part in parts:
        for source, counts in part.items():
            gathered.setdefault(source, []).append(counts)
    return {
        source: SourceCounts(
            sum(counts.applied for counts in gathered[source]),
            sum(counts.late for counts in gathered[source]),
            sum(counts.duplicates for counts in gathered[source]),
            sum_counts(counts.rejected for counts in gathered[source]),
            max(counts.skew_ms for counts in gathered[source]),
        )
        for source in sorted(gathered)
    }


class Part(msgspec.Struct):
    """One partition's part of the floor at `clock_ms`, overlay included: all that a floor is joined from."""

    partition: int
    clock_ms: Millis
    totals: dict[str, dict[Slice, Measures]]
    live: dict[Slice, Live]
    sources: dict[str, SourceCounts]
    slices: frozenset[Slice] = frozenset()
    """Every slice of which a pane is kept: it is shown although no window holds any of it."""
    queues_full: bool = False
    net: dict[Slice, Measures] = {}
    corrections: dict[Slice, Measures] = {}
    dropped_deltas: int = 0
    contacts: int = 0
    open_contacts: int = 0
    panes: int = 0
    overflowed: int = 0
    windows: tuple[str, ...] = ()
    """The site's own windows, of which there are totals too; of another worker's part it may be others than ours."""


def joined_live(parts: Sequence[Part]) -> dict[Slice, Live]:
    """Who is there, slice by slice, over all partitions."""
    gathered: dict[Slice, list[Live]] = {}
    for part in parts:
        for where, live in part.live.items():
            gathered.setdefault(where, []).append(live)
    return {where: sum_live(lives) for where, lives in gathered.items()}


def sum_live(lives: Sequence[Live]) -> Live:
    """Several slices, or partitions, as one."""
    return Live(
        sum(live.waiting for live in lives),
        max((live.longest_wait_ms for live in lives), default=0),
        sum(live.waiting_past_threshold for live in lives),
        sum(live.open for live in lives),
        sum_counts(live.overdue for live in lives),
        sum_counts(live.at_risk for live in lives),
        sum(live.age_ms for live in lives),
        max((live.oldest_ms for live in lives), default=0),
        {
            clock: max(live.oldest_overdue_ms.get(clock, 0) for live in lives)
            for clock in CLOCKS
            if any(clock in live.oldest_overdue_ms for live in lives)
        },
    )


def sum_counts(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by name, summed; what is zero is not named."""
    total: dict[str, int] = {}
    for count in counts:
        for name, number in count.items():
            if number:
                total[name] = total.get(name, 0) + number
    return total
