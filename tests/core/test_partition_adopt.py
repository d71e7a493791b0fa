"""A partition goes on by another site: what begins later begins, and what was folded stays as it is."""

import pytest
from msgspec.structs import replace

from stream.measures import coordinate
from stream.partition import MAX_LABELS, Partition
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.restore import restore
from stream.site import QueueRules, QueueVersion, Site
from stream.units import HOUR, MINUTE, SECOND
from tests.core.one_contact import SALES, at
from tests.core.one_log import Record, queued, record
from tests.laws.twins import kept, shown

NOW = QueueVersion(20 * SECOND, 5 * SECOND)
LATER = QueueVersion(60 * SECOND, 0, from_ms=at(600))
POLICY = Policy("gold", (PolicyVersion(match=Match(tier=("gold",)), terms={"answer": ClockTerms(target_ms=HOUR)}),))
WITHIN, OFFERED = coordinate("answered_within"), coordinate("offered")


def site(*versions: QueueVersion, **others: object) -> Site:
    """A site with one queue, whose skew is five minutes."""
    return Site(queues=(QueueRules("sales", "voice", "UTC", versions),), **others)  # type: ignore[arg-type]


BEFORE, AFTER = site(NOW), site(NOW, LATER)
EARLY = (queued(0), record(1, "answered", 30), queued(2, 100, "c2"), record(3, "answered", 115, contact="c2"))
"""The log clock stands at 1:55 after these, so that what begins after 6:55 can still be adopted."""
LATE = (queued(4, 599, "c3"), record(5, "answered", 640, contact="c3"), queued(6, 600, "c4"))
LAST = (
    *(record(7, "answered", 641, contact="c4"), queued(8, 642, "c5")),
    *(record(9, "updated", 20, tier="gold"), record(10, "updated", 620, contact="c4", tier="gold")),
)


def folded(by: Site, *records: Record) -> Partition:
    """A partition that has folded these."""
    partition = Partition(by, 0)
    partition.topic_id, partition.partitions = "t", 1
    partition.fold(records)
    return partition


def test_a_later_version_that_is_adopted_is_as_if_it_had_been_there_from_the_start() -> None:
    """Contacts that go on, contacts that are folded again, windows and the fingerprint of the next checkpoint."""
    whole, adopting = folded(AFTER, *EARLY), folded(BEFORE, *EARLY)
    for partition in (whole, adopting):
        partition.part(at(120))
    adopting.adopt(AFTER)
    for partition in (whole, adopting):
        partition.fold(LATE)
        partition.part(at(640))
        partition.fold(LAST)

    assert kept(whole) == kept(adopting)
    assert shown(whole, at(663)) == shown(adopting, at(663))
    assert dict(whole.changes()) == dict(adopting.changes())
    # Two answers in time out of four: 15 s by the version before, 41 s by the one that has begun.
    assert 2 == adopting.part(at(664)).totals["1h"][SALES][WITHIN]


def test_a_value_that_a_later_version_names_is_one_of_many_until_that_begins() -> None:
    """Beyond the values that are kept apart it counts as other; by the new site too, whenever that was adopted."""
    last = f"p{MAX_LABELS}"
    priorities = [queued(n, 1, f"c{n}", priority=f"p{n}") for n in range(MAX_LABELS + 1)]
    terms = {"answer": ClockTerms(target_ms=HOUR)}
    begun = Policy("usual", (PolicyVersion(terms=terms),))
    naming = PolicyVersion(match=Match(priority=(last,)), terms=terms, from_ms=at(600))
    before, after = (
        site(NOW, labels=("queue", "channel", "priority"), policies=Policies((Policy("usual", versions),)))
        for versions in (begun.versions, (*begun.versions, naming))
    )
    whole, adopting = folded(after, *priorities), folded(before, *priorities)
    adopting.adopt(after)
    for partition in (whole, adopting):
        partition.fold([queued(900, 700, "late", priority=last)])

    assert kept(whole) == kept(adopting)
    assert dict(whole.changes()) == dict(adopting.changes())
    assert {("sales", "voice", "other"), ("sales", "voice", last)} <= whole.part(at(701)).totals["1h"].keys()


def test_what_the_old_site_wrote_is_gone_on_with_by_the_new_one() -> None:
    """A worker that is killed before its next checkpoint restores, and does not build anew."""
    partition = folded(BEFORE, *EARLY)
    rows = {key: value for key, value in partition.changes() if value is not None}
    again = restore(rows, AFTER, 0, topic_id="t", partitions=1)

    assert again.rebuild_reason is None
    assert partition.fits(AFTER)


@pytest.mark.parametrize(
    "other",
    [
        replace(BEFORE, name="Seoul"),
        replace(BEFORE, windows=("2h",)),
        site(NOW, replace(LATER, from_ms=at(115) + 5 * MINUTE + 1)),
        site(NOW, LATER, replace(LATER, from_ms=at(9_000), service_level_threshold_ms=1)),
    ],
    ids=["a name", "windows", "a version just beyond the skew", "two versions"],
)
def test_what_has_shaped_nothing_yet_may_be_another(other: Site) -> None:
    """Names, and versions that begin later than any event that was folded."""
    partition = folded(BEFORE, *EARLY)
    partition.adopt(other)

    assert other is partition.site
    assert other is partition.memory.site


@pytest.mark.parametrize(
    "other",
    [
        site(replace(NOW, service_level_threshold_ms=21 * SECOND)),
        site(NOW, replace(LATER, from_ms=at(115) + 5 * MINUTE)),
        site(NOW, time_zone="Asia/Seoul"),
        replace(BEFORE, queues=(QueueRules("sales", "voice", "Asia/Seoul", (NOW,)),)),
        replace(BEFORE, queues=(*BEFORE.queues, QueueRules("care", "voice", "UTC", (NOW,)))),
        replace(BEFORE, policies=Policies((POLICY,))),
        replace(BEFORE, allowed_skew_ms=4 * MINUTE),
        Site(),
    ],
    ids=["threshold", "within the skew", "zone", "zone of a queue", "queue", "policy", "skew", "no queues"],
)
def test_what_may_have_shaped_something_is_refused(other: Site) -> None:
    """Nothing is changed by it."""
    partition = folded(BEFORE, *EARLY)
    assert not partition.fits(other)

    with pytest.raises(ValueError, match="partition 0 has been folded by other rules"):
        partition.adopt(other)
    assert BEFORE is partition.site
    assert BEFORE is partition.memory.site


def test_a_window_of_the_site_has_its_figures_as_soon_as_it_is_adopted() -> None:
    """Of all that was folded before; callers past the threshold who still wait count in it as in the others."""
    later = (*LATE, queued(11, 7_500, "c9"))
    wide, partition = replace(BEFORE, windows=("2h", "125m")), folded(BEFORE, *EARLY, *later)
    before = partition.part(at(7_550))
    partition.adopt(wide)
    adopted, always = partition.part(at(7_550)), folded(wide, *EARLY, *later).part(at(7_550))
    partition.adopt(BEFORE)

    assert always == adopted
    assert (("2h", "125m"), {"2h", "125m"}) == (adopted.windows, adopted.totals.keys() - before.totals.keys())
    assert [1, 3, 5] == [adopted.totals[window][SALES][OFFERED] for window in ("1h", "2h", "125m")]
    assert [2] * 3 == [adopted.totals[window][SALES][coordinate("waiting_late")] for window in ("1h", "2h", "125m")]
    assert before == partition.part(at(7_550))
