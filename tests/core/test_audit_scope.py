"""What can be compared where the first records are gone: by slice as far as it is known, and from when on."""

import pytest

from stream.audit.scope import WHOLE, Scope, scope_of
from stream.audit.tracing import BEAT_MS, BEGIN_AGENTS, BEGIN_CONTACTS, Folding, PanePlace, Trace
from stream.measures import Slice, coordinate
from stream.panes import COARSE, FINE
from stream.site import Site
from stream.units import HOUR
from tests.core.one_contact import SALES, at
from tests.core.one_crew import NOON, told
from tests.core.one_log import Record, queued, record

SUPPORT, MAILS = ("support", "voice"), ("mails", "email")


def traced(records: list[Record], *, cut_s: float) -> tuple[Folding, Scope]:
    """A partition that has folded everything, and the scope after the records before the cut are gone."""
    kept, trace = BEGIN_CONTACTS(Site(), 0, Trace()), Trace(cut_ms=at(cut_s))
    kept.fold(records)
    again = BEGIN_CONTACTS(Site(), 0, trace)
    again.fold([one for one in records if one.timestamp >= at(cut_s)])
    return kept, scope_of(kept, again, trace, Site())


def pane(second: float, where: Slice = SALES, length_ms: int = FINE.length_ms) -> PanePlace:
    """The pane that holds an instant."""
    return PanePlace(length_ms, at(second) // length_ms * length_ms, where)


def test_without_a_cut_everything_is_compared() -> None:
    """The scope of a topic that still has its first record."""
    kept = BEGIN_CONTACTS(Site(), 0, Trace())

    assert WHOLE is scope_of(kept, kept, Trace(), Site())
    assert (True, True, True, True) == (WHOLE.is_whole, WHOLE.knows("x"), WHOLE.holds(pane(0)), WHOLE.trusts(0))


def test_a_caller_of_before_the_cut_blurs_its_own_queue_until_it_is_gone() -> None:
    """Up to its first word after the cut, and where it tells anything.

    c1 q   |cut|   c2 started    c1 answered
    0       60     400           605
    """
    story = [queued(0), record(1, "started", 400, contact="c2"), record(2, "answered", 605)]
    _, scope = traced(story, cut_s=60)

    assert [False, False, True] == [scope.holds(pane(second)) for second in (400, 605, 640)]
    assert [True, True] == [scope.holds(pane(second, SUPPORT)) for second in (400, 605)]
    assert (False, True) == (scope.knows("c1"), scope.knows("c2"))
    assert 1 == scope.unsure


def test_an_event_that_names_a_queue_may_have_moved_the_contact_there() -> None:
    """Then all queues of its channel are blurred."""
    _, scope = traced([queued(0), queued(1, 605, queue="support")], cut_s=60)

    assert [False, False, True] == [scope.holds(pane(605, where)) for where in (SALES, SUPPORT, MAILS)]


def test_a_long_pane_is_left_out_for_any_beat_in_it() -> None:
    """Five minutes hold thirty beats."""
    _, scope = traced([queued(0), record(1, "answered", 605)], cut_s=60)

    assert [False, True] == [scope.holds(pane(second, SALES, COARSE.length_ms)) for second in (650, 1_000)]


def test_who_is_closed_for_a_silence_that_began_before_the_cut_blurs_that_instant() -> None:
    """It tells nothing since, and counts all the same."""
    story = [queued(0), record(1, "started", 5 * 3_600, contact="c2")]
    _, scope = traced(story, cut_s=60)

    assert [False, True] == [scope.holds(pane(second)) for second in (4 * 3_600, 4 * 3_600 + 20)]
    assert not scope.knows("c1")


def test_panes_up_to_the_cut_are_not_compared() -> None:
    """Nor the one in which it lies."""
    _, scope = traced([record(0, "started", 0), record(1, "started", 100, contact="c2")], cut_s=95)

    assert [False, False, True] == [scope.holds(pane(second)) for second in (80, 90, 110)]


def test_where_somebody_may_be_forgotten_the_first_day_is_not_compared() -> None:
    """Who was silent at the cut may have been closed within a day, and nobody knows of it two days later."""
    story = [queued(0), record(1, "started", 2 * 24 * 3_600, contact="c2")]
    _, scope = traced(story, cut_s=60)

    assert at(60) + 24 * HOUR + BEAT_MS == scope.from_ms


@pytest.mark.parametrize(
    ("name", "trusted"),
    [("offered", True), ("sla_met.answer", True), ("sla_breached.answer", False), ("agents.offline", False)],
)
def test_what_counts_at_instants_that_nobody_tells_is_not_trusted(name: str, trusted: bool) -> None:  # noqa: FBT001 - the expectation
    """Deadlines of clocks, and the forgetting of who is offline."""
    assert trusted is Scope(at(0)).trusts(coordinate(name))


def test_agents_are_compared_once_nobody_can_have_vanished_unseen() -> None:
    """From the limit after the cut on."""
    site = Site(agent_limit_ms=HOUR)
    trace = Trace(cut_ms=NOON)
    kept = BEGIN_AGENTS(site, 0, trace)
    kept.fold([told(0, "al", NOON + 1_000, "available")])

    assert NOON + HOUR + BEAT_MS == scope_of(kept, kept, trace, site).from_ms


def test_who_never_named_queue_or_channel_blurs_only_what_counts_as_other() -> None:
    """One torn contact must not hide a whole floor."""
    _, scope = traced([record(0, "message", 0, **{"from": "customer"}), record(1, "ended", 605)], cut_s=60)

    assert [False, True] == [scope.holds(pane(605, where)) for where in (("other", "other"), SALES)]


def test_nothing_is_compared_where_the_newest_record_is_gone() -> None:
    """What came after it are copies of what came before, as `requeue` sends them: not even their senders are known."""
    copy = record(2, "started", 5, contact="c2", timestamp=at(90))
    records = [record(0, "started", 5, contact="c2"), queued(1, 60), copy, record(3, "ended", 30, timestamp=at(90))]
    _, scope = traced(records, cut_s=80)

    assert scope.is_blind
    assert not scope.holds(pane(2 * 60 * 60))
    assert not scope.knows("c2")
    _, scope = traced([*records, queued(4, 95, "c3")], cut_s=80)
    assert not scope.is_blind
