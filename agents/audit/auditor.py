"""One partition audited: what its worker keeps at an offset, against its source folded again up to that offset."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from agents.audit import counted
from agents.audit.dump import Add, Dump
from agents.audit.lines import Lines
from agents.audit.reading import Reader, Span
from agents.audit.verdict import Finding, Verdict
from agents.dead_letters import ReadRecord, decode
from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.lane.quarantine import ENGINE_ERROR
from stream.audit.comparison import Difference, compared, differences
from stream.audit.scope import Scope, scope_of
from stream.audit.tracing import Begin, Folding, Share, Trace
from stream.crew.partition import CrewPartition
from stream.intake import Refused
from stream.partition import Partition
from stream.restore import Restore, Restored
from stream.site import Site
from stream.units import Millis, format_instant

Kept: TypeAlias = Restored[Partition] | Restored[CrewPartition]

_READINGS: Final = 3
"""How often the rows are read where some are missing: a compaction beside us may take one whose successor is unread."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source topic with the topic of its state, and how its partitions begin and come back."""

    topic: str
    state: str
    topic_id: str
    dead_letters: str
    partitions: int
    begin: Begin
    restore: Restore[Partition] | Restore[CrewPartition]


class _Records(NamedTuple):
    """The records of one partition that are folded again, and those of them that are left out."""

    source: Source
    number: int
    span: Span
    quarantined: frozenset[int]


class _BrokenError(Exception):
    """The engine raises at a record that the worker has folded."""

    def __init__(self, offset: int, cause: Exception) -> None:
        super().__init__(offset)
        self.difference = Difference("engine", f"offset {offset}", {"outcome": ("folded", repr(cause))})


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads the sources, as workers do, and what reads only what is committed; both are told how fast."""

    sources: Reader
    letters: Reader


@dataclass(frozen=True, slots=True)
class Auditor:
    """Audits partitions one after the other; holds the state of one of them, twice, and never its records.

    `sql`: count in SQL too. `from_ms`: leave out what was written before. `dump`: where the records go besides.
    """

    connection: Connection
    readers: Readers
    site: Site
    sql: bool = True
    from_ms: Millis | None = None
    dump: Dump | None = None

    async def audit(self, source: Source, number: int) -> Verdict:
        """Audit one partition of a source."""
        verdict = Verdict(source.topic, number)
        kept = await self._kept(source, number)
        if kept.rebuild_reason is not None:
            verdict.found(Finding(Difference("state", "rows", {"usable": (kept.rebuild_reason, "yes")})))
            return verdict
        span = await self.readers.sources.span(source.topic, number, self.from_ms)
        through = verdict.applied_offset = kept.partition.applied_offset
        verdict.first_offset = span.first
        if through < span.first:
            verdict.remarks.append(self._nothing_of(through))
            return verdict
        quarantined = await self._quarantined(source, number, kept.partition)
        records = _Records(source, number, span._replace(end=through + 1), quarantined)
        try:
            await self._compare(records, verdict, kept.partition)
        except _BrokenError as broken:
            verdict.found(Finding(broken.difference))
        return verdict

    async def _compare(self, records: _Records, verdict: Verdict, kept: Folding) -> None:
        trace = Trace(cut_ms=records.span.cut_ms)
        verdict.records = records.span.end - records.span.first
        recording = nullcontext() if self.dump is None else self.dump.of(records.source.topic, records.number)
        with tempfile.TemporaryDirectory(prefix="floorwatch-audit-") as place:
            lines = Lines(Path(place), verdict.records) if self.sql and isinstance(kept, Partition) else None
            with recording as add:
                again = await self._folded(records, trace, lines, add)
            scope = scope_of(kept, again, trace, self.site)
            unlike: Iterator[Difference] = differences(kept, again, scope)
            if lines is not None and isinstance(kept, Partition):
                sql = await asyncio.to_thread(counted.count, lines, kept, Path(place))
                verdict.in_sql = len(sql)
                unlike = chain(unlike, counted.differences(kept, sql, scope))
        vectors, subjects = compared(kept, again, scope)
        verdict.vectors, verdict.subjects = vectors, subjects
        verdict.remarks += self._remarks(records, scope, kept)
        if scope.is_blind:
            verdict.records = 0  # that could be compared
        first = next(unlike, None)
        if first is not None:
            behind = await self._behind(records, first)
            verdict.found(Finding(first, behind), more=sum(1 for _ in unlike))

    async def _kept(self, source: Source, number: int) -> Kept:
        """What the rows of the state topic say: exactly the state after the offset in the row about the partition."""
        known = {"topic_id": source.topic_id, "partitions": source.partitions}
        for _ in range(_READINGS):
            rows = await read_rows(self.connection, source.state, number, lambda _done, _total: None)
            kept: Kept = source.restore(rows, self.site, number, **known)  # type: ignore[arg-type] # one type each
            if kept.rebuild_reason is None or not kept.rebuild_reason.startswith("the state topic holds"):
                break
        return kept

    async def _folded(
        self, records: _Records, trace: Trace, lines: Lines | None = None, add: Add | None = None
    ) -> Folding:
        source, number, span, quarantined = records
        again = source.begin(self.site, number, trace)
        async for lot in self.readers.sources.records(source.topic, number, span.first, span.end):
            for record in lot:
                trace.at(record.offset)
                if record.offset in quarantined:
                    again.refuse(record, ENGINE_ERROR)
                    refusal: str | None = ENGINE_ERROR
                else:
                    refused = _fold(again, record)
                    refusal = refused[0].reason if refused else None
                if lines is not None and isinstance(again, Partition):
                    lines.add(record, refusal, trace, again)
                if add is not None:
                    add(record, refusal)
        return again

    async def _quarantined(self, source: Source, number: int, kept: Folding) -> frozenset[int]:
        """The offsets of the records that the worker has left out because they broke the engine."""
        count = sum(counts.rejected.get(ENGINE_ERROR, 0) for counts in kept.sources.values())
        if not count:
            return frozenset()
        offsets = dict[int, None]()
        span = await self.readers.letters.span(source.dead_letters, number)
        async for lot in self.readers.letters.records(source.dead_letters, number, span.first, span.end):
            for letter in filter(None, map(decode, lot)):
                if (letter.reason, letter.topic) == (ENGINE_ERROR, source.topic):
                    offsets.pop(letter.offset, None)
                    offsets[letter.offset] = None
        # Those of a former generation come first; after a rebuild there may be fewer.
        return frozenset([*offsets][-count:])

    async def _behind(self, records: _Records, first: Difference) -> Mapping[str, Share]:
        """Who contributes to what differs, from a second reading of the same records."""
        source, number, span, _ = records
        if first.kind in {"contact", "agent"}:
            key, offsets = first.name.encode(), list[int]()
            async for lot in self.readers.sources.records(source.topic, number, span.first, span.end):
                offsets += [record.offset for record in lot if record.key == key]
            return {first.name: Share({}, offsets)}
        if first.place is None:
            return {}
        trace = Trace(watched=first.place)
        with suppress(_BrokenError):
            await self._folded(records, trace)
        return {
            name: Share({measure: share.measures.get(measure, 0) for measure in first.parts}, share.offsets)
            for name, share in trace.shares.items()
            if any(share.measures.get(measure) for measure in first.parts)
        }

    def _nothing_of(self, through: int) -> str:
        """Why there is no record to fold again."""
        if through < 0:
            return "nothing is kept yet"
        if self.from_ms is not None:
            return f"nothing is left to compare from {format_instant(self.from_ms)} on"
        return "all records of which it is made are gone from the source"

    def _remarks(self, records: _Records, scope: Scope, kept: Folding) -> Sequence[str]:
        """What was left out of the comparison, and why."""
        remarks = []
        if scope.is_blind:
            remarks.append("the newest of its records was not read or is gone: nothing can be compared")
        elif records.span.cut_ms is not None and scope.from_ms is not None:
            who = "contacts" if isinstance(kept, Partition) else "agents"
            begins, since = format_instant(records.span.cut_ms), format_instant(scope.from_ms)
            remarks.append(
                f"records before {begins} were not read or are gone: compared from {since} on, "
                f"without {scope.unsure:,} {who} that may have begun before"
            )
        if records.quarantined:
            remarks.append(f"without {len(records.quarantined):,} records that broke the engine (see dead-letters)")
        if self.sql and isinstance(kept, Partition) and (promised := counted.promising(kept.site)):
            where = "any channel" if counted.EVERY in promised else ", ".join(sorted(promised))
            remarks.append(
                f"SQL knows no targets and calendars of a site: not compared what depends on them on {where}"
            )
        return remarks


def _fold(again: Folding, record: ReadRecord) -> Sequence[Refused]:
    try:
        return again.fold([record])
    except Exception as error:
        raise _BrokenError(record.offset, error) from error
