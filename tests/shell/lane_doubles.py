"""Stand-ins for what surrounds a lane: an engine that only counts, a log in memory, a group that answers as told."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.dead_letters import DeadLetter, ReadRecord
from agents.lane.errors import Fenced
from agents.lane.ports import Progress, Row, Rows

META = b"meta"
BAD = b"bad"


@dataclass(frozen=True)
class PlainRecord:
    """A record as a test writes it."""

    offset: int
    key: bytes | None = b"k"
    value: bytes | None = b"1"
    timestamp: int = 0
    headers: Sequence[tuple[str, bytes | None]] = ()


@dataclass(frozen=True)
class Refused:
    """A record that the counting partition did not want."""

    offset: int
    reason: str


class CountingPartition:
    """Counts records by key, each as often as it is folded: folding one twice or never shows in the rows."""

    def __init__(self, counts: Mapping[bytes, int] | None = None, applied_offset: int = -1, folded: int = 0) -> None:
        """Begin with what was counted before."""
        self.counts = Counter(counts or {})
        self.applied_offset = applied_offset
        self.folded = folded
        self._dirty: set[bytes] = set()

    @property
    def dirty_rows(self) -> int:
        """How many counts have changed."""
        return len(self._dirty)

    def fold(self, records: Sequence[ReadRecord]) -> list[Refused]:
        """Count the records; values that begin with "bad" are refused."""
        refused = []
        for record in records:
            if record.offset <= self.applied_offset:
                continue
            self.applied_offset = record.offset
            self.folded += 1
            if record.value is None or record.value.startswith(BAD):
                refused.append(Refused(record.offset, "bad_value"))
                continue
            key = b"k|" + (record.key or b"")
            self.counts[key] += 1
            self._dirty.add(key)
        return refused

    def refuse(self, record: ReadRecord, reason: str) -> Refused | None:
        """Pass a record over."""
        if record.offset <= self.applied_offset:
            return None
        self.applied_offset = record.offset
        return Refused(record.offset, reason)

    def changes(self) -> list[Row]:
        """Return the changed counts and the meta row."""
        rows: list[Row] = [(key, b"%d" % self.counts[key]) for key in sorted(self._dirty)]
        self._dirty.clear()
        meta = {"S": self.applied_offset, "folded": self.folded}
        return [*rows, (META, json.dumps(meta).encode())]


@dataclass(frozen=True)
class RestoredCounts:
    """What rows have become."""

    partition: CountingPartition
    stale_keys: Sequence[bytes] = ()
    rebuild_reason: str | None = None


def restore(rows: Mapping[bytes, bytes], number: int) -> RestoredCounts:
    """Build the counting partition from its rows; a row "old|…" is one to be deleted."""
    del number
    meta = json.loads(rows.get(META, b'{"S": -1, "folded": 0}'))
    counts = {key: int(value) for key, value in rows.items() if key.startswith(b"k|")}
    stale = sorted(key for key in rows if key.startswith(b"old|"))
    return RestoredCounts(CountingPartition(counts, meta["S"], meta["folded"]), stale)


@dataclass
class MemoryLog:
    """A state log in memory, with fencing, and failures on demand."""

    durable: bool = True
    rows: dict[int, dict[bytes, bytes]] = field(default_factory=dict)
    letters: dict[int, list[DeadLetter]] = field(default_factory=dict)
    owners: dict[int, "MemoryWriter"] = field(default_factory=dict)
    opened: int = 0
    commits: int = 0
    closed: int = 0

    async def open(self, partition: int) -> "MemoryWriter":
        """Become the only writer."""
        self.opened += 1
        self.owners[partition] = MemoryWriter(self, partition)
        return self.owners[partition]

    async def read(self, partition: int, progress: Progress) -> Mapping[bytes, bytes]:
        """Return the rows."""
        rows = dict(self.rows.get(partition, {}))
        progress(len(rows), len(rows))
        return rows


class MemoryWriter:
    """Writes into a MemoryLog until another is opened."""

    def __init__(self, log: MemoryLog, partition: int) -> None:
        """Begin."""
        self._log = log
        self._partition = partition

    async def commit(self, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        """Keep all or nothing."""
        if self._log.owners.get(self._partition) is not self:
            raise Fenced("another writer was opened")
        self._log.commits += 1
        kept = self._log.rows.setdefault(self._partition, {})
        for key, value in rows:
            if value is None:
                kept.pop(key, None)
            else:
                kept[key] = value
        self._log.letters.setdefault(self._partition, []).extend(letters)

    async def close(self) -> None:
        """Let go."""
        self._log.closed += 1


@dataclass
class Group:
    """A group that answers as told."""

    ours: bool = True
    asked: int = 0
    silent: int = 0
    there: bool = True
    refuses: str | None = None

    def silent_ms(self) -> int:
        """For how long the group has been silent."""
        return self.silent

    def is_there(self) -> bool:
        """Whether it is known who speaks for it."""
        return self.there

    def refusal(self) -> str | None:
        """What it has against the worker."""
        return self.refuses

    async def confirm(self, partition: int) -> bool:
        """Answer."""
        del partition
        self.asked += 1
        return self.ours
