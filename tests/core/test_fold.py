"""The fold: in which order events count, what is possible, and what silence does."""

from itertools import permutations

import pytest

from stream import events
from stream.contact import State
from stream.events import KINDS, Event
from stream.fold import close_idle, fold, place, possible
from stream.units import HOUR
from tests.core.one_contact import SALES, OneContact, at, entry, event

WAITING = State(waiting=entry())
OFFERED = State(waiting=entry(), offered=True)
TALKING = State(answered=entry(answered_at=at(5), talking_from=at(5)))
ON_HOLD = State(answered=entry(answered_at=at(5), talking_from=at(5), hold_from=at(6)))
OVER = State(answered=entry(answered_at=at(5), ended_at=at(9)), leavers=((None, at(9)),))
WRAPPED = State(answered=entry(answered_at=at(5), ended_at=at(9), wrapped_at=at(11)))
ALWAYS = ("started", "updated", "message", "suspended", "resolved")


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (State(), ("queued",)),
        (WAITING, ("abandoned", "diverted", "offered", "answered")),
        (OFFERED, ("abandoned", "diverted", "offered", "answered", "missed")),
        (TALKING, ("transferred", "held", "ended", "queued")),
        (ON_HOLD, ("transferred", "held", "ended", "queued", "resumed")),
        (OVER, ("wrapped", "queued")),
        (WRAPPED, ("queued",)),
        (State(suspended=True), ("continued", "queued")),
        (State(resolved=True), ("reopened", "queued")),
        (State(ended=True), ("reopened", "queued")),
        (State(idle_closed=True), ("reopened", "queued")),
    ],
)
def test_what_is_possible_in_a_state(state: State, kinds: tuple[str, ...]) -> None:
    """Of all kinds just these, and those that are always possible."""
    found = {name for name, kind in KINDS.items() if possible(state, kind)}

    assert {f"contact.{name}" for name in (*kinds, *ALWAYS)} == found


def test_the_place_of_an_event_is_time_rank_and_identity() -> None:
    """In this order."""
    told = [event("ended", 1), event("queued", 1, identity="b"), event("queued", 1, identity="a"), event("resolved", 0)]

    assert [
        event("resolved", 0),
        event("queued", 1, identity="a"),
        event("queued", 1, identity="b"),
        event("ended", 1),
    ] == sorted(told, key=place)


def folded(told: list[Event]) -> OneContact:
    """A caller of whom all this is told at once."""
    contact = OneContact()
    fold(contact.state, sorted(told, key=place), contact.ledger)
    return contact


def test_of_one_instant_the_possible_comes_first_in_whatever_order_they_are_told() -> None:
    """A whole call of one second, each permutation."""
    kinds = ("queued", "answered", "held", "ended", "wrapped")
    outcomes = [
        folded([event(kind, 0, queue="sales" if kind == "queued" else None) for kind in order])
        for order in permutations(kinds)
    ]

    assert {"offered": 1, "answered": 1, "waited": 1, "answered_within": 1, "sla_met.answer": 1, "handled": 1} == (
        outcomes[0].counted()
    )
    assert all(outcome.state == outcomes[0].state for outcome in outcomes)


def test_where_nothing_is_possible_the_lowest_rank_comes_next() -> None:
    """An answer and an end of a contact that waits nowhere: answered, then ended."""
    contact = folded([event("ended", 0), event("answered", 0, queue="sales")])

    assert {"offered": 1, "answered": 1, "unmeasured": 1, "handled": 1} == contact.counted()


def test_silence_beyond_the_limit_closes_before_the_next_event() -> None:
    """At the limit it does not; the close stands at the limit, not at the event."""
    at_limit = OneContact().tell("queued", 0, queue="sales").tell("answered", 4 * 3600)
    assert "closed_idle" not in at_limit.counted()

    beyond = OneContact().tell("queued", 0, queue="sales").tell("answered", 4 * 3600 + 0.001)
    assert {(SALES, 4 * 3600)} == beyond.where("closed_idle") == beyond.where("diverted")
    assert 1 == beyond.counted()["unmeasured"]


def test_silence_closes_before_it_is_asked_what_is_possible() -> None:
    """Two events of one instant after a long silence: the queueing finds nobody waiting any more."""
    late = 5 * 3600
    contact = OneContact().tell("queued", 0, queue="sales")
    fold(contact.state, [event("abandoned", late), event("queued", late, queue="sales")], contact.ledger)

    assert {"offered": 2, "closed_idle": 1, "diverted": 1, "abandoned": 1}.items() <= contact.counted().items()
    assert {(SALES, late)} == contact.where("abandoned")


def test_silence_up_to_the_limit_is_none_for_several_events_either() -> None:
    """At four hours the caller still waits, and is abandoned first."""
    contact = OneContact().tell("queued", 0, queue="sales")
    fold(contact.state, [event("abandoned", 4 * 3600), event("queued", 4 * 3600, queue="sales")], contact.ledger)

    assert {"offered": 2, "abandoned": 1}.items() <= contact.counted().items()
    assert "closed_idle" not in contact.counted()


@pytest.mark.parametrize(("direction", "deadline"), [("inbound", at(60)), ("outbound", None), ("internal", None)])
def test_a_direction_that_is_told_after_the_queueing(direction: str, deadline: int | None) -> None:
    """Nobody waits for a response to our own call: its clock stops, and a second direction is nothing new."""
    contact = OneContact("chat").tell("queued", 0, queue="help").tell("updated", 1, direction=direction)
    contact.tell("updated", 2, direction="outbound")

    assert deadline == (clock.deadline if (clock := contact.clock()) else None)
    assert {"offered": 1} == contact.counted()


def test_a_message_of_a_bot_is_only_the_last_message() -> None:
    """It starts no cycle, responds to none and answers nobody."""
    contact = OneContact("chat").tell("message", 0, sender="bot").tell("message", 1, sender="system")

    assert (None, None, at(1)) == (contact.state.cycle_from, contact.state.responded_at, contact.state.last_message_at)


def test_a_channel_without_limit_is_never_closed() -> None:
    """A mail waits for a year."""
    contact = OneContact("email").tell("queued", 0, queue="mail").tell("message", 365 * 86_400, sender="agent")

    assert "closed_idle" not in contact.counted()
    assert 1 == contact.counted()["implied_answers"]


def test_an_idle_close_ends_a_conversation_at_its_last_message() -> None:
    """Not before it began; without messages at the last event."""
    chat = OneContact("chat").tell("queued", 0, queue="help").tell("answered", 5).tell("message", 65, sender="customer")
    chat.tell("updated", 90, topic="refund").forget_posts()
    close_idle(chat.state, at(1_000), chat.ledger)
    assert {"closed_idle": 1, "handled": 1, "talk_ms": 60_000, "sla_breached.first_response": 1} == chat.counted()
    assert chat.state.idle_closed

    before = (
        OneContact("chat").tell("message", 0, sender="customer").tell("queued", 1, queue="help").tell("answered", 5)
    )
    close_idle(before.state, at(1_000), before.forget_posts().ledger)
    assert {"closed_idle": 1, "handled": 1, "sla_breached.first_response": 1} == before.counted()

    call = OneContact().tell("queued", 0, queue="sales").tell("answered", 5).tell("updated", 90).forget_posts()
    close_idle(call.state, at(1_000), call.ledger)
    assert {"closed_idle": 1, "handled": 1, "talk_ms": 85_000} == call.counted()


def test_an_idle_close_ends_what_still_runs() -> None:
    """A waiting entry is diverted; a clock that is past its deadline is breached."""
    contact = OneContact("chat").tell("queued", 0, queue="help").forget_posts()
    close_idle(contact.state, at(1_000), contact.ledger)

    assert {"closed_idle": 1, "diverted": 1, "sla_breached.answer": 1, "sla_breached.first_response": 1} == (
        contact.counted()
    )
    assert not contact.state.busy


def test_labels_are_those_that_came_last_and_channel_and_direction_those_that_came_first() -> None:
    """Whatever kind of event names them."""
    contact = OneContact(channel=None).tell("started", 0, channel="chat", direction="inbound", priority="low", tier="a")
    contact.tell("updated", 1, channel="voice", direction="outbound", priority="high", tier="b", topic="refund")

    assert ("chat", True, "high", "b", "refund") == (
        contact.state.channel,
        contact.state.inbound,
        contact.state.priority,
        contact.state.tier,
        contact.state.topic,
    )


@pytest.mark.parametrize("channel", ["chat", "email", "social", "sms", "video"])
def test_a_message_of_an_agent_answers_on_message_channels(channel: str) -> None:
    """Counted as implied."""
    contact = OneContact(channel).tell("queued", 0, queue="q").tell("message", 9, sender="agent", agent="ann")

    assert {"implied_answers": 1, "answered": 1}.items() <= contact.counted().items()
    assert "ann" == contact.state.talker


@pytest.mark.parametrize("channel", ["voice", "visit", "task"])
def test_a_message_of_an_agent_answers_nothing_elsewhere(channel: str) -> None:
    """The entry goes on waiting."""
    contact = OneContact(channel).tell("queued", 0, queue="q").tell("message", 9, sender="agent")

    assert contact.state.waiting is not None


@pytest.mark.parametrize(
    ("expected", "by"), [("abandoned", None), ("abandoned", "customer"), ("diverted", "agent"), ("diverted", "system")]
)
def test_the_end_of_a_contact_that_waits(expected: str, by: str | None) -> None:
    """Abandoned by the customer, diverted by anybody else."""
    contact = OneContact().tell("queued", 0, queue="sales").tell("ended", 9, by=by)

    assert {(SALES, 9)} == contact.where(expected)
    assert contact.state.ended


def test_the_end_is_the_end_of_a_hand_over() -> None:
    """Whoever answers then has nobody to talk to."""
    contact = OneContact().tell("queued", 0, queue="sales").tell("answered", 5).tell("transferred", 9, agent="bob")

    assert not contact.tell("ended", 10).state.handed_over
    assert 1 == contact.tell("answered", 11, agent="bob").counted()["impossible.end_before_answer"]


def test_resolving_ends_what_waits_and_what_talks() -> None:
    """Else a mail would stay open for ever."""
    waiting = OneContact("email").tell("queued", 0, queue="mail").tell("resolved", 9)
    talking = OneContact("email").tell("queued", 0, queue="mail").tell("answered", 5).tell("resolved", 9)

    assert {"offered": 1, "diverted": 1, "resolutions": 1, "resolution_ms": 9_000} == waiting.counted()
    assert {"handled": 1, "talk_ms": 4_000}.items() <= talking.counted().items()
    assert not waiting.state.is_open(None)
    assert not talking.state.is_open(None)


def test_reopened_is_what_was_closed() -> None:
    """Of an open contact it is nothing new."""
    contact = OneContact("email").tell("queued", 0, queue="mail").tell("reopened", 9)
    assert at(0) == contact.state.cycle_from

    contact.tell("resolved", 10).tell("reopened", 20)
    assert (at(20), False) == (contact.state.cycle_from, contact.state.resolved)


def test_suspended_until_continued() -> None:
    """Told again, it is nothing new."""
    contact = OneContact("email").tell("suspended", 0).tell("suspended", 1)
    assert contact.state.suspended

    assert not contact.tell("continued", 2).tell("continued", 3).state.suspended


def test_every_kind_of_event_is_folded() -> None:
    """Into a fresh contact each, and the time of the last event is known."""
    for name, kind in KINDS.items():
        contact = OneContact()
        fold(contact.state, [Event(kind, at(7), name, queue="sales", reason="timeout", sender="agent")], contact.ledger)
        assert at(7) == contact.state.last_at
    assert len(KINDS) == events.RESOLVED + 1
    assert 4 * HOUR == OneContact().ledger.shortest_limit_ms
