"""Where the first records are gone: what is compared of a simulated floor is alike, wherever they end, and is much."""

from collections.abc import Iterable, Sequence

import pytest
from aiokafka import TopicPartition

from agents.audit.reading import Reader, _clock_of
from agents.simulate.encoding import AGENT_TOPIC, CONTACT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.audit.comparison import compared, differences
from stream.audit.scope import scope_of
from stream.audit.tracing import BEGIN_AGENTS, BEGIN_CONTACTS, Begin, Folding, Trace
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, parse_instant
from tests.oracle.noise import Noise, noisy
from tests.shell.lane_doubles import PlainRecord

SITE = Site(agent_limit_ms=30 * MINUTE)
YEAR = parse_instant("2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def told() -> dict[str, list[PlainRecord]]:
    """Return the records of a day by topic, as they arrive: late, twice and spoilt."""
    scenario = Scenario(start_at_ms=parse_instant("2026-03-02T00:00:00Z"), seed=2, rate=1, duration_s=30_000)
    noise = Noise(seed=2, delay_ms=30_000, duplicates=0.03, bad=0.002)
    topics: dict[str, list[PlainRecord]] = {CONTACT_TOPIC: [], AGENT_TOPIC: []}
    for sent in noisy(simulate(scenario), noise):
        records = topics[sent.topic]
        records.append(PlainRecord(len(records), sent.key, sent.value, sent.sent_at))
    return topics


@pytest.fixture(scope="module")
def contacts(told: dict[str, list[PlainRecord]]) -> Folding:
    """Return what is kept of all records of contacts."""
    return whole(told[CONTACT_TOPIC], BEGIN_CONTACTS)


@pytest.fixture(scope="module")
def agents(told: dict[str, list[PlainRecord]]) -> Folding:
    """Return what is kept of all records of agents."""
    return whole(told[AGENT_TOPIC], BEGIN_AGENTS)


def whole(records: Sequence[PlainRecord], begin: Begin) -> Folding:
    """Fold everything."""
    kept = begin(SITE, 0, Trace())
    kept.fold(records)
    return kept


def audited(
    kept: Folding, records: Sequence[PlainRecord], share_gone: float, begin: Begin
) -> tuple[list[object], float]:
    """Return the differences, and the share of all vectors that was compared."""
    first = int(len(records) * share_gone)
    rest = records[first:]
    trace = Trace(cut_ms=_clock_of(rest[:200]) if first else None)
    again = begin(SITE, 0, trace)
    for record in rest:
        trace.at(record.offset)
        again.fold([record])
    scope = scope_of(kept, again, trace, SITE)
    return list(differences(kept, again, scope)), compared(kept, again, scope).vectors / len(kept.panes)


@pytest.mark.parametrize("share", [0, 0.1, 0.35, 0.5, 0.7])
def test_contacts_that_began_before_the_cut_make_no_difference(
    told: dict[str, list[PlainRecord]], contacts: Folding, share: float
) -> None:
    """Of the panes behind the cut most can be compared, since most contacts tell of their start."""
    found, vectors = audited(contacts, told[CONTACT_TOPIC], share, BEGIN_CONTACTS)

    assert [] == found[:5]
    assert vectors == 1 if share == 0 else vectors > (1 - share) / 4


@pytest.mark.parametrize("share", [0, 0.3, 0.6])
def test_agents_who_stood_somewhere_before_the_cut_make_no_difference(
    told: dict[str, list[PlainRecord]], agents: Folding, share: float
) -> None:
    """Nothing says of an agent that there was no record before."""
    found, vectors = audited(agents, told[AGENT_TOPIC], share, BEGIN_AGENTS)

    assert [] == found[:5]
    assert vectors == 1 if share == 0 else vectors > 0


def test_a_time_that_nobody_believes_does_not_move_the_cut() -> None:
    """The record of a day ahead was rejected; of one that cannot be read there is the time of the log alone."""
    records = [
        PlainRecord(n, b"c", b'{"type":"contact.ended","contact":"c","time":%d}' % at_ms, 9 * HOUR + YEAR)
        for n, at_ms in enumerate((8 * HOUR + YEAR, 2 * DAY + YEAR))
    ]

    assert 8 * HOUR + YEAR == _clock_of(records)
    assert 9 * HOUR + YEAR == _clock_of([PlainRecord(0, b"c", b"{", 9 * HOUR + YEAR)])


class _Topic:
    """A partition of five records, of which Kafka is asked for no instant."""

    async def beginning_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the first offset of each."""
        return dict.fromkeys(partitions, 0)

    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the offset after the last record of each."""
        return dict.fromkeys(partitions, 5)


async def test_what_was_written_since_before_1970_is_everything() -> None:
    """Kafka takes no such instant, and no record is older."""
    reader = Reader(_Topic(), 0, lambda _count: None)

    assert (0, 5, None) == await reader.span("contact.events", 0, parse_instant("1969-12-31T00:00:00Z"))
