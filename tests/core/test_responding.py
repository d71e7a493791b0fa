"""Cycles, first responses and the clock between them."""

import msgspec
import pytest

from stream import responding
from stream.clock import FIRST_RESPONSE, Clock
from stream.contact import State
from stream.site import Site
from stream.units import Millis
from tests.core.one_contact import ALONG, BY_ENTRY, OneContact, at

HELP = ("help", "chat")
RESPONSE = {
    "first_responses": 1,
    "first_response_ms": 30_000,
    "first_responses_targeted": 1,
    "first_responses_within": 1,
}


AGENT = {"first_responses_agent": 1, "first_response_agent_ms": 25_000}
"""The same on the clock of the agent who answered after five seconds."""


def chat() -> OneContact:
    """A chat that waits for help since ten: its clock is due a minute later."""
    return OneContact("chat").tell("queued", 0, queue="help")


def answered() -> OneContact:
    """The same, answered after five seconds; what that counted is left out."""
    return chat().tell("answered", 5).forget_posts()


def deadline(contact: OneContact) -> Millis | None:
    """When the first response is due."""
    clock = contact.clock()
    return None if clock is None else clock.deadline


def turns(contact: OneContact) -> dict[str, int]:
    """What was counted of turns."""
    return {name: n for name, n in contact.counted().items() if name.startswith(("response", "next_response"))}


def resolutions(contact: OneContact) -> dict[str, int]:
    """What was counted of resolutions."""
    return {name: n for name, n in contact.counted().items() if name.startswith("resolution")}


@pytest.mark.parametrize(
    ("expected", "kinds"),
    [
        (0, ("started", "queued", "message")),
        (0, ("message", "started", "queued")),
        (0, ("queued", "message", "started")),
    ],
)
def test_a_cycle_starts_with_whichever_comes_first(expected: float, kinds: tuple[str, ...]) -> None:
    """Started, queued, or the first message of the customer."""
    contact = OneContact("chat")
    for second, kind in enumerate(kinds):
        contact.tell(kind, second, queue="help" if kind == "queued" else None, sender="customer")

    assert at(expected) == contact.state.cycle_from


@pytest.mark.parametrize("sender", ["bot", "system", "agent"])
def test_nobody_but_the_customer_starts_a_cycle_by_a_message(sender: str) -> None:
    """Neither does an answer."""
    assert OneContact("chat").tell("message", 0, sender=sender).tell("answered", 1).state.cycle_from is None


def test_the_clock_runs_from_the_start_of_the_cycle_once_an_entry_begins() -> None:
    """In the queue of that entry, with its lead of a quarter."""
    contact = OneContact("chat").tell("started", 0)
    assert not contact.state.busy

    state = contact.tell("queued", 20, queue="help").state
    assert [(at(60), HELP, at(45))] == [(clock.deadline, clock.counted_in, clock.warn_at) for clock in state.clocks]
    assert at(20) == state.cycle_entry_at


def test_a_response_in_time_meets_the_clock() -> None:
    """And is the first only once."""
    contact = answered().tell("message", 30, sender="agent").tell("message", 40, sender="agent")

    assert {**RESPONSE, **AGENT, "sla_met.first_response": 1} == contact.counted()
    assert RESPONSE | AGENT == contact.counted(BY_ENTRY)
    assert contact.clock() is None


@pytest.mark.parametrize(("second", "clock"), [(60, "sla_met.first_response"), (60.001, "sla_breached.first_response")])
def test_the_deadline_itself_is_in_time(second: float, clock: str) -> None:
    """A breach counts at the deadline, however late the response."""
    contact = answered().tell("message", second, sender="agent")

    assert {(HELP, 60)} == contact.where(clock)
    assert (second == 60) == ("first_responses_within" in contact.counted())


@pytest.mark.parametrize("kind", ["ended", "resolved", "abandoned", "diverted"])
@pytest.mark.parametrize(("second", "expected"), [(60, {}), (61, {"sla_breached.first_response": 1})])
def test_a_clock_that_nobody_meets(kind: str, second: float, expected: dict[str, int]) -> None:
    """Cancelled until its deadline, a breach after it; and no clock starts again in this cycle."""
    contact = chat().tell(kind, second, reason="callback").tell("queued", 90, queue="help").tell("ended", 200)

    assert expected == {name: n for name, n in contact.counted().items() if "first_response" in name}
    assert {(HELP, 60)} == contact.where("sla_breached.first_response") or not expected


def test_an_overflow_keeps_the_clock_running() -> None:
    """The customer still waits for a first word."""
    contact = chat().tell("diverted", 30, reason="overflow")

    assert at(60) == deadline(contact)


def test_a_private_note_is_no_response() -> None:
    """Nor are bots and the system."""
    contact = answered().tell("message", 10, sender="agent", public=False)
    contact.tell("message", 11, sender="bot").tell("message", 12, sender="system")

    assert {} == contact.counted()


def test_a_turn_runs_from_the_oldest_message_that_nobody_has_answered() -> None:
    """The first response ends one too, but is no next response; what the agent adds ends none."""
    contact = answered().tell("message", 10, sender="customer").tell("message", 12, sender="customer")
    contact.tell("message", 30, sender="agent").tell("message", 31, sender="agent")
    assert {"responses": 1, "response_ms": 20_000} == turns(contact)

    contact.tell("message", 40, sender="customer").tell("message", 55, sender="agent")
    assert {"responses": 2, "response_ms": 35_000, "next_responses": 1, "next_response_ms": 15_000} == turns(contact)


def test_the_resolution_cancels_a_turn() -> None:
    """Nothing waits for a response any more when the contact is re-opened."""
    contact = answered().tell("message", 10, sender="customer").tell("resolved", 20).tell("reopened", 30)

    assert {} == turns(contact.tell("message", 40, sender="agent"))


def test_a_cycle_is_resolved_once() -> None:
    """From its start; told again, or of a contact that has no cycle, or is our own call, it is nothing."""
    contact = chat().tell("resolved", 50).tell("resolved", 60)
    assert {"resolutions": 1, "resolution_ms": 50_000} == resolutions(contact)

    assert {} == resolutions(OneContact("chat").tell("resolved", 50))
    assert {} == resolutions(OneContact("chat").tell("started", 0, direction="outbound").tell("resolved", 50))


def test_each_cycle_counts_once_and_one_that_a_reopening_began_as_reopened() -> None:
    """Where the queue is known."""
    contact = chat().tell("message", 10, sender="customer").tell("message", 20, sender="agent").tell("resolved", 50)
    assert (1, 0) == (contact.counted(ALONG)["cycles"], contact.counted().get("reopened", 0))

    contact.tell("reopened", 100).tell("queued", 105, queue="help").tell("message", 110, sender="agent")
    assert (2, 1) == (contact.counted(ALONG)["cycles"], contact.counted()["reopened"])
    assert {"resolutions": 2, "resolution_ms": 150_000} == resolutions(contact.tell("resolved", 200))


def test_an_outbound_contact_has_no_response() -> None:
    """And no clock, also where the direction is told after the queueing."""
    outbound = OneContact("chat").tell("started", 0, direction="outbound").tell("queued", 1, queue="help")
    assert deadline(outbound) is None
    assert {} == outbound.tell("answered", 5).tell("message", 9, sender="agent").counted()

    told_late = chat().tell("answered", 5, direction="outbound").forget_posts()
    assert (None, {}) == (deadline(told_late), told_late.tell("message", 90, sender="agent").counted())


def test_a_response_before_the_start_is_impossible() -> None:
    """Counted once, when the cycle starts; the next message of the agent is the first response."""
    contact = OneContact("chat").tell("message", 0, sender="agent").tell("message", 1, sender="agent")
    assert {} == contact.counted()

    contact.tell("message", 10, sender="customer").tell("message", 11, sender="customer")
    assert {"impossible.response_before_start": 1} == contact.counted()
    assert {"first_responses": 1, "first_response_ms": 5_000}.items() <= contact.tell(
        "message", 15, sender="agent"
    ).counted().items()


def test_an_outbound_contact_may_begin_with_its_agent() -> None:
    """There is nothing impossible about it."""
    contact = OneContact("chat").tell("message", 0, sender="agent", direction="outbound")

    assert {} == contact.tell("message", 9, sender="customer").counted()

    told_late = OneContact("chat").tell("message", 0, sender="agent").tell("started", 1, direction="outbound")
    assert {} == told_late.counted()


def test_without_an_entry_a_response_counts_by_entry_at_the_start_of_the_cycle() -> None:
    """No clock ran, but the target is known."""
    contact = OneContact("chat").tell("started", 10).tell("message", 40, sender="agent")
    by_entry = {second for _, second, amounts, _ in contact.posts for place in amounts if place in BY_ENTRY}

    assert RESPONSE == contact.counted()
    assert {10} == by_entry


def test_without_a_target_there_is_no_clock_and_no_share() -> None:
    """A call with a message."""
    contact = OneContact().tell("queued", 0, queue="sales").forget_posts().tell("message", 30, sender="agent")

    assert {"first_responses": 1, "first_response_ms": 30_000} == contact.counted()


def test_a_reopened_contact_has_a_new_cycle_with_a_clock_of_its_own() -> None:
    """In the queue that it was in; its response is a first one again."""
    contact = answered().tell("message", 30, sender="agent").tell("resolved", 50).tell("reopened", 100)
    assert (at(100), at(160), None) == (
        contact.state.cycle_from,
        deadline(contact),
        contact.state.cycle_entry_at,
    )

    contact.forget_posts().tell("message", 130, sender="agent")
    of_agent = {"first_responses_agent": 1, "first_response_agent_ms": 125_000}  # he took it five seconds after ten
    assert {**RESPONSE, **of_agent, "sla_met.first_response": 1} == contact.counted()


def test_the_entry_of_a_new_cycle_restarts_nothing() -> None:
    """Its clock runs since the re-opening; by entry the response counts at the queueing."""
    contact = answered().tell("resolved", 50).tell("reopened", 100).tell("queued", 110, queue="care")

    assert (at(160), at(110), HELP) == (
        deadline(contact),
        contact.state.cycle_entry_at,
        contact.state.clocks[0].counted_in,
    )


@pytest.mark.parametrize(("second", "expected"), [(60, {}), (90, {"sla_breached.first_response": 1})])
def test_a_clock_that_still_runs_ends_with_its_cycle(second: float, expected: dict[str, int]) -> None:
    """Ended and re-opened: the old clock never measures the new cycle."""
    contact = chat()
    contact.state.idle_closed = True
    contact.tell("reopened", second)

    assert expected == {name: n for name, n in contact.counted().items() if name.startswith("sla")}
    assert at(second + 60) == deadline(contact)


def test_after_the_resolution_no_clock_starts_and_no_response_counts() -> None:
    """Who is queued again is in no cycle until somebody re-opens it."""
    contact = OneContact("chat").tell("started", 20).tell("resolved", 25).tell("queued", 30, queue="help")
    assert deadline(contact) is None

    contact.forget_posts().tell("message", 35, sender="customer").tell("message", 40, sender="agent")
    assert {"answered", "waited", "wait_ms", "answered_within", "sla_met.answer", "implied_answers"} == set(
        contact.counted()
    )
    assert at(150) == deadline(contact.tell("reopened", 90))


def test_a_contact_turned_away_and_reopened_has_a_cycle_and_a_clock_in_that_queue() -> None:
    """Though it had neither an entry nor a cycle."""
    contact = OneContact("chat").tell("diverted", 0, queue="help", reason="closed").tell("reopened", 90)

    assert at(150) == deadline(contact)
    assert 1 == contact.counted(ALONG)["cycles"]


def test_an_unknown_contact_that_is_reopened_starts_its_cycle() -> None:
    """No queue is known, so no clock runs yet."""
    contact = OneContact("chat").tell("reopened", 5)
    assert (at(5), None) == (contact.state.cycle_from, deadline(contact))

    assert at(65) == deadline(contact.tell("queued", 9, queue="help"))


def test_a_clock_that_is_done_is_not_started_again() -> None:
    """Nor one that runs, nor where somebody has responded."""
    ledger = OneContact().ledger
    done = State(channel="chat", queue="help", cycle_from=at(0), cycle_counted=True, begun=1 << FIRST_RESPONSE)
    running = msgspec.structs.replace(done, clocks=(Clock(FIRST_RESPONSE, at(0), at(7), 7_000, 0),))
    responded = State(channel="chat", queue="help", cycle_from=at(0), cycle_counted=True, responded_at=at(1))
    for state in (done, running, responded):
        before = msgspec.structs.replace(state, cycle_entry_at=at(5))
        responding.enter(state, at(5), ledger)
        assert before == state


def test_a_cycle_that_has_not_started_has_no_entry() -> None:
    """An answer without queueing before any start."""
    state = State(channel="chat", queue="help")
    responding.enter(state, at(5), OneContact().ledger)

    assert State(channel="chat", queue="help") == state


def test_a_target_may_be_given_for_all() -> None:
    """Then calls have a clock too."""
    contact = OneContact(site=Site().with_first_response_target(90_000)).tell("queued", 0, queue="sales")

    assert at(90) == deadline(contact)
