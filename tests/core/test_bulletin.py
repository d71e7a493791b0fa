"""What workers tell each other: parts on the wire, what has changed since a whole one, and who has read further."""

from typing import TypeVar, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.alarms.alarm import Alarm, Evidence, Key
from stream.bulletin import (
    Bulletin,
    Reach,
    Totals,
    applied,
    changes,
    completed,
    decode,
    distinct,
    encode,
    form_of,
    readable,
    snapshot,
)
from stream.crew.partition import CrewPart
from stream.measures import Slice
from stream.overlay import Live, Part, SourceCounts
from stream.site import QueueRules, Site, default_version

SALES: Slice = ("sales", "voice")
HELP: Slice = ("help", "chat")
P = TypeVar("P", Part, CrewPart)
FORM = form_of(Site())
ALARM = Alarm(
    key=Key("long_wait", (("channel", "voice"), ("queue", "sales"))),
    kpi="longest_wait",
    title="Somebody waits long",
    window="now",
    unit="s",
    state="warning",
    since_ms=5,
    raised_ms=4,
    evidence=Evidence(5, 70.5, None, None, 3, 60.0),
)


def part(**totals: dict[Slice, dict[int, int]]) -> Part:
    """Return a part of partition 3 with all that travels."""
    return Part(
        partition=3,
        clock_ms=9_000,
        totals=dict(totals),
        live={SALES: Live(waiting=1, overdue={"answer": 1}, oldest_overdue_ms={"answer": 7})},
        sources={"pbx": SourceCounts(applied=2, rejected={"bad_time": 1})},
        slices=frozenset({SALES, HELP}),
        queues_full=True,
        contacts=4,
    )


def told(of: P, base: int | None = None) -> Bulletin[P]:
    """Return a bulletin of a part."""
    return Bulletin(
        form=FORM,
        topic_id="t",
        sender="me",
        number=7,
        base=base,
        sent_ms=10_000,
        reach=Reach(1, 500, 9_000),
        state="caught_up",
        clock_at_ms=9_005,
        newest_ms=8_990,
        part=of,
        alarms=(ALARM,),
    )


def received(sent: Bulletin[Part]) -> Bulletin[Part]:
    """Return what comes out of the bytes."""
    return cast("Bulletin[Part]", decode("contacts", encode(sent)))


def test_a_part_of_contacts_survives_its_journey() -> None:
    """With everything that a floor is built of, and how the alarms stand."""
    sent = told(part(**{"5m": {SALES: {0: 2, 4096: 1}}, "today": {}, "today@floor": {HELP: {0: 1}}}))

    assert sent == received(sent)


def test_a_part_of_agents_survives_its_journey() -> None:
    """Whose slices are teams and sites."""
    where: Slice = ("sales", "")
    states, totals = {where: {"available": 1}}, {"5m": {where: {0: 2}}}
    people = CrewPart(3, 9_000, totals, states, {"sales": {"available": 1}}, {}, frozenset({where}))

    assert told(people) == decode("agents", encode(told(people)))
    assert people == snapshot(people)
    assert people.totals["5m"][where] is not snapshot(people).totals["5m"][where]


def test_a_day_that_is_the_floors_travels_once() -> None:
    """On a floor of one time zone the two are the same; they come back as two, and may be read as two."""
    day = {SALES: {place: place for place in range(1, 400)}}
    both = part(today=day, **{"today@floor": day})
    apart = part(today=dict(day), **{"today@floor": day})

    assert len(encode(told(apart))) - len(encode(told(both))) > 1_000
    assert both == completed(received(told(both)), None)


def test_a_day_that_is_nobodys_yet_does_not_become_the_floors() -> None:
    """Where queues have days of their own, theirs may be empty and the floor's not."""
    own = part(today={}, **{"today@floor": {SALES: {0: 1}}})
    whole = received(told(own))
    changed = msgspec.structs.replace(own, totals=changes(distinct(own), distinct(own)))

    assert own == completed(whole, None)
    assert own == completed(told(changed, base=7), whole.part.totals)


def test_a_snapshot_stands_still() -> None:
    """What the part shares with the panes goes on changing; what only metrics read stays behind."""
    measures = {0: 1}
    taken = part(**{"5m": {SALES: measures}})
    taken.net[SALES] = {0: 1}
    kept = snapshot(taken)
    measures[0] = 2

    assert {"5m": {SALES: {0: 1}}} == kept.totals
    assert {} == kept.net
    assert {SALES: {0: 1}} == taken.net


def test_changes_name_what_differs_and_what_is_gone() -> None:
    """A number that is gone is nought, a slice without any is no slice any more, what is the same is not named."""
    before = {"5m": {SALES: {0: 1, 2: 5}, HELP: {0: 3}}, "1h": {SALES: {0: 9}}}
    now = {"5m": {SALES: {0: 1, 2: 6, 4: 1}}, "1h": {SALES: {0: 9}}}
    changed = changes(before, now)

    assert {"5m": {SALES: {2: 6, 4: 1}, HELP: {0: 0}}} == changed
    assert now == applied(before, changed)
    assert 5 == before["5m"][SALES][2]


cells = st.dictionaries(st.integers(0, 5), st.integers(1, 3), min_size=1)
totals = st.fixed_dictionaries(
    {window: st.dictionaries(st.sampled_from([SALES, HELP]), cells) for window in ("5m", "today@floor")}
)


@given(totals, totals)
def test_what_has_changed_laid_over_what_was_is_what_is(before: Totals, now: Totals) -> None:
    """Whatever the two are, also when the changes have travelled."""
    travelled = received(told(part(**changes(before, now)), base=7))

    assert now == applied(before, travelled.part.totals)


def test_who_has_read_further_is_the_truer() -> None:
    """First by the state's generation, then by the log, then by the clock."""
    ascending = [Reach(0, 900, 50), Reach(0, 901, 10), Reach(0, 901, 20), Reach(1, 5, 0)]

    assert ascending == sorted([ascending[2], ascending[0], ascending[3], ascending[1]])


@pytest.mark.parametrize("value", [b"", b"\xc1", msgspec.msgpack.encode({}), msgspec.msgpack.encode(["another", 1])])
def test_what_another_version_tells_is_not_read(value: bytes) -> None:
    """Its numbers may mean something else."""
    assert not readable(value, FORM)


def test_what_this_version_tells_is_read() -> None:
    """Unless it is not what it says it is."""
    value = encode(told(part()))

    assert readable(value, FORM)
    assert not readable(value[:-3], FORM)
    with pytest.raises(msgspec.MsgspecError):
        decode("agents", value)


def queue(name: str, time_zone: str, day_start_minutes: int = 0) -> QueueRules:
    """Return a queue with a day of its own."""
    return QueueRules(name, "voice", time_zone, (default_version("voice"),), day_start_minutes)


SEOUL, LIMA = (queue("sales", zone) for zone in ("Asia/Seoul", "America/Lima"))
ELSEWHERE = (
    Site(labels=("queue", "channel", "priority")),
    Site(labels=("channel", "queue")),
    Site(time_zone="Asia/Seoul"),
    Site(day_start_minutes=360),
    Site(queues=(SEOUL,)),
    Site(queues=(LIMA,)),
    Site(queues=(SEOUL, queue("help", "America/Lima"))),
    Site(queues=(LIMA, queue("help", "Asia/Seoul"))),
)


def test_what_is_counted_apart_and_by_other_days_is_of_another_form() -> None:
    """Slices with other labels have another shape, and another day's today is not ours, be it one queue's alone."""
    forms = {form_of(site) for site in (Site(), *ELSEWHERE)}

    assert 1 + len(ELSEWHERE) == len(forms)


def test_what_parts_do_not_hold_does_not_change_their_form() -> None:
    """Names, promises, and the order in which queues are written; nor does a day that is named and the floor's."""
    same = Site(name="Seoul", queues=(msgspec.structs.replace(SEOUL, time_zone="UTC"),), max_queues=3)
    two = (SEOUL, queue("help", "America/Lima"))

    assert FORM == form_of(same)
    assert form_of(Site(queues=two)) == form_of(Site(queues=two[::-1]))
