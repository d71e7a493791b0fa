"""What a trace notes while records are folded: outcomes, lives, who contributes, who may have begun before."""

from stream.audit.tracing import BEAT_MS, BEGIN_AGENTS, BEGIN_CONTACTS, PanePlace, Trace
from stream.measures import coordinate
from stream.panes import COARSE
from stream.partition import Partition
from stream.site import Site
from stream.units import HOUR
from tests.core.one_contact import SALES, at
from tests.core.one_crew import NOON, told
from tests.core.one_log import Record, queued, record

OFFERED, ANSWERED = coordinate("offered"), coordinate("answered")
DAYS = 30 * 24 * 3_600


def folded(trace: Trace, *records: Record) -> Partition:
    """A partition of contacts that is traced, one record after the other."""
    partition = BEGIN_CONTACTS(Site(), 0, trace)
    assert isinstance(partition, Partition)
    for one in records:
        trace.at(one.offset)
        partition.fold([one])
    return partition


def test_the_contributors_of_a_pane_are_named_with_their_records() -> None:
    """Of this pane and this slice alone; what was taken back is gone."""
    trace = Trace(watched=PanePlace(COARSE.length_ms, at(0), SALES))
    folded(
        trace,
        queued(0),
        queued(1, 1, "c2"),
        queued(2, 2, "c3", "support"),
        queued(3, 400, "c4"),
        record(4, "answered", 9),
    )

    assert {"c1": (1, 1), "c2": (1, 0)} == {
        name: (share.measures[OFFERED], share.measures.get(ANSWERED, 0)) for name, share in trace.shares.items()
    }
    assert [[0, 4], [1]] == [share.offsets for share in trace.shares.values()]


def test_what_silence_does_is_contributed_by_who_was_silent() -> None:
    """The call of another contact moves the clock past the limit of the first."""
    closed_at = at(4 * 3_600)
    place = PanePlace(COARSE.length_ms, closed_at // COARSE.length_ms * COARSE.length_ms, SALES)
    trace = Trace(watched=place)
    folded(trace, queued(0), queued(1, 5 * 3_600, "c2"))

    assert ["c1"] == list(trace.shares)


def test_each_record_has_its_verdict_and_the_life_that_it_belongs_to() -> None:
    """Forgotten and back, a contact has another life, named by the offset of its first record; so nothing piles up."""
    trace, seen = Trace(), []
    partition = BEGIN_CONTACTS(Site(), 0, trace)
    ended = record(1, "ended", 9, id="e")
    for one in (queued(0, id="q"), ended, ended._replace(offset=2), queued(3, DAYS, "c2"), queued(4, DAYS + 1)):
        trace.at(one.offset)
        partition.fold([one])
        seen.append((trace.verdict, trace.life))
    trace.at(5)
    partition.fold([Record(5, at(0), b"c1", b"{")])

    assert [("applied", 0), ("applied", 0), ("duplicate", 0), ("applied", 3), ("applied", 4)] == seen
    assert (None, -1) == (trace.verdict, trace.life)
    assert {"c1": 4, "c2": 3} == trace._lives  # noqa: SLF001 - that it does not grow is the point


def test_who_tells_of_a_start_behind_the_cut_has_all_records() -> None:
    """Also where something later was delivered first; a start before the cut may have had company."""
    trace = Trace(cut_ms=at(10))
    folded(
        trace,
        queued(0, 20),
        record(1, "started", 19),
        record(2, "started", 5, contact="c2"),
        queued(3, 30, "c3"),
    )

    assert ({"c1"}, {"c2", "c3"}) == (trace.begun, set(trace.unsure))


def test_after_a_long_silence_a_call_is_another_one() -> None:
    """Four hours after the cut no call of before can still be open; a mail can."""
    trace = Trace(cut_ms=at(0))
    mail = record(1, "queued", 5 * 3_600, contact="mail", queue="mails", channel="email")
    folded(trace, queued(0, 5 * 3_600, "call"), mail)

    assert ({"call"}, {"mail"}) == (trace.begun, set(trace.unsure))
    assert trace.unsure["mail"].queues


def test_the_beats_of_who_is_unsure_are_noted_with_what_its_silence_may_do() -> None:
    """Its events, and what comes of them after the limits of all channels."""
    trace = Trace(cut_ms=at(0))
    folded(trace, queued(0, 30))
    beats = trace.unsure["c1"].beats

    assert {at(30) // BEAT_MS, (at(30) + 4 * HOUR) // BEAT_MS} <= beats
    assert at(60) // BEAT_MS not in beats


def test_how_an_agent_stands_is_known_once_it_has_said_everything() -> None:
    """After that, what it did before matters no more."""
    trace = Trace(cut_ms=NOON)
    partition = BEGIN_AGENTS(Site(), 0, trace)
    everything = {"team": "north", "site": "s", "slots": 2}
    for one in (
        told(0, "al", NOON + 60_000, "available"),
        told(1, "al", NOON + 120_000, "break", **everything),
        told(2, "al", NOON + 180_000, "available", **everything),
    ):
        trace.at(one.offset)
        partition.fold([one])
    noted = [(NOON + minute * 60_000) // BEAT_MS in trace.unsure["al"].beats for minute in (1, 2, 3)]

    assert [True, True, False] == noted
