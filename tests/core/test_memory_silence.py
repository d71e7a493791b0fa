"""What silence does to a contact: closed, taken back, closed again, forgotten."""

import pytest

from stream.site import Site
from stream.units import DAY, HOUR, MINUTE
from tests.core.one_contact import at, event
from tests.core.one_memory import CLOSED, Remembering, call, ended


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
    assert ({}, {"c1"}) == (heard.memory.contacts, heard.memory.changed)
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
