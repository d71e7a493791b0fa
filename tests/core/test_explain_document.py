"""The document of one contact: what it says, in the local time that is asked for, and that JSON takes all of it."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from stream import catalog
from stream.errors import FloorwatchError
from stream.explain.document import Teller
from stream.explain.naming import Movers
from stream.site import Site
from stream.units import HOUR
from tests.core.one_story import CALLER, followed, line

CALL = [
    line("queued", 0, **CALLER, source="acd"),
    line("answered", 9.5, agent="a"),
    line("answered", 9.5, agent="a"),
    line("held", 20, agent="a"),
    line("ended", 60, by="customer"),
    line("resumed", 70),
    line("ended", 80, time="soon"),
]


def told(lines: Sequence[bytes], time_zone: str = "UTC") -> dict[str, Any]:
    """The document about the contact `c`."""
    following = followed(lines, "c")
    return Teller(following, Movers(catalog.standard(), Site()), time_zone).document("c")


def test_it_says_everything_that_is_known_and_json_takes_it() -> None:
    """No instant and no tuple is left in it."""
    document = told(CALL)

    assert document == msgspec.json.decode(msgspec.json.encode(document))
    assert [
        *("contact", "as_of", "records_read", "told", "lives", "contributions", "in_flight", "impossible"),
    ] == list(document)
    assert ["folded", "state", "entries", "conversations", "cycles", "clocks"] == list(document["lives"][0])
    assert ("c", "2026-03-02T10:01:10Z", 7) == (document["contact"], document["as_of"], document["records_read"])


def test_records_are_told_with_their_outcome() -> None:
    """A copy, and one that is refused."""
    document = told(CALL)

    assert ["applied", "applied", "duplicate", "applied", "applied", "applied", "rejected"] == [
        one["outcome"] for one in document["told"]
    ]
    assert {
        "number": 1,
        "place": "day:1",
        "source": "acd",
        "type": "contact.queued",
        "at": "2026-03-02T10:00:00Z",
        "outcome": "applied",
        "reason": "",
        "fields": {"queue": "sales", "channel": "voice"},
    } == document["told"][0]
    assert (None, 'bad_time: "soon"') == (document["told"][6]["at"], document["told"][6]["reason"])


def test_instants_are_local() -> None:
    """Deadlines too."""
    (life,) = told(CALL, "Asia/Seoul")["lives"]
    (clock,) = life["clocks"]

    assert "2026-03-02T19:00:20+09:00" == clock["deadline"]
    assert ("answer", "met", "2026-03-02T19:00:09.500+09:00") == (clock["clock"], clock["outcome"], clock["ended"])
    assert "2026-03-02T19:00:09.500+09:00" == life["entries"][0]["answered_at"]
    assert 20_000 == clock["terms"]["target_ms"]


def test_contributions_name_pane_slice_measure_family_and_kpis() -> None:
    """Of every amount, at its instant."""
    (within,) = (
        one for one in told(CALL)["contributions"] if (one["measure"], one["family"]) == ("answered_within", "event")
    )

    assert "2026-03-02T10:00:09.500Z" == within["at"]
    assert {"10s": "2026-03-02T10:00:00Z", "5m": "2026-03-02T10:00:00Z"} == within["panes"]
    assert ({"queue": "sales", "channel": "voice"}, 1) == (within["slice"], within["amount"])
    assert {"kpi": "service_level_strict", "part": "numerator", "sign": 1} in within["moves"]


def test_impossible_spans_are_told_with_their_reason() -> None:
    """A hold that is over ten seconds after the conversation."""
    (one,) = told(CALL)["impossible"]

    assert ("hold_beyond_end", "2026-03-02T10:01:10Z") == (one["reason"], one["at"])
    assert one["title"]


def test_a_silence_that_was_too_long_stands_among_the_events() -> None:
    """Before the event that came after it."""
    hours = 4 * HOUR / 1_000
    (life,) = told([line("queued", 0, **CALLER), line("queued", hours + 5, **CALLER)])["lives"]

    assert [
        ("contact.queued", "2026-03-02T10:00:00Z"),
        ("(closed: silent for too long)", "2026-03-02T14:00:00Z"),
        ("contact.queued", "2026-03-02T14:00:05Z"),
    ] == [(step["type"], step["at"]) for step in life["folded"]]


def test_who_is_in_flight_is_told_what_time_has_decided() -> None:
    """A caller who waits since a minute."""
    document = told([line("queued", 0, **CALLER), line("started", 60, "end")])

    assert {("waiting_late", "event"), ("waiting_late", "entry"), ("sla_breached.answer", "event")} == {
        (one["measure"], one["family"]) for one in document["in_flight"]
    }
    assert "overdue" == document["lives"][0]["clocks"][0]["outcome"]
    assert "2026-03-02T10:00:20Z" in {one["at"] for one in document["in_flight"]}


def test_an_unknown_contact_has_empty_lists() -> None:
    """Whoever asks decides whether that is an error."""
    document = told([line("queued", 0, "other", **CALLER)])

    assert ([], [], []) == (document["told"], document["lives"], document["contributions"])


def test_a_zone_that_is_none_is_refused() -> None:
    """Before anything is told."""
    with pytest.raises(FloorwatchError):
        told([], "Moon")
