"""Agents of one partition: what each record becomes, what is settled, and what is shown of all."""

from collections import Counter

import pytest

from stream.crew.agent import MAX_SLOTS
from stream.crew.memory import MOST_RECENT
from stream.crew.partition import MAX_GROUPS, CrewPartition
from stream.intake import Refused
from stream.measures import coordinate
from stream.overlay import SourceCounts
from stream.site import QueueRules, Site, default_version
from stream.units import HOUR, MINUTE, SECOND
from tests.core.one_crew import NOON, crew, spent, told
from tests.core.one_log import Record, queued

NOWHERE = ("", "")


def test_time_in_a_state_is_split_at_the_edges_of_the_window() -> None:
    """Available since noon, on contact for two minutes of the last five.

    12:00 ── available ── 12:08 ── on contact ── 12:10 ── available ── 12:11
                    [12:06 ───────────── 5 min ─────────────────────────────)
    """
    partition = crew(
        told(0, "ann", NOON, "available"),
        told(1, "ann", NOON + 8 * MINUTE, "on_contact"),
        told(2, "ann", NOON + 10 * MINUTE, "available"),
    )
    part = partition.part(NOON + 11 * MINUTE)

    assert (2 * MINUTE, 3 * MINUTE) == (spent(part, "5m", "on_contact"), spent(part, "5m", "available"))
    assert (2 * MINUTE, 9 * MINUTE) == (spent(part, "1h", "on_contact"), spent(part, "1h", "available"))
    assert {NOWHERE: {"available": 1}} == part.now


def test_a_heartbeat_contributes_nothing() -> None:
    """The same state again, said by another event."""
    once = crew(told(0, "ann", NOON, "available", team="a", slots=2))
    panes = {start: dict(slices) for start, slices in once.panes.kept(10 * SECOND).items()}
    once.fold([told(1, "ann", NOON + MINUTE, "available", team="a"), told(2, "ann", NOON + HOUR, "available")])

    assert panes == once.panes.kept(10 * SECOND)
    assert 3 == once.sources[""].applied


def test_what_is_left_unsaid_stays() -> None:
    """Team, site, slots and queues hold until another event says otherwise."""
    partition = crew(
        told(0, "ann", NOON, "available", team="a", site="seoul", slots=3, queues=["sales", "help"]),
        told(1, "ann", NOON + MINUTE, "on_contact"),
        told(2, "ann", NOON + 2 * MINUTE, "on_contact", team="b"),
    )
    part = partition.part(NOON + 3 * MINUTE)

    assert {("b", "seoul"): {"on_contact": 1}} == part.now
    assert {"sales": {"on_contact": 1}, "help": {"on_contact": 1}} == part.queues
    assert MINUTE == spent(part, "5m", "on_contact", ("a", "seoul")) == spent(part, "5m", "on_contact", ("b", "seoul"))
    assert 3 * MINUTE == part.totals["5m"]["b", "seoul"][coordinate("slot_ms")]


def test_what_an_event_that_comes_late_leaves_unsaid_was_said_before_it() -> None:
    """By whichever event said it last; what it says itself holds after it too.

    12:00 ── team a, seoul ── 12:01 ── team b ── 12:02 ── (late) meeting in busan ── 12:03 ── break ── 12:04
    """
    partition = crew(
        told(0, "ann", NOON, "available", team="a", site="seoul", slots=3, queues=["sales"]),
        told(1, "ann", NOON + MINUTE, "available", team="b"),
        told(2, "ann", NOON + 90 * SECOND, "available"),
        told(3, "ann", NOON + 3 * MINUTE, "break"),
    )
    partition.fold([told(4, "ann", NOON + 2 * MINUTE, "meeting", site="busan", timestamp=NOON + 3 * MINUTE)])
    part = partition.part(NOON + 4 * MINUTE)

    assert MINUTE == spent(part, "5m", "available", ("a", "seoul")) == spent(part, "5m", "available", ("b", "seoul"))
    assert MINUTE == spent(part, "5m", "meeting", ("b", "busan")) == spent(part, "5m", "break", ("b", "busan"))
    assert 3 * MINUTE == part.totals["5m"]["b", "seoul"][coordinate("slot_ms")]
    assert ({("b", "busan"): {"break": 1}}, {"sales": {"break": 1}}) == (part.now, part.queues)


@pytest.mark.parametrize(("slots", "counted"), [(0, 0), (-4, 0), (7, 7), (10**15, MAX_SLOTS)])
def test_slots_beyond_reason_are_cut(slots: int, counted: int) -> None:
    """Sums stay small enough to be kept, and nobody offers less than nothing."""
    part = crew(told(0, "ann", NOON, "available", slots=slots)).part(NOON + MINUTE)

    assert counted * MINUTE == part.totals["5m"][NOWHERE].get(coordinate("slot_ms"), 0)


def test_behind_what_is_settled_is_late_and_a_copy_is_a_copy() -> None:
    """The settling horizon is fifteen minutes behind the agent's newest event."""
    first, second = told(0, "ann", NOON, "available", id="1"), told(1, "ann", NOON + 20 * MINUTE, "break", id="2")
    partition = crew(first, second)
    now = NOON + 20 * MINUTE
    refused = partition.fold(
        [told(2, "ann", NOON - 1, "away", id="3", timestamp=now), told(3, "ann", NOON, "available", id="1")]
    )

    assert [Refused(2, "late", "")] == refused
    assert SourceCounts(applied=2, late=1, duplicates=1) == partition.sources[""]


def test_an_agent_keeps_no_more_events_than_fit_its_row() -> None:
    """The older half settles, however young: an event among them is late, one after them finds its place."""
    partition = crew(*(told(n, "ann", NOON + n * SECOND, "available", slots=n % 5) for n in range(MOST_RECENT + 1)))
    ann, last = partition.memory.agents["ann"], NOON + MOST_RECENT * SECOND
    kept, settled_at = len(ann.recent), NOON + MOST_RECENT // 2 * SECOND
    late = told(MOST_RECENT + 1, "ann", settled_at, "break", timestamp=last)
    between = told(MOST_RECENT + 2, "ann", settled_at + 1, "break", timestamp=last)

    assert (MOST_RECENT // 2, settled_at) == (kept, ann.settled_at)
    assert [Refused(MOST_RECENT + 1, "late", "")] == partition.fold([late, between])
    assert SECOND - 1 == spent(partition.part(last), "5m", "break")


def test_events_of_an_agent_of_one_instant_settle_together() -> None:
    """However many there are; the next one of a later instant is applied as ever."""
    partition = crew(*(told(n, "ann", NOON, "available", id=str(n)) for n in range(MOST_RECENT + 1)))
    ann = partition.memory.agents["ann"]
    kept = list(ann.recent)
    refused = partition.fold(
        [
            told(MOST_RECENT + 1, "ann", NOON, "break", id="x"),
            told(MOST_RECENT + 2, "ann", NOON + MINUTE, "break"),
        ]
    )

    assert ([], NOON) == (kept, ann.settled_at)
    assert [Refused(MOST_RECENT + 1, "late", "")] == refused
    assert {NOWHERE: {"break": 1}} == partition.part(NOON + MINUTE).now
    assert MINUTE == spent(partition.part(NOON + MINUTE), "5m", "available")


@pytest.mark.parametrize(
    ("reason", "refused"),
    [
        ("not_json", Record(0, NOON, b"ann", b"{")),
        ("missing_field", Record(0, NOON, b"ann", b'{"type":"agent.state","time":1767614400000,"agent":"ann"}')),
        ("key_mismatch", told(0, "ann", NOON, "available", key=b"bob")),
        ("key_mismatch", queued(0)),
        ("time_too_far_ahead", told(0, "ann", NOON, "available", timestamp=NOON - 5 * MINUTE - 1)),
    ],
)
def test_each_rejected_record_comes_back_with_its_reason(reason: str, refused: Record) -> None:
    """It moves nothing but the offset; an event about a contact does not belong here."""
    partition = CrewPartition(Site(), 0)

    assert [reason] == [one.reason for one in partition.fold([refused])]
    assert (0, 0, 0) == (partition.applied_offset, partition.log_clock_ms, partition.dirty_rows)


def test_teams_beyond_the_limit_count_as_other() -> None:
    """The number of slices does not grow without end, and nobody is lost."""
    records = [told(n, f"a{n}", NOON + n, "available", team=f"t{n}") for n in range(MAX_GROUPS + 3)]
    part = crew(*records).part(NOON + MINUTE)
    teams = Counter({team: now["available"] for (team, _), now in part.now.items()})

    assert (3, MAX_GROUPS + 3) == (teams["other"], teams.total())


def test_queues_of_agents_beyond_the_limit_count_as_other() -> None:
    """But for configured ones, however many others were told of before."""
    site = Site(queues=(QueueRules("sales", "voice", "UTC", (default_version("voice"),)),))
    partition = CrewPartition(site, 0)
    partition.fold(
        [
            told(0, "ann", NOON, "available", queues=[f"q{n}" for n in range(MAX_GROUPS)]),
            told(1, "bob", NOON + 1, "available", queues=["x", "y", "sales", "q1"]),
        ]
    )
    bob = partition.memory.agents["bob"].standing

    assert bob is not None
    assert ("other", "sales", "q1") == bob.queues
    assert {"agent_queue"} == partition.full


def test_who_lists_queues_that_are_not_configured_is_there_for_other_once() -> None:
    """As the contacts of these queues count there; without configuration every queue stands for itself."""
    site = Site(queues=(QueueRules("sales", "voice", "UTC", (default_version("voice"),)),))
    record = told(0, "ann", NOON, "available", queues=["x", "y", "sales"])
    configured, learned = (crew(record, site=of).part(NOON + MINUTE).queues for of in (site, Site()))

    assert {"other": {"available": 1}, "sales": {"available": 1}} == configured
    assert {"x": {"available": 1}, "y": {"available": 1}, "sales": {"available": 1}} == learned


def test_an_event_ahead_of_the_clock_is_not_shown_yet() -> None:
    """The floor is read at a whole second, in the middle of the running pane."""
    partition = crew(told(0, "ann", NOON, "available"), told(1, "ann", NOON + MINUTE + 700, "on_contact"))
    part = partition.part(NOON + MINUTE)

    assert {NOWHERE: {"available": 1}} == part.now
    assert (MINUTE, 0) == (spent(part, "5m", "available"), spent(part, "5m", "on_contact"))


def test_each_stay_in_paid_states_is_counted_once() -> None:
    """From available to a break is one stay; who goes and comes back makes another."""
    states = ("available", "break", "available", "offline", "available")
    partition = crew(*(told(n, "ann", NOON + n * MINUTE, state) for n, state in enumerate(states)))

    assert 2 == partition.part(NOON + 5 * MINUTE).totals["1h"][NOWHERE][coordinate("presences")]


def test_a_window_of_the_site_splits_time_at_its_own_edges() -> None:
    """It begins with a pane of five minutes: two hours before 14:05 at 14:07, which is 122 minutes ago.

    12:00 ── available ── 13:00 ── on contact ── 13:30 ── available ── 14:07
                 [12:05 ─────────────────── 2h ───────────────────────────)
    """
    partition = crew(
        told(0, "ann", NOON, "available"),
        told(1, "ann", NOON + HOUR, "on_contact"),
        told(2, "ann", NOON + 90 * MINUTE, "available"),
    )
    partition.part(NOON + 127 * MINUTE)
    partition.adopt(Site(windows=("2h",)))
    part = partition.part(NOON + 127 * MINUTE)

    assert (30 * MINUTE, 92 * MINUTE) == (spent(part, "2h", "on_contact"), spent(part, "2h", "available"))
    assert ("2h",) == part.windows
