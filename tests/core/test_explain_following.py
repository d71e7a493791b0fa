"""Records followed through the engine: each has its outcome and its reason, each contact its events."""

from stream.explain.following import Following, Heard
from stream.site import Site
from stream.units import DAY, MINUTE
from tests.core.one_contact import at
from tests.core.one_story import CALLER, followed, line

DAY_S = DAY / 1_000


def outcomes(following: Following) -> list[tuple[str, str]]:
    """What became of each record and why."""
    return [(told.outcome, told.reason.partition(":")[0]) for told in following.told]


def heard_at(second: float, value: bytes, key: bytes | None = b"c", offset: int = 0) -> Heard:
    """A record of a topic that the broker took so many seconds after ten."""
    return Heard(f"contacts[0]@{offset}", 0, offset, at(second), key, value)


def test_each_record_about_the_contact_is_told_in_the_order_of_arrival() -> None:
    """With its place, source and what it says; other contacts are not."""
    following = followed(
        [
            line("queued", 0, source="acd", id="1", **CALLER),
            line("queued", 0, "other", **CALLER),
            line("answered", 9, agent="a"),
        ],
        "c",
    )
    first, second = following.told

    assert (1, "day:1", "acd", "contact.queued", at(0), "applied", "") == (
        *(first.number, first.place, first.source, first.type, first.at_ms, first.outcome, first.reason),
    )
    assert CALLER == first.fields
    assert (2, "day:3", {"agent": "a"}) == (second.number, second.place, second.fields)
    assert 3 == following.records


def test_the_data_end_with_the_last_event_of_an_agent_too() -> None:
    """As those of a report do; one from too far ahead moves nothing, and none of them is a record of a contact."""
    state = b'{"type":"agent.state","agent":"a","state":"available","time":%d%s}'
    lines = [line("queued", 0, **CALLER), state % (at(60), b"")]
    lines.append(state % (at(90_000), b',"record":{"timestamp":%d,"partition":0}' % at(0)))
    following = followed(lines, "c")

    assert (at(60), 1, 1) == (following.clock_ms, following.records, len(following.told))


def test_a_copy_is_a_duplicate() -> None:
    """The same identity, told twice."""
    following = followed([line("queued", 0, **CALLER)] * 2, "c")

    assert [("applied", ""), ("duplicate", "an event of the same identity was applied before")] == outcomes(following)
    assert [1] == [len(life.events) for life in following.lives()]


def test_an_event_behind_what_is_settled_is_late() -> None:
    """The beginning is settled once the contact is sixteen minutes further."""
    lines = [line("queued", 0, **CALLER), line("answered", 5), line("held", 960), line("offered", 2)]

    assert ("late", "not later than what is settled, and older than the settling horizon") == outcomes(
        followed(lines, "c")
    )[-1]


def test_an_event_about_somebody_forgotten_is_late_for_a_worker_only() -> None:
    """Nine days after the end of a call nobody remembers it; a report has all the time in the world."""
    lines = [line("queued", 9 * DAY_S, "other", **CALLER), line("queued", 0, **CALLER)]
    worker = Following(Site(), "c")
    worker.hear([heard_at(9 * DAY_S, lines[0], b"other"), heard_at(9 * DAY_S, lines[1], offset=1)])

    assert [("late", "older than the contacts that are still remembered")] == outcomes(worker)
    assert [("applied", "")] == outcomes(followed(lines, "c"))


def test_who_comes_back_after_having_been_forgotten_has_a_second_life() -> None:
    """For a worker, which forgets; a report goes on with the first."""
    lines = [
        line("queued", 0, **CALLER),
        line("abandoned", 9),
        line("queued", 2 * DAY_S, "other", **CALLER),
        line("queued", 2 * DAY_S + 1, **CALLER),
    ]
    worker = Following(Site(), "c")
    keys = (b"c", b"c", b"other", b"c")
    seconds = (0.0, 9.0, 2 * DAY_S, 2 * DAY_S + 1)
    worker.hear(heard_at(seconds[n], lines[n], keys[n], n) for n in range(4))

    assert [2, 1] == [len(life.events) for life in worker.lives()]
    assert [3] == [len(life.events) for life in followed(lines, "c").lives()]


def test_what_is_refused_is_told_with_its_reason() -> None:
    """A missing member, a wrong time, a torn line that names the contact; those that name another are not told."""
    lines = [
        line("queued", 0),
        b'{"type":"contact.ended","contact":"c","time":"soon"}',
        b'{"type":"contact.ended","contact":"c","ti',
        b'{"type":"contact.ended","contact":"d","ti',
        b'{"type":"contact.ended","contact":"d","time":1,"agent":"c"}',
        b'{"type":"contact.queued","contact":"c"}',
    ]

    assert ["missing_field: queue", 'bad_time: "soon"', "not_json", "missing_field: time"] == [
        told.reason.split(": Input")[0] for told in followed(lines, "c").told
    ]


def test_a_worker_refuses_a_wrong_key_and_a_time_too_far_ahead() -> None:
    """A record under our key that is about another, one about us under another key, one of tomorrow."""
    following = Following(Site(), "c")
    following.hear(
        [
            heard_at(0, line("queued", 0, "d", **CALLER)),
            heard_at(0, line("queued", 0, "e", **CALLER), b"e", 1),
            heard_at(0, line("queued", DAY_S, **CALLER), b"c", 2),
            Heard("contacts[0]@3", 0, 3, at(0), b"c", None),
        ]
    )

    assert [
        ("rejected", "key_mismatch"),
        ("rejected", "time_too_far_ahead"),
        ("rejected", "not_json"),
    ] == outcomes(following)
    assert [] == list(following.lives())


def test_an_agent_of_tomorrow_is_refused_as_in_a_report() -> None:
    """And moves no clock."""
    following = Following(Site())
    following.hear([heard_at(0, b"{}", b"a", n)._replace(of_people_ms=at(n * DAY_S)) for n in range(2)])

    assert {"time_too_far_ahead": 1} == following.refused
    assert at(0) == following.clock_ms


def test_the_clock_is_the_whole_second_of_the_greatest_event_time() -> None:
    """Of any partition; each has its own log clock."""
    following = Following(Site())
    for number, second in ((0, 7.9), (1, 3.0)):
        following.hear([heard_at(second, line("queued", second, **CALLER))._replace(partition=number)])

    assert (at(7), at(7.9), at(3)) == (following.clock_ms, following.log_clock_ms(0), following.log_clock_ms(1))
    assert 0 == Following(Site()).clock_ms


def test_only_open_contacts_are_live() -> None:
    """All of them, or the one that is asked for."""
    lines = [line("queued", 0, **CALLER), line("queued", 0, "d", **CALLER), line("queued", 0, "e", **CALLER)]
    lines.append(line("abandoned", MINUTE / 1_000, "e"))

    assert {"c", "d"} == {contact.id for contact in followed(lines).live()}
    assert {"d"} == {contact.id for contact in followed(lines, "d").live()}
    assert {"c", "d", "e"} == set(followed(lines).contacts())
