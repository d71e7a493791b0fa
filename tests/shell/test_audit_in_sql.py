"""What SQL counts of records that sources really send, beside what the engine keeps of them: always the same."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from agents.audit.counted import count, differences
from agents.audit.lines import Lines
from agents.audit.second_opinion import Sum
from stream.audit.scope import WHOLE
from stream.audit.tracing import BEGIN_CONTACTS, Trace
from stream.codec import MAX_BYTES
from stream.measures import coordinate
from stream.panes import COARSE
from stream.partition import Partition
from stream.site import QueueRules, Site, default_version
from tests.core.one_contact import at
from tests.core.one_log import Record, queued, record
from tests.shell.lane_doubles import PlainRecord

OFFERED = coordinate("offered")
STANDARD = Site()


def sql_beside(folder: Path, records: Sequence[Record], site: Site = STANDARD) -> Counter[Sum]:
    """Fold records and return what SQL counts of them, which is the same."""
    trace = Trace()
    kept, lines = BEGIN_CONTACTS(site, 0, trace), Lines(folder, len(records))
    assert isinstance(kept, Partition)
    for told in (PlainRecord(one.offset, one.key, one.value, one.timestamp) for one in records):
        refused = kept.fold([told])
        lines.add(told, refused[0].reason if refused else None, trace, kept)
    counted = count(lines, kept, folder)
    assert [] == list(differences(kept, counted, WHOLE))
    return counted


@pytest.mark.parametrize("named", [{}, {"channel": "voice"}])
def test_sql_has_each_contribution_on_the_channel_on_which_it_is(tmp_path: Path, named: dict[str, str]) -> None:
    """Where a contact names none, on that of each queue; where it names another one, what is promised is left out."""
    queues = (("sales", "voice"), ("help", "chat"), ("back office", "email"))
    site = Site(queues=tuple(QueueRules(name, on, "UTC", (default_version(on),)) for name, on in queues))
    records = [
        *(record(0, "queued", 0, queue="help", **named), record(1, "message", 1, **{"from": "customer"})),
        *(record(2, "answered", 30), record(3, "message", 40, **{"from": "agent"}), record(4, "transferred", 50)),
        *(record(5, "queued", 50, queue="sales"), record(6, "updated", 60, queue="back office")),
        *(record(7, "answered", 95), record(8, "ended", 160), record(9, "wrapped", 170)),
    ]
    sql = sql_beside(tmp_path, records, site)

    assert 30_000 == sql[Sum(COARSE.length_ms, at(0), "help", named.get("channel", "chat"), coordinate("wait_ms"))]
    assert 1 == sql[Sum(COARSE.length_ms, at(0), "back office", named.get("channel", "email"), coordinate("answered"))]


@pytest.mark.parametrize(
    "spoilt",
    [
        *({"public": "maybe"}, {"public": "maybe", "queue": None}, {"queue": ""}, {"queue": "x" * 129}, {"tier": 1}),
        *({"channel": "telepathy"}, {"contact": "x" * 129}, {"entry": "x" * 129}, {"direction": "sideways"}),
        *({"time": "2026-03-02T24:00:00Z"}, {"time": 1 << 63}, {"time": 1 << 63, "queue": None}),
    ],
)
def test_what_is_refused_counts_in_sql_no_more_than_anywhere(tmp_path: Path, spoilt: dict[str, object]) -> None:
    """Which words, lengths and times are none is not SQL's to know, and nothing of that kind ends an audit."""
    other = {"contact": "c2", "queue": "sales", "channel": "voice"}
    counted = sql_beside(tmp_path, [queued(0), record(1, "queued", 0, **(other | spoilt))])

    assert 1 == counted[Sum(COARSE.length_ms, at(0), "sales", "voice", OFFERED)]


@pytest.mark.parametrize("time", ["2026-03-02 10:00:00Z", "2026-03-02T10:00:00z", "2026-03-02T11:00:00+0100"])
def test_times_are_those_that_the_engine_reads(tmp_path: Path, time: str) -> None:
    """However they are written."""
    counted = sql_beside(tmp_path, [queued(0, time=time)])

    assert 1 == counted[Sum(COARSE.length_ms, at(0), "sales", "voice", OFFERED)]


@pytest.mark.parametrize("name", ["source", "channel", "direction", "agent", "from", "reason", "by", "entry"])
def test_to_tell_null_is_to_tell_nothing(tmp_path: Path, name: str) -> None:
    """Many a source writes every member that it knows, whether it has a value or not."""
    counted = sql_beside(tmp_path, [record(0, "queued", 0, queue="sales", **{name: None})])

    assert 1 == counted[Sum(COARSE.length_ms, at(0), "sales", "other", OFFERED)]


@pytest.mark.parametrize("again", [{"x": 1}, {"agent": None}, {"time": "2026-03-02T10:00:05Z"}])
def test_without_an_id_the_same_content_is_the_same_event(tmp_path: Path, again: dict[str, object]) -> None:
    """However it is written, and whatever stands beside what is known."""
    counted = sql_beside(tmp_path, [queued(0), record(1, "offered", 5), record(2, "offered", 5, **again)])

    assert 1 == counted[Sum(COARSE.length_ms, at(0), "sales", "voice", coordinate("offers"))]


@pytest.mark.parametrize(
    "ids", [({}, {}), ({}, {"id": "1"}), ({"id": "1"}, {}), ({"id": "1", "source": "b"}, {"id": "1\0a"})]
)
@pytest.mark.parametrize("queues", [("sales", "help"), ("help", "sales")])
def test_of_two_events_of_an_instant_the_same_one_comes_first(
    tmp_path: Path, ids: Sequence[dict[str, object]], queues: Sequence[str]
) -> None:
    """Which of two queues a contact entered last decides where it was answered, and content has no natural order."""
    entries = [
        record(n, "queued", 0, queue=queue, channel="voice", **told)
        for n, (queue, told) in enumerate(zip(queues, ids, strict=True))
    ]
    counted = sql_beside(tmp_path, [*entries, record(2, "answered", 20)])

    answered = coordinate("answered")
    assert 1 == sum(counted[Sum(COARSE.length_ms, at(0), queue, "voice", answered)] for queue in queues)


def test_an_empty_source_is_none(tmp_path: Path) -> None:
    """So that both are the same event."""
    counted = sql_beside(
        tmp_path, [queued(0), record(1, "offered", 5, id="a"), record(2, "offered", 5, id="a", source="")]
    )

    assert 1 == counted[Sum(COARSE.length_ms, at(0), "sales", "voice", coordinate("offers"))]


@pytest.mark.parametrize("name", [b"x", b"data"])
@pytest.mark.parametrize("odd", [b"1e400", b'"\xff"', b"[" * 500 + b"]" * 500, b"9" * 40])
def test_what_stands_where_nobody_reads_does_not_matter(tmp_path: Path, odd: bytes, name: bytes) -> None:
    """Be it no number, or no text."""
    whole = queued(0)
    told = whole._replace(value=(whole.value or b"")[:-1] + b',"%b":%b}' % (name, odd))

    assert 1 == sql_beside(tmp_path, [told])[Sum(COARSE.length_ms, at(0), "sales", "voice", OFFERED)]


def test_a_record_of_the_greatest_size_counts(tmp_path: Path) -> None:
    """Though its line is longer than any record may be."""
    whole = queued(0)
    room = MAX_BYTES - len(whole.value or b"") - len(b',"x":""')
    told = queued(0, x="x" * room)

    assert MAX_BYTES == len(told.value or b"")
    assert 1 == sql_beside(tmp_path, [told])[Sum(COARSE.length_ms, at(0), "sales", "voice", OFFERED)]
