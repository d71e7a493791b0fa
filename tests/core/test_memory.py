"""What a partition remembers: applied, a copy or late; closed by silence; forgotten; put back."""

import msgspec
import pytest

from stream.contact import Contact
from stream.contributions import Amounts
from stream.events import Event
from stream.measures import Slice
from stream.memory import SETTLED_IDENTITIES, Memory
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, Millis
from tests.core.one_contact import NAMES, at, event

CLOSED = "closed_idle"


class Remembering:
    """A memory, its log clock, and the sums of what was posted."""

    def __init__(self, site: Site | None = None) -> None:
        self.memory = Memory(site or Site(), self._post)
        self.clock_ms: Millis = 0
        self.sums: dict[str, int] = {}

    def hear(self, told: Event, contact: str = "c1") -> str:
        """Apply one event as a partition does: the log clock moves first."""
        self.pass_time_to(told.at)
        return self.memory.apply(contact, told, self.clock_ms)

    def pass_time_to(self, at_ms: Millis) -> "Remembering":
        """Move the log clock, never back."""
        if at_ms > self.clock_ms:
            self.clock_ms = at_ms
            self.memory.pass_time(at_ms)
        return self

    def counted(self) -> dict[str, int]:
        """The sums by event, without what is zero."""
        return {name: amount for name, amount in self.sums.items() if amount}

    def contact(self, contact: str = "c1") -> Contact:
        """One that is remembered."""
        return self.memory.contacts[contact]

    def _post(self, _where: Slice, _at: Millis, amounts: Amounts, sign: int) -> None:
        for place, amount in amounts:
            if place in NAMES:
                self.sums[NAMES[place]] = self.sums.get(NAMES[place], 0) + sign * amount


def call() -> Remembering:
    """A caller who waits for sales since ten."""
    heard = Remembering()
    assert "applied" == heard.hear(event("queued", 0, queue="sales", channel="voice"))
    return heard


def ended() -> Remembering:
    """A call of a minute."""
    heard = call()
    heard.hear(event("answered", 5))
    heard.hear(event("ended", 65))
    return heard


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


def settled() -> Remembering:
    """Events at 0 s, 10 s and 20 s, settled by one an hour later."""
    heard = call()
    heard.hear(event("offered", 10))
    heard.hear(event("answered", 20))
    heard.hear(event("ended", 3_600))
    return heard


def test_what_is_older_than_the_horizon_settles() -> None:
    """It lives on in the base; the state goes on as if nothing had happened."""
    contact = settled().contact()

    assert (at(20), ["queued@0", "offered@10", "answered@20"]) == (contact.settled_at, contact.settled)
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
    assert ["queued@0", "offered@10", "answered@20", "ended@3600", "wrapped@3601"] == heard.contact().settled


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


def test_silence_closes_when_the_log_clock_passes_the_limit() -> None:
    """Not when it reaches it; the contact is not live any more, and its row is to be written."""
    heard = call().pass_time_to(at(0) + 4 * HOUR)
    heard.memory.changed.clear()
    assert "c1" in heard.memory.live
    assert CLOSED not in heard.counted()

    heard.pass_time_to(at(0) + 4 * HOUR + 1)
    assert {"offered": 1, "diverted": 1, CLOSED: 1, "sla_breached.answer": 1} == heard.counted()
    assert heard.contact().idle
    assert ({}, {"c1"}) == (heard.memory.live, heard.memory.changed)


@pytest.mark.parametrize(("second", "closed"), [(4 * 3600, 0), (4 * 3600 + 0.001, 1)])
def test_an_idle_close_is_taken_back_by_an_event_up_to_it(second: float, closed: int) -> None:
    """One that is later leaves it where it is."""
    heard = call().pass_time_to(at(0) + 5 * HOUR)

    assert "applied" == heard.hear(event("answered", second))
    assert closed == heard.counted().get(CLOSED, 0)
    assert not heard.contact().idle


def test_an_event_before_a_closed_contact_s_last_leaves_the_close() -> None:
    """The silence after the last event is as long as before."""
    heard = call().pass_time_to(at(0) + 5 * HOUR)

    assert "applied" == heard.hear(event("started", -5, channel="voice"))
    assert 1 == heard.counted()[CLOSED]
    assert heard.contact().idle


def test_a_contact_that_comes_back_is_closed_by_its_next_silence() -> None:
    """And not only when it would have been forgotten."""
    heard = ended().pass_time_to(at(0) + 4 * HOUR + 30 * MINUTE)
    heard.hear(event("queued", 5 * 3600, queue="sales"))
    heard.pass_time_to(at(0) + 9 * HOUR)
    assert CLOSED not in heard.counted()

    assert 1 == heard.pass_time_to(at(0) + 9 * HOUR + 1).counted()[CLOSED]


def test_a_contact_that_is_over_is_forgotten_after_its_retention() -> None:
    """Its row is to go; its contributions stay."""
    heard = ended()
    counted = heard.counted()
    heard.pass_time_to(at(65) + DAY).memory.changed.clear()
    assert {"c1"} == set(heard.memory.contacts)

    heard.pass_time_to(at(65) + DAY + 1)
    assert ({}, {"c1"}, 1) == (heard.memory.contacts, heard.memory.changed, heard.memory.forgotten)
    assert counted == heard.counted()


def test_the_retention_of_a_contact_closed_by_silence_runs_from_its_close() -> None:
    """Four hours later than from its last event."""
    heard = call().pass_time_to(at(0) + 4 * HOUR + DAY)
    assert "c1" in heard.memory.contacts

    assert {} == heard.pass_time_to(at(0) + 4 * HOUR + DAY + 1).memory.contacts


def test_both_silences_may_pass_at_once() -> None:
    """After an outage of days it is closed, counted and forgotten."""
    heard = call().pass_time_to(at(0) + 30 * DAY)

    assert 1 == heard.counted()[CLOSED]
    assert {} == heard.memory.contacts


def test_open_contacts_are_never_forgotten() -> None:
    """A mail waits, an unresolved mail is open, for years."""
    heard = Remembering()
    heard.hear(event("queued", 0, queue="mail", channel="email"), "m1")
    heard.hear(event("started", 0, channel="email"), "m2")
    heard.pass_time_to(at(0) + 700 * DAY)

    assert {"m1", "m2"} == set(heard.memory.contacts) == set(heard.memory.live)


def test_a_call_that_is_only_started_is_over() -> None:
    """Nothing waits and no clock runs, so silence closes nothing."""
    heard = Remembering()
    heard.hear(event("started", 0, channel="voice"))
    heard.pass_time_to(at(0) + DAY)

    assert ({}, {"c1"}) == (heard.memory.live, set(heard.memory.contacts))
    assert ({}, {}) == (heard.pass_time_to(at(0) + DAY + 1).memory.contacts, heard.counted())


def test_a_site_without_limits_closes_nothing() -> None:
    """Callers wait for ever."""
    heard = Remembering(Site(idle_limits_ms={}))
    heard.hear(event("queued", 0, queue="sales", channel="voice"))
    heard.pass_time_to(at(0) + 30 * DAY)

    assert {"offered": 1} == heard.counted()
    assert "c1" in heard.memory.live


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
    twin.recent, twin.idle = heard.contact().recent, True
    back.memory.restore(twin)
    assert heard.contact().state == back.contact().state

    back.hear(event("answered", 2 * 3600))
    assert -1 == back.counted()[CLOSED]
    assert back.contact().state.talking
