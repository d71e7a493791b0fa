"""The whole floor audited: every partition of the contacts and of the agents, one after the other."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from agents.audit.auditor import Auditor, Readers, Source
from agents.audit.dump import Dump
from agents.audit.reading import Reader, Step, reading
from agents.audit.second_opinion import check_installed
from agents.audit.verdict import Verdict
from agents.settings.connection import connection_of, topic_names
from agents.settings.runtime import Settings
from agents.topics import prepare
from stream.audit.tracing import BEGIN_AGENTS, BEGIN_CONTACTS
from stream.errors import ConfigurationError
from stream.restore import restore, restore_crew
from stream.site import Site
from stream.units import Millis

_FREELY: Final = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What to audit: these partitions (none: all), what was written from an instant on; at most `rate` records/s.

    `dump`: where the records are written besides.
    """

    partitions: Collection[int] = ()
    from_ms: Millis | None = None
    sql: bool = True
    rate: int = _FREELY
    dump: Dump | None = None


async def audit(settings: Settings, site: Site, asked: Asked, expect: Step, step: Step) -> AsyncIterator[Verdict]:
    """The verdict on each partition; makes and changes nothing.

    `expect` is told about how many records there are to be read, `step` of each lot that was. Raises FloorwatchError
    where DuckDB is missing, TopicError where the topics are, ConfigurationError for a partition that there is none of.
    """
    if asked.sql:
        check_installed()
    connection = connection_of(settings)
    async with (
        reading(connection, rate=asked.rate, step=step) as reader,
        reading(connection, rate=asked.rate, step=_ignored, isolation="read_committed") as letters,
    ):
        sources = await _sources(settings)
        numbers = _numbers(asked, sources[0])
        expect(await _records(reader, sources, numbers, asked.from_ms))
        readers = Readers(reader, letters)
        auditor = Auditor(connection, readers, site, sql=asked.sql, from_ms=asked.from_ms, dump=asked.dump)
        for source in sources:
            for number in numbers:
                yield await auditor.audit(source, number)


def _numbers(asked: Asked, source: Source) -> Sequence[int]:
    for number in asked.partitions:
        if number >= source.partitions:
            reason = f"{source.topic} has {source.partitions} partitions, and {number} is none of them"
            raise ConfigurationError("command line", "--partition", reason)
    return sorted(set(asked.partitions)) or range(source.partitions)


async def _sources(settings: Settings) -> tuple[Source, Source]:
    connection, names = connection_of(settings), topic_names(settings)
    prepared = await prepare(connection, names, partitions=settings.partitions, create=False)
    contacts, agents = (prepared.topics[name].topic_id for name in names.sources)
    shared = (names.dead_letters, prepared.partitions)
    return (
        Source(names.contacts, names.contact_state, contacts, *shared, BEGIN_CONTACTS, restore),
        Source(names.agents, names.agent_state, agents, *shared, BEGIN_AGENTS, restore_crew),
    )


async def _records(reader: Reader, sources: Sequence[Source], numbers: Sequence[int], from_ms: Millis | None) -> int:
    spans = [await reader.span(source.topic, number, from_ms) for source in sources for number in numbers]
    return sum(span.end - span.first for span in spans)


def _ignored(_count: int) -> None:
    """Letters are not what a person waits for."""
