"""The share of records that were rejected lately: a source that changes its format must not go unnoticed."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from stream.overlay import SourceCounts
from stream.units import MINUTE, Millis

OVER_MS: Final = 5 * MINUTE
LEAST_RECORDS: Final = 100
"""Of fewer records within that time no share is formed: one bad record of three is no trend."""

Place: TypeAlias = tuple[str, int]
"""A topic and a partition of it."""


class Read(NamedTuple):
    """How many records have been judged, and how many of them were rejected."""

    records: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the records of the last minutes were rejected."""

    rejected: int
    records: int

    @property
    def ratio(self) -> float:
        """Between 0 and 1."""
        return self.rejected / self.records


class RejectShare:
    """Looked at once a second with the counts of every partition, which begin anew where a memory was restored."""

    def __init__(self, limit: float = 0.01) -> None:
        """A share above `limit` is too much."""
        self.limit = limit
        self._known: dict[Place, Read] = {}
        self._steps: deque[tuple[Millis, Read]] = deque()

    def look(self, counts: Mapping[Place, Mapping[str, SourceCounts] | None], now_ms: Millis) -> None:
        """Take note of what has been judged since the last look; what is seen for the first time counts from now on.

        None stands for a partition of ours that has no memory: it is being restored.
        """
        found = {place: _read(sources) for place, sources in counts.items() if sources is not None}
        records = rejected = 0
        for place, read in found.items():
            known = self._known.get(place, read)
            records += max(0, read.records - known.records)
            rejected += max(0, read.rejected - known.rejected)
        # What is restored goes on from what it counted before; what another has read until a partition comes back is
        # nothing of the last minutes.
        self._known = {place: read for place, read in (self._known | found).items() if place in counts}
        if records:
            self._steps.append((now_ms, Read(records, rejected)))
        while self._steps and self._steps[0][0] <= now_ms - OVER_MS:
            self._steps.popleft()

    @property
    def share(self) -> Share | None:
        """The share of the last five minutes; None while there were too few records to speak of one."""
        records = sum(read.records for _, read in self._steps)
        if records < LEAST_RECORDS:
            return None
        return Share(sum(read.rejected for _, read in self._steps), records)

    @property
    def remark(self) -> str | None:
        """What a person should know: that more is rejected than should be."""
        share = self.share
        if share is None or share.ratio <= self.limit:
            return None
        return (
            f"{share.ratio:.1%} of the last {share.records:,} records were rejected, more than {self.limit:.1%}: "
            "floorwatch dead-letters list says why"
        )


def _read(sources: Mapping[str, SourceCounts]) -> Read:
    rejected = sum(sum(counts.rejected.values()) for counts in sources.values())
    others = sum(counts.applied + counts.late + counts.duplicates for counts in sources.values())
    return Read(others + rejected, rejected)
