"""What a partition remembers: applied, a copy or late; settled; put back."""

import msgspec
import pytest

from stream.contact import Contact
from stream.events import Event
from stream.memory import MOST_RECENT, SETTLED_IDENTITIES
from stream.site import Site
from stream.units import DAY, HOUR
from tests.core.one_contact import at, event
from tests.core.one_memory import CLOSED, Remembering, call, ended, settled


def test_a_copy_of_a_recent_event_is_a_duplicate() -> None:
    """It changes nothing, and makes no row dirty."""
    heard = call()
    heard.memory.changed.clear()

    assert "duplicate" == heard.hear(event("queued", 0, queue="care", channel="chat"))
    assert {"offered": 1} == heard.counted()
    assert set() == heard.memory.changed


def test_an_earlier_event_finds_its_place() -> None:
    """What was counted without it is taken back."""
    heard = Remembering()
    heard.hear(event("answered", 5, queue="sales", channel="voice"))
    assert 1 == heard.counted()["unmeasured"]

    assert "applied" == heard.hear(event("queued", 0, queue="sales", channel="voice"))
    assert {"offered": 1, "answered": 1, "waited": 1, "wait_ms": 5_000, "answered_within": 1, "sla_met.answer": 1} == (
        heard.counted()
    )


def test_an_event_of_the_same_time_finds_its_place() -> None:
    """By rank, and not by arrival."""
    heard = Remembering()
    heard.hear(event("answered", 0))
    heard.hear(event("queued", 0, queue="sales", channel="voice"))

    assert "unmeasured" not in heard.counted()


def test_what_is_older_than_the_horizon_settles() -> None:
    """It lives on in the base; the state goes on as if nothing had happened."""
    contact = settled().contact()

    assert (at(20), ("queued@0", "offered@10", "answered@20")) == (contact.settled_at, contact.settled)
    assert [event("ended", 3_600)] == contact.recent
    assert contact.base is not None
    assert contact.base.talking
    assert not contact.state.talking


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("duplicate", event("answered", 20)),
        ("late", event("held", 15)),
        ("late", event("held", 20)),
        ("applied", event("held", 21)),
        ("applied", event("held", 3_600 - 900)),
    ],
)
def test_behind_the_settled_it_is_late(expected: str, told: Event) -> None:
    """Not later than the last settled event and older than the horizon; a known one is a copy."""
    heard = settled()
    before = dict(heard.sums)

    assert expected == heard.hear(told)
    assert (before == heard.sums) == (expected != "applied")


def test_an_event_at_the_horizon_is_not_settled() -> None:
    """Only what is older is."""
    heard = call()
    heard.hear(event("answered", 900))
    assert heard.contact().base is None

    heard.hear(event("ended", 900.001))
    assert at(0) == heard.contact().settled_at


def test_the_last_settled_identities_stay_known() -> None:
    """Of more than 32 the oldest is late when it comes again, the others are copies."""
    heard = Remembering()
    told = [event("message", second, sender="customer", channel="chat") for second in range(SETTLED_IDENTITIES + 1)]
    for one in told:
        heard.hear(one)
    heard.hear(event("ended", 3_600))

    assert ["late", *["duplicate"] * SETTLED_IDENTITIES] == [heard.hear(one) for one in told]


def test_the_settled_base_is_folded_on() -> None:
    """A second settling adds to the first; a contact that settles nothing new keeps its base."""
    heard = settled()
    heard.hear(event("wrapped", 3_601))
    assert at(20) == heard.contact().settled_at

    heard.hear(event("queued", 7_200, queue="sales"))
    assert at(3_601) == heard.contact().settled_at
    assert ("queued@0", "offered@10", "answered@20", "ended@3600", "wrapped@3601") == heard.contact().settled


def test_a_silence_between_base_and_recent_events_is_settled_with_them() -> None:
    """Closed four hours after ten, settled by what comes later: an event before the close is late then."""
    heard = call()
    heard.hear(event("updated", 4 * 3600 + 60, priority="high"))
    assert at(0) == heard.contact().settled_at

    heard.hear(event("updated", 4 * 3600 + 901, priority="low"))
    assert at(4 * 3600) == heard.contact().settled_at
    assert "late" == heard.hear(event("answered", 3 * 3600))
    assert {"offered": 1, CLOSED: 1, "diverted": 1, "sla_breached.answer": 1} == heard.counted()


@pytest.mark.parametrize(("channel", "days"), [("voice", 1), ("email", 8), (None, 1)])
def test_an_unknown_contact_is_late_beyond_the_retention_of_its_channel(channel: str | None, days: int) -> None:
    """Without a channel beyond the shortest one; at the retention it is not late."""
    clock_ms = at(0) + days * DAY
    late, just = Remembering().pass_time_to(clock_ms + 1), Remembering().pass_time_to(clock_ms)
    told = event("queued", 0, queue="sales", channel=channel)

    assert ("late", "applied") == (late.hear(told), just.hear(told))
    assert ({}, {"c1"}) == (late.memory.contacts, set(just.memory.contacts))


def test_a_report_has_all_the_time_in_the_world() -> None:
    """It forgets nothing and nothing is late."""
    heard = Remembering(Site(keeps_all=True)).pass_time_to(at(0) + 400 * DAY)

    assert "applied" == heard.hear(event("queued", 0, queue="sales", channel="voice"))
    assert {"offered": 1, CLOSED: 1, "diverted": 1, "sla_breached.answer": 1} == heard.counted()
    assert {"c1"} == set(heard.pass_time_to(at(0) + 999 * DAY).memory.contacts)


@pytest.mark.parametrize("made", [call, ended, settled])
def test_a_contact_that_is_put_back_is_the_same(made: object) -> None:
    """State, place among the live, and what silence does to it; nothing is posted, no row is dirty."""
    assert callable(made)
    heard = made()
    back = Remembering()
    back.clock_ms = heard.clock_ms
    stored = heard.contact()
    twin = Contact("c1")
    for name in ("recent", "settled", "settled_at", "idle"):
        setattr(twin, name, getattr(stored, name))
    twin.base = msgspec.msgpack.decode(msgspec.msgpack.encode(stored.base), type=type(stored.state) | None)
    twin.state = msgspec.msgpack.decode(msgspec.msgpack.encode(stored.state), type=type(stored.state))
    back.memory.restore(twin)

    assert stored.state == back.contact().state
    assert (heard.memory.live.keys(), {}, set()) == (back.memory.live.keys(), back.counted(), back.memory.changed)
    before = dict(heard.sums)
    for memory in (heard, back):
        memory.pass_time_to(at(3_600) + 30 * DAY)
    assert {n: heard.sums[n] - before.get(n, 0) for n in heard.sums if heard.sums[n] != before.get(n, 0)} == (
        back.counted()
    )
    assert heard.memory.contacts == back.memory.contacts == {}


def test_a_closed_contact_is_put_back_closed() -> None:
    """And can be opened again."""
    heard = call().pass_time_to(at(0) + 5 * HOUR)
    back = Remembering().pass_time_to(heard.clock_ms)
    twin = Contact("c1")
    twin.recent, twin.idle, twin.state = heard.contact().recent, True, heard.contact().state.copy()
    back.memory.restore(twin)
    assert heard.contact().state == back.contact().state

    back.hear(event("answered", 2 * 3600))
    assert -1 == back.counted()[CLOSED]
    assert back.contact().state.talking


def test_a_contact_keeps_no_more_events_than_fit_its_row() -> None:
    """The older half settles: a further event among them is late, one after them finds its place."""
    heard = Remembering()
    for second in range(MOST_RECENT):
        heard.hear(event("message", second, sender="customer"))
    assert (MOST_RECENT, None) == (heard.contact().held, heard.contact().settled_at)

    heard.hear(event("message", MOST_RECENT, sender="customer"))
    assert (MOST_RECENT // 2, at(MOST_RECENT // 2)) == (heard.contact().held, heard.contact().settled_at)
    assert "late" == heard.hear(event("updated", MOST_RECENT // 2))
    assert "applied" == heard.hear(event("updated", MOST_RECENT // 2 + 0.5))


def test_events_of_one_instant_settle_together() -> None:
    """However many there are: then there is none left, and the next ones of that instant are late."""
    heard = Remembering()
    told = [event("message", 1, sender="customer", topic=str(number)) for number in range(MOST_RECENT + 1)]
    for number, one in enumerate(told):
        one.identity = f"m{number}"
        assert "applied" == heard.hear(one)

    assert ([], at(1)) == (heard.contact().recent, heard.contact().settled_at)
    assert "late" == heard.hear(event("updated", 1))
    assert "applied" == heard.hear(event("updated", 2))
    assert [at(2)] == [one.at for one in heard.contact().recent]
