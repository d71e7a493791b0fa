"""What an audit says: the document, the table, and the first difference with those who are behind it."""

import importlib.util
import json
from collections.abc import AsyncIterator
from unittest.mock import create_autospec

import pytest

from agents.audit.auditor import Auditor, Readers, Source
from agents.audit.counted import EVERY, differences, promising
from agents.audit.reading import Reader, Span
from agents.audit.second_opinion import COUNTED, Sum, check_installed
from agents.audit.verdict import MOST_NAMED, Finding, Verdict, document
from agents.cli import run
from agents.cli.audit_tables import print_audit
from agents.kafka import Connection
from stream.audit.comparison import Difference
from stream.audit.scope import WHOLE
from stream.audit.tracing import BEGIN_CONTACTS, PanePlace, Share, Trace
from stream.errors import FloorwatchError
from stream.measures import coordinate, histogram_base
from stream.panes import COARSE
from stream.partition import Partition
from stream.policies import Policies, Policy, PolicyVersion
from stream.restore import Restored
from stream.site import QueueRules, QueueVersion, Site, default_version
from stream.units import SECOND
from tests.core.one_contact import SALES, at
from tests.core.one_log import queued, record
from tests.shell.own_process import own_process

OFFERED, WAITED = coordinate("offered"), coordinate("wait_ms", by_entry=True)
PLACE = PanePlace(COARSE.length_ms, at(0), SALES)


def found(behind: int = 2) -> Verdict:
    """Return the verdict on a partition with a spoilt pane."""
    shares = {f"c{n}": Share({OFFERED: 1, WAITED: 500}, [n, n + 10]) for n in range(behind)}
    parts: dict[object, tuple[object, object]] = {OFFERED: (3, 2), WAITED: (1_000, 1_500)}
    verdict = Verdict("contact.events", 1, 40, 0, 41, 7, 5, 90, remarks=["something is left out"])
    verdict.found(Finding(Difference("pane", "sales, voice", parts, PLACE), shares), more=4)
    return verdict


def test_the_document_names_pane_windows_measures_and_who_is_behind() -> None:
    """All that is needed to look further."""
    told = document([found(), Verdict("agent.events", 1)], Site())
    first = told["partitions"][0]["first_difference"]

    assert (5, [5, 0]) == (told["differences"], [one["differences"] for one in told["partitions"]])
    assert {"panes": 7, "subjects": 5, "sums_in_sql": 90} == told["partitions"][0]["compared"]
    assert ("2026-03-02T10:00:00Z", "2026-03-02T10:05:00Z", ["today"]) == (
        *(first["from"], first["to"]),
        first["windows"],
    )
    assert {"queue": "sales", "channel": "voice"} == first["slice"]
    assert [
        {"measure": "offered", "attribution": "event", "kept": 3, "folded_again": 2},
        {"measure": "wait_ms", "attribution": "entry", "kept": 1_000, "folded_again": 1_500},
    ] == first["unlike"]
    assert {"name": "c1", "contributes": {"offered": 1, "wait_ms": 500}, "offsets": [1, 11]} == first["behind"][1]
    assert json.loads(json.dumps(told)) == told


def test_of_many_who_are_behind_it_some_are_named_and_all_are_counted() -> None:
    """A pane of a busy queue has hundreds."""
    first = document([found(MOST_NAMED + 3)], Site())["partitions"][0]["first_difference"]

    assert (MOST_NAMED, MOST_NAMED + 3) == (len(first["behind"]), first["behind_in_all"])


def test_the_table_says_the_same_to_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, remarks, the difference, and the sum in the end."""
    print_audit(document([found()], Site()))
    shown = capsys.readouterr().out

    for text in (
        "contact.events[1]: something is left out",
        "first of 5: pane 2026-03-02T10:00:00Z to 2026-03-02T10:05:00Z (of today), queue sales, channel voice",
        "  offered by event: kept 3, folded again 2",
        "  behind it: c1 (offered 1, wait_ms 500), offsets 1, 11",
        "5 differences",
    ):
        assert text in shown


def test_without_any_difference_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to count noughts."""
    print_audit(document([Verdict("contact.events", 0, 3, 0, 4, 1, 1, None)], Site()))

    assert "no difference" in capsys.readouterr().out


def test_where_nothing_was_compared_it_does_not_say_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is kept, or no record of it is left."""
    print_audit(document([Verdict("contact.events", 0, 41, 42)], Site()))

    assert capsys.readouterr().out.endswith("\nnothing was compared\n")


@pytest.mark.parametrize(
    ("applied", "records", "status"),
    [((41, -1), (0, 0), 1), ((41, 7), (0, 8), 0), ((-1, -1), (0, 0), 0)],
)
def test_an_audit_in_vain_fails(
    applied: tuple[int, ...], records: tuple[int, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks from a wrong instant on learns it; a floor of which nothing is kept yet is as it should be."""

    async def audited(*_asked: object) -> AsyncIterator[Verdict]:
        for number, (offset, read) in enumerate(zip(applied, records, strict=True)):
            yield Verdict("contact.events", number, offset, records=read)

    monkeypatch.setattr("agents.audit.floor.audit", audited)
    with own_process(monkeypatch):
        assert run(["audit", "--json"]) == status


@pytest.mark.parametrize(
    ("through", "from_ms", "remark"),
    [
        (41, None, "all records of which it is made are gone from the source"),
        (41, at(0), "nothing is left to compare from 2026-03-02T10:00:00Z on"),
        (-1, at(0), "nothing is kept yet"),
    ],
)
async def test_why_nothing_was_compared_is_told(
    through: int, from_ms: int | None, remark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records that are gone are another matter than an instant after all of them."""

    async def no_rows(*_asked: object) -> dict[bytes, bytes]:
        return {}

    monkeypatch.setattr("agents.audit.auditor.read_rows", no_rows)
    sources = create_autospec(Reader)
    sources.span.return_value = Span(42, 42, from_ms)
    partition = Partition(Site(), 0)
    partition.applied_offset = through
    source = Source("t", "s", "id", "d", 1, BEGIN_CONTACTS, lambda *_rows, **_known: Restored(partition, [], None))
    auditor = Auditor(Connection(""), Readers(sources, sources), Site(), from_ms=from_ms)

    assert (await auditor.audit(source, 0)).remarks == [remark]


def test_a_bin_of_a_spread_has_its_number() -> None:
    """It is one part of a histogram."""
    verdict = Verdict("t", 0)
    verdict.found(Finding(Difference("pane", "", {histogram_base("wait") + 7: (1, 0)}, PLACE)))
    (part,) = document([verdict], Site())["partitions"][0]["first_difference"]["unlike"]

    assert "wait[7]" == part["measure"]


def answered() -> Partition:
    """Return a partition with one caller who is answered after nine seconds."""
    partition = BEGIN_CONTACTS(Site(), 0, Trace())
    partition.fold([queued(0), record(1, "answered", 9)])
    assert isinstance(partition, Partition)
    return partition


def test_what_sql_counts_otherwise_is_a_difference() -> None:
    """Vector by vector; a pane that SQL alone has is one too."""
    kept = answered()
    sql = {
        Sum(level, at(0), "sales", "voice", measure): amount
        for level in (10 * SECOND, COARSE.length_ms)
        for measure, amount in (kept.panes.measures_at(level, at(0), SALES) or {}).items()
        if measure in COUNTED
    }
    wrong = sql | {Sum(COARSE.length_ms, at(0), "sales", "voice", OFFERED): 2}
    counted = [one for one in differences(kept, wrong, WHOLE) if OFFERED in one.parts]

    assert [] == list(differences(kept, sql, WHOLE))
    assert [Difference("sql", "sales, voice", {OFFERED: (1, 2)}, PLACE)] == counted


def test_sql_knows_no_promises_but_those_of_nobody() -> None:
    """A threshold of its own, a calendar, a policy: what depends on them is not compared on that channel."""
    standard, own = default_version("voice"), QueueVersion(30 * SECOND, 0)
    of = [Site(queues=(QueueRules("sales", "voice", "UTC", (one,)),)) for one in (standard, own)]
    policy = Policies((Policy("all", (PolicyVersion(),)),))

    assert [frozenset(), {"voice"}] == [promising(site) for site in of]
    assert {EVERY} == promising(Site(policies=policy))


def test_without_duckdb_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the way without it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FloorwatchError) as missing:
        check_installed()

    assert "duckdb: is not installed: pip install 'floorwatch[audit]', or --engine-only" in str(missing.value)
