"""A partition: one outcome for each record, its clocks, its queues, and the part that it shows."""

from collections import Counter

import pytest

from stream.codec import MAX_BYTES, MAX_ID
from stream.intake import LONGEST_WAITING_MS, MAX_SOURCES, MOST_WAITING, Refused
from stream.measures import coordinate
from stream.overlay import Live, SourceCounts
from stream.panes import COARSE, FINE
from stream.partition import MAX_LABELS, Partition
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.restore import restore
from stream.site import OTHER, QueueRules, Site, default_version
from stream.units import HOUR, SECOND
from tests.core.one_contact import SALES, at
from tests.core.one_log import Record, queued, record

OFFERED = coordinate("offered")


def folded(*records: Record, site: Site | None = None) -> Partition:
    """A partition that has folded these."""
    partition = Partition(site or Site(), 0)
    partition.fold(records)
    return partition


def offered(partition: Partition) -> dict[str, int]:
    """How many entries each queue was offered."""
    total: Counter[str] = Counter()
    for slices in partition.panes.kept(COARSE.length_ms).values():
        for where, measures in slices.items():
            total[where[0]] += measures.get(OFFERED, 0)
    return dict(total)


@pytest.mark.parametrize("count", [0, 1, MOST_WAITING - 1])
@pytest.mark.parametrize("after_s", [0, LONGEST_WAITING_MS // SECOND])
def test_panes_take_up_what_is_folded_when_it_is_time(count: int, after_s: int) -> None:
    """As soon as somebody asks for them; else after many records, or when the log clock has gone on."""
    partition = folded(queued(0), queued(1, 60, "c2"))  # the first of all are taken up at once
    partition.fold([queued(2, 120, "c2", queue="others")])
    partition.fold([record(3 + n, "updated", 60 + after_s, contact="c2", id=str(n)) for n in range(count)])
    untaken = partition.dirty_rows
    taken_up = count == MOST_WAITING - 1 or (count > 0 and after_s > 0)

    assert partition.panes
    assert taken_up == (untaken == partition.dirty_rows)


def test_records_up_to_the_applied_offset_are_skipped() -> None:
    """Read again after a hand-over, they change nothing, not even the counts."""
    partition = folded(queued(7), queued(8, 1, "c2"))
    partition.fold([queued(7), queued(8, 1, "c2"), queued(8, 2, "c3"), queued(11, 3, "c4")])

    assert (11, {"sales": 3}) == (partition.applied_offset, offered(partition))
    assert 3 == partition.sources[""].applied


@pytest.mark.parametrize(
    ("reason", "source", "refused"),
    [
        ("not_json", "", Record(5, at(0), b"c1", b"{")),
        ("not_json", "", Record(5, at(0), b"c1", None)),
        ("too_large", "", Record(5, at(0), b"c1", b" " * (MAX_BYTES + 1))),
        ("not_an_object", "", Record(5, at(0), b"c1", b"7")),
        ("unknown_type", "pbx", record(5, "danced", source="pbx")),
        ("missing_field", "pbx", record(5, "queued", source="pbx")),
        ("bad_time", "pbx", record(5, "ended", time="soon", source="pbx")),
        ("bad_field", "pbx", record(5, "ended", by="nobody", source="pbx")),
        ("time_too_far_ahead", "pbx", record(5, "ended", 300.001, timestamp=at(0), source="pbx")),
        ("time_too_far_ahead", "pbx", record(5, "ended", 301, timestamp=at(0), key=b"c2", source="pbx")),
        ("key_mismatch", "pbx", record(5, "ended", key=b"c2", source="pbx")),
        ("key_mismatch", "", record(5, "ended", key=None)),
        ("key_mismatch", "", record(5, "ended", key=b"\xff")),
        ("key_mismatch", "", record(5, type="agent.state", agent="c1", state="break")),
    ],
)
def test_each_rejected_record_comes_back_with_its_reason(reason: str, source: str, refused: Record) -> None:
    """It is counted under its source, and moves nothing but the offset."""
    partition = Partition(Site(), 0)

    assert [Refused(5, reason, source)] == partition.fold([refused])
    assert {source: SourceCounts(rejected={reason: 1})} == partition.sources
    assert (5, 0, 0, 0) == (
        partition.applied_offset,
        partition.log_clock_ms,
        partition.newest_event_ms,
        partition.dirty_rows,
    )


def test_an_event_just_within_the_allowed_skew_is_applied() -> None:
    """It moves the clock of events, but the log clock only as far as the broker's time."""
    partition = folded(queued(0, 300, timestamp=at(0)))

    assert (at(0), at(300)) == (partition.log_clock_ms, partition.newest_event_ms)
    assert SourceCounts(applied=1, skew_ms=300 * SECOND) == partition.sources[""]


def test_the_log_clock_never_goes_back() -> None:
    """It is the greatest of what is the lesser of event time and timestamp."""
    partition = folded(queued(0, 10, timestamp=at(60)), queued(1, 5, "c2", timestamp=at(70)))

    assert (at(10), at(10)) == (partition.log_clock_ms, partition.newest_event_ms)
    assert 0 == partition.sources[""].skew_ms


def test_the_log_clock_moves_before_an_event_is_judged() -> None:
    """By an event that is itself late, it closes and forgets what it passes."""
    late = record(1, "ended", 5 * 3600, contact="c2", timestamp=at(5 * 3600))
    partition = folded(queued(0), late)

    assert partition.memory.contacts["c1"].idle


def test_outcomes_are_counted_by_source() -> None:
    """Applied, duplicate and late; a late one comes back."""
    partition = Partition(Site(), 0)
    refused = partition.fold(
        [
            queued(0, 0, source="pbx", id="e1"),
            queued(1, 0, source="pbx", id="e1"),
            queued(2, 0, source="acd", id="e1"),
            record(3, "updated", 30 * 86_400, contact="c2"),
            queued(4, 1, "c3", source="pbx"),
        ]
    )

    assert [Refused(4, "late", "pbx")] == refused
    assert {
        "pbx": SourceCounts(applied=1, duplicates=1, late=1),
        "acd": SourceCounts(applied=1),
        "": SourceCounts(applied=1),
    } == partition.sources


def test_sources_beyond_the_limit_are_counted_together() -> None:
    """The number of series does not grow with what senders invent."""
    partition = folded(*(queued(n, n, f"c{n}", source=f"s{n}") for n in range(MAX_SOURCES + 5)))

    assert MAX_SOURCES + 1 == len(partition.sources)
    assert 5 == partition.sources[OTHER].applied
    assert {"source"} == partition.full


def test_labels_of_slices_beyond_the_limit_count_as_other() -> None:
    """But for those that a policy asks for; what is too long for a name is none."""
    match = Match(priority=("critical",))
    policy = Policy("p", (PolicyVersion(match=match, terms={"resolution": ClockTerms(target_ms=HOUR)}),))
    site = Site(labels=("queue", "channel", "priority", "topic"), policies=Policies((policy,)))
    partition = folded(
        queued(0, 0, "t", topic="t" * (MAX_ID + 1)),
        *(queued(n, n, f"c{n}", priority=f"p{n}") for n in range(1, MAX_LABELS + 4)),
        queued(MAX_LABELS + 4, 999, "c", priority="critical"),
        site=site,
    )
    priorities = Counter(where[2] for where in partition.panes.slices())

    assert MAX_LABELS + 3 == len(priorities)  # and critical, other and none
    assert {"critical", OTHER, "", "p1"} <= priorities.keys()
    assert {OTHER, ""} == {where[3] for where in partition.panes.slices()}
    assert (MAX_LABELS, 0) == (len(partition.labels["priority"]), len(partition.labels["topic"]))
    assert {"priority"} == partition.full


def test_learned_labels_are_part_of_the_state() -> None:
    """A restored partition goes on with the same ones."""
    site = Site(labels=("queue", "channel", "tier"))
    partition = folded(queued(0, 0, tier="gold"), site=site)
    rows = {key: value for key, value in partition.changes() if value is not None}
    again = restore(rows, site, 0, topic_id="", partitions=0).partition

    assert {"tier": {"gold"}} == again.labels == partition.labels


def test_queues_are_learned_from_what_is_applied() -> None:
    """In the order of the log; a copy or a late event teaches nothing, and beyond the limit there is `other`."""
    site = Site(max_queues=2)
    partition = folded(
        queued(0, 0, "c1", "sales", id="e"), queued(1, 1, "c1", "late", id="e"), queued(2, 2, "c2", "care"), site=site
    )
    assert ({"sales", "care"}, True) == (partition.queues, partition.queues_full)

    partition.fold([queued(3, 3, "c3", "billing"), queued(4, 4, "c4", "sales"), queued(5, 5, "c5", OTHER)])
    assert {"sales": 2, "care": 1, OTHER: 2} == offered(partition)
    assert {"sales", "care"} == partition.queues
    # Once for billing: neither what has a place nor what calls itself so is one too many.
    assert 1 == partition.part(at(6)).overflowed


def test_a_queue_called_other_takes_no_place() -> None:
    """It is where everything else goes anyway."""
    partition = folded(queued(0, queue=OTHER), site=Site(max_queues=1))

    assert (set(), False) == (partition.queues, partition.queues_full)


def test_configured_queues_are_all_there_are() -> None:
    """Never full; what is not listed is `other`."""
    site = Site(max_queues=1, queues=(QueueRules("sales", "voice", "UTC", (default_version("voice"),)),))
    partition = folded(queued(0), queued(1, 1, "c2", "care", id="e"), queued(2, 2, "c2", "care", id="e"), site=site)

    assert ({"sales": 1, OTHER: 1}, {"sales"}, False) == (
        offered(partition),
        partition.queues,
        partition.queues_full,
    )
    assert 1 == partition.part(at(3)).overflowed


def test_each_level_of_panes_has_the_same_contributions() -> None:
    """Ten seconds and five minutes."""
    partition = folded(queued(0, 15))

    assert {at(10)} == set(partition.panes.kept(FINE.length_ms))
    assert {at(0)} == set(partition.panes.kept(COARSE.length_ms))


def test_a_part_shows_windows_live_figures_and_sources() -> None:
    """With what time alone has decided; the log stands still."""
    partition = folded(queued(0))
    part = partition.part(at(30))

    late = coordinate("waiting_late")
    assert {SALES: Live(1, 30_000, 1, 1, {"answer": 1}, {}, 30_000, 30_000, {"answer": 10_000})} == part.live
    assert {"5m", "15m", "30m", "1h", "today", "today@floor"} == set(part.totals)
    assert [(1, 1)] * 6 == [(m[SALES][OFFERED], m[SALES][late]) for m in part.totals.values()]
    assert (0, at(30), 1, 1, 2, {"": SourceCounts(applied=1)}) == (
        part.partition,
        part.clock_ms,
        part.contacts,
        part.open_contacts,
        part.panes,
        part.sources,
    )


def test_the_windows_of_a_part_follow_what_is_folded_later() -> None:
    """From the first part on; the counts of an earlier part stay what they were."""
    partition = folded(queued(0))
    first = partition.part(at(30))
    partition.fold([queued(1, 31, "c2"), Record(2, at(31), b"", b"{")])
    second = partition.part(at(32))

    assert (2, 1) == (second.totals["5m"][SALES][OFFERED], first.sources[""].applied - 0)
    assert ({}, {"not_json": 1}) == (first.sources[""].rejected, second.sources[""].rejected)


def test_today_of_a_queue_is_its_own_day() -> None:
    """At 15:10 in UTC it is past midnight in Seoul, but not for the floor."""
    seoul = QueueRules("sales", "voice", "Asia/Seoul", (default_version("voice"),))
    care = QueueRules("care", "voice", "UTC", (default_version("voice"),))
    afternoon = 4 * 3600 + 3000  # 14:50
    partition = folded(
        queued(0, afternoon, "c1", "sales"),
        queued(1, afternoon, "c2", "care"),
        queued(2, afternoon + 1200, "c3", "sales"),
        site=Site(queues=(seoul, care)),
    )
    totals = partition.part(at(afternoon + 1230)).totals

    assert {"sales": 1, "care": 1} == {where[0]: m[OFFERED] for where, m in totals["today"].items()}
    assert {"sales": 2, "care": 1} == {where[0]: m[OFFERED] for where, m in totals["today@floor"].items()}


def test_dirty_rows_are_what_a_checkpoint_would_write() -> None:
    """A contact and two panes; written, there are none."""
    partition = folded(queued(0))
    assert 3 == partition.dirty_rows

    assert 4 == len(partition.changes())
    assert 0 == partition.dirty_rows


def test_what_comes_for_a_retired_pane_is_dropped_and_counted() -> None:
    """Ten-second panes are kept for two hours; the five-minute pane gets it."""
    partition = folded(queued(0), record(1, "answered", 3 * 3600))

    assert 2 == partition.panes.dropped
    assert 1 == partition.panes.kept(COARSE.length_ms)[at(0)][SALES][coordinate("answered", by_entry=True)]


def test_a_record_that_is_passed_over_is_counted_and_changes_nothing_else() -> None:
    """Not even the clocks, whatever it says; read again it is no news."""
    partition = folded(queued(7))
    before = (partition.log_clock_ms, partition.newest_event_ms, offered(partition), dict(partition.memory.contacts))
    refusals = [partition.refuse(queued(8, 600, "c2"), "engine_error") for _ in range(2)]
    after = (partition.log_clock_ms, partition.newest_event_ms, offered(partition), dict(partition.memory.contacts))

    assert [Refused(8, "engine_error", ""), None] == refusals
    assert (8, before) == (partition.applied_offset, after)
    assert {"": SourceCounts(applied=1, rejected={"engine_error": 1})} == partition.sources
