"""The open contacts nearest to their deadline."""

from msgspec import UNSET
from msgspec.structs import replace

from stream.clock import FIRST_RESPONSE, Clock
from stream.contact import Contact
from stream.inspection.deadlines import MOST, DeadlineFigures, Deadlines
from stream.live import Overlay
from stream.measures import Slice
from stream.site import Site
from stream.units import HOUR, SECOND, format_instant
from tests.core.one_contact import SALES, OneContact, at

HELP: Slice = ("help", "chat")


def looked_at(second: float, *told: OneContact, where: Slice = SALES, named: bool = False) -> DeadlineFigures:
    """What is seen of these contacts so many seconds after ten."""
    contacts = [Contact(f"c{number}") for number in range(len(told))]
    for contact, one in zip(contacts, told, strict=True):
        contact.state = one.state
    deadlines = Deadlines(Site(), where.__eq__, at(second), named=named)
    deadlines.of(contacts)
    live = Overlay(Site(), at(second), []).of(contacts).live.get(where)
    figures = deadlines.figures()

    # The floor counts the same ones.
    assert figures.overdue_count == (0 if live is None else sum(live.overdue.values()))
    return figures


def caller(second: float = 0) -> OneContact:
    """One who waits for sales."""
    return OneContact().tell("queued", second, queue="sales")


def overflowed_mail() -> OneContact:
    """A mail that has left its queue for another that it has not reached: its response is still to come."""
    return OneContact("email").tell("queued", 0, queue="help").tell("diverted", 1, reason="overflow")


def test_what_is_due_next_comes_first() -> None:
    """Each with its clock, what is left of it, its target and what the contact is doing."""
    found = looked_at(16, caller(10), caller(0))
    first, second = found.ahead

    assert ("answer", 4 * SECOND, 20 * SECOND, "waiting", True) == (
        first.clock,
        first.left_ms,
        first.target_ms,
        first.state,
        first.at_risk,
    )
    assert (format_instant(at(20)), 14 * SECOND, False) == (first.due, second.left_ms, second.at_risk)
    assert (2, 0, 0) == (found.ahead_count, found.overdue_count, found.standing_count)


def test_a_deadline_is_met_in_its_last_millisecond() -> None:
    """And overdue a millisecond later."""
    sharp, late = looked_at(20, caller()), looked_at(20.001, caller())

    assert (0, 1, 0) == (sharp.ahead[0].left_ms, sharp.ahead_count, sharp.overdue_count)
    assert (-1, 0, 1) == (late.overdue[0].left_ms, late.ahead_count, late.overdue_count)


def test_of_many_the_nearest_are_shown_and_all_are_counted() -> None:
    """Of the overdue those that have been so for longest."""
    found = looked_at(100, *(caller(second) for second in range(30)), *(caller(85 + n / 10) for n in range(20)))

    assert (MOST, 20, MOST, 30) == (len(found.ahead), found.ahead_count, len(found.overdue), found.overdue_count)
    assert [-80 * SECOND, -79 * SECOND] == [one.left_ms for one in found.overdue[:2]]
    assert [5 * SECOND, 5100] == [one.left_ms for one in found.ahead[:2]]


def test_contacts_are_named_only_where_that_is_allowed() -> None:
    """Without it there is no member for the name at all."""
    (hidden,), (named,) = looked_at(1, caller()).ahead, looked_at(1, caller(), named=True).ahead

    assert (UNSET, "c0") == (hidden.contact, named.contact)


def test_only_clocks_of_the_queue_are_shown() -> None:
    """A chat has a clock for its answer and one for its first response, both in its own queue."""
    chat = OneContact("chat").tell("queued", 0, queue="help")

    assert [] == looked_at(1, chat).ahead
    assert ["answer", "first_response"] == [one.clock for one in looked_at(1, chat, where=HELP).ahead]


def test_the_state_is_what_the_contact_is_doing() -> None:
    """In conversation once it is answered, suspended or open without one; nobody is shown without a clock."""
    chat = OneContact("chat").tell("queued", 0, queue="help").tell("answered", 1, agent="a")
    mail, still = overflowed_mail(), overflowed_mail().tell("suspended", 1.6)
    talks = caller().tell("answered", 1, agent="a")

    assert ["talking"] == [one.state for one in looked_at(2, chat, where=HELP).ahead]
    shown = looked_at(2, mail, still, talks, where=("help", "email"))
    assert ["open", "suspended"] == [one.state for one in shown.ahead]


def test_a_clock_that_stands_is_counted_and_does_not_run_out() -> None:
    """Whatever was overdue when it stopped stays so."""
    mail, missed = overflowed_mail(), overflowed_mail()
    (clock,) = mail.state.clocks
    mail.state.clocks = (replace(clock, paused_at=at(1)),)
    missed.state.clocks = (Clock(FIRST_RESPONSE, at(0), at(0.5), 500, at(0), ("help", "email"), paused_at=at(1)),)
    found = looked_at(9 * 3600, mail, missed, where=("help", "email"))

    assert (0, 1, 1) == (found.ahead_count, found.overdue_count, found.standing_count)


def test_who_was_silent_for_too_long_has_no_deadline() -> None:
    """A call is closed after four hours of silence."""
    assert 1 == looked_at(4 * HOUR / SECOND, caller()).overdue_count
    assert 0 == looked_at(4 * HOUR / SECOND + 0.001, caller()).overdue_count


def test_outbound_calls_have_no_deadline() -> None:
    """Nobody waits for us to answer our own call."""
    call = OneContact().tell("started", 0, direction="outbound").tell("queued", 1, queue="sales")

    assert 0 == looked_at(2, call).ahead_count
