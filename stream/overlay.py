"""What one partition shows at an instant: its windows and what time alone has decided about its open contacts."""

from collections.abc import Mapping, Sequence

import msgspec

from stream.measures import Measures, Slice, add
from stream.units import Millis


class Live(msgspec.Struct):
    """The contacts of one slice as they stand: counts, and the longest wait in ms (0: nobody waits)."""

    waiting: int = 0
    longest_wait_ms: Millis = 0
    waiting_past_threshold: int = 0
    open: int = 0
    overdue: dict[str, int] = {}
    at_risk: dict[str, int] = {}


class SourceCounts(msgspec.Struct):
    """What became of the records of one source; `skew_ms`: how far its times ran ahead of the broker's at most."""

    applied: int = 0
    late: int = 0
    duplicates: int = 0
    rejected: dict[str, int] = {}
    skew_ms: Millis = 0


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


def joined(parts: Sequence[Mapping[Slice, Measures]]) -> Mapping[Slice, Measures]:
    """The totals of several partitions together; a single one is returned as it is."""
    if len(parts) == 1:
        return parts[0]
    joined: dict[Slice, Measures] = {}
    for part in parts:
        for where, measures in part.items():
            if where in joined:
                add(joined[where], measures)
            else:
                joined[where] = dict(measures)
    return joined
