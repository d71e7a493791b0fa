"""Conversations: talk, hold, transfer, end and wrap-up."""

import pytest

from stream import contributions, handling
from stream.contact import State
from stream.events import Event
from stream.ledger import Ledger, nowhere
from stream.site import Site
from tests.core.one_contact import SALES, OneContact, at, entry, event


def answered() -> OneContact:
    """A caller in conversation with ann since five seconds past ten; what that counted is left out."""
    return OneContact().tell("queued", 0, queue="sales").tell("answered", 5, agent="ann").forget_posts()


def test_talk_is_the_conversation_without_its_holds() -> None:
    """Held twice, the entry was held once."""
    contact = answered().tell("held", 15).tell("resumed", 25).tell("held", 35).tell("resumed", 40).tell("ended", 65)

    assert {"handled": 1, "talk_ms": 45_000, "hold_ms": 15_000, "held": 1} == contact.counted()
    assert {(SALES, 65)} == contact.where("handled")


def test_a_hold_begins_once() -> None:
    """Held while on hold is nothing new; so is resumed while not."""
    contact = answered().tell("resumed", 10).tell("held", 15).tell("held", 20).tell("resumed", 25).tell("resumed", 30)

    assert {"handled": 1, "talk_ms": 50_000, "hold_ms": 10_000, "held": 1} == contact.tell("ended", 65).counted()


@pytest.mark.parametrize("kind", ["held", "resumed", "transferred", "ended", "wrapped"])
def test_without_an_answer_there_is_nothing_to_handle(kind: str) -> None:
    """Whatever is told of a contact that nobody answered."""
    assert {} == OneContact().tell(kind, 5).counted()


def test_hold_before_the_conversation_and_after_it_is_none() -> None:
    """Only one that runs can be held."""
    contact = OneContact().tell("queued", 0, queue="sales").tell("held", 2).tell("answered", 5).tell("ended", 65)
    contact.forget_posts().tell("held", 70).tell("resumed", 75)

    assert {} == contact.counted()


def test_hold_between_two_agents_is_none() -> None:
    """Nobody talks then who could put the customer on hold."""
    contact = answered().tell("transferred", 65, agent="bob").tell("held", 66).tell("resumed", 69)
    contact.tell("answered", 70, agent="bob").tell("ended", 130)

    assert {"handled": 1, "talk_ms": 120_000, "transferred": 1} == contact.counted()
    assert set() == contact.where("hold_ms")


def test_an_open_hold_ends_with_the_conversation() -> None:
    """Resumed afterwards, it is counted as impossible, once."""
    contact = answered().tell("held", 45).tell("ended", 65)
    assert {"handled": 1, "talk_ms": 40_000, "hold_ms": 20_000, "held": 1} == contact.counted()

    contact.forget_posts().tell("resumed", 70).tell("resumed", 75)
    assert {"impossible.hold_beyond_end": 1} == contact.counted()


def test_talk_is_never_negative() -> None:
    """Hold beyond the conversation is cut and counted: here it ends before its last message of old."""
    state = State(channel="voice", queue="sales", answered=entry(talking_from=at(5), hold_ms=90_000))
    posts: list[tuple[object, ...]] = []
    handling.finish(state, at(65), Ledger(Site(), lambda *post: posts.append(post)))

    assert state.answered is not None
    assert (60_000, 60_000) == (state.answered.span_ms, state.answered.hold_ms)
    assert 3 == len(posts)
    assert (contributions.HOLD_BEYOND_END, 1) == posts[0][2:]


@pytest.mark.parametrize(
    ("handed_over", "fields"),
    [
        (True, {"agent": "bob"}),
        (False, {"queue": "care"}),
        (False, {"agent": "bob", "queue": "care"}),
        (False, {}),
    ],
)
def test_a_transfer_ends_the_conversation(handed_over: bool, fields: dict[str, str]) -> None:  # noqa: FBT001
    """To an agent alone, the same entry goes on."""
    contact = answered().tell("transferred", 65, **fields)

    assert {"handled": 1, "talk_ms": 60_000, "transferred": 1} == contact.counted()
    assert handed_over == contact.state.handed_over


def test_a_second_end_is_nothing_new() -> None:
    """The conversation is over already."""
    assert {"handled": 1, "talk_ms": 60_000} == answered().tell("ended", 65).tell("ended", 70).counted()


def test_a_transfer_after_the_end_hands_nothing_over() -> None:
    """Nobody talks who could."""
    contact = answered().tell("ended", 65).tell("transferred", 70, agent="bob")

    assert {"handled": 1, "talk_ms": 60_000} == contact.counted()
    assert not contact.state.handed_over


def test_wrap_up_moves_what_was_handled_to_its_end() -> None:
    """Once; a second one is nothing new."""
    contact = answered().tell("ended", 65).tell("wrapped", 80).tell("wrapped", 90)

    assert {"handled": 1, "talk_ms": 60_000, "wrap_up_ms": 15_000} == contact.counted()
    assert {(SALES, 80)} == contact.where("handled") == contact.where("talk_ms")


def test_wrap_up_in_no_time() -> None:
    """It moves nothing, and is over all the same."""
    contact = answered().tell("ended", 65).tell("wrapped", 65.001).tell("wrapped", 90)

    assert {"handled": 1, "talk_ms": 60_000, "wrap_up_ms": 1} == contact.counted()


@pytest.mark.parametrize(
    ("expected", "agent"),
    [({}, "ann"), *(({"impossible.wrap_up_before_end": 1}, agent) for agent in ("bob", "eve", None))],
)
def test_wrapped_while_another_agent_talks(expected: dict[str, int], agent: str | None) -> None:
    """Of the agent who left before, it is that agent's; of any other it is impossible."""
    contact = answered().tell("transferred", 65, agent="bob").tell("answered", 70, agent="bob").forget_posts()
    contact.tell("wrapped", 75, agent=agent)

    assert expected == contact.counted()
    wrap_up_ms = {name: ms for name, ms in contact.tell("ended", 90).counted().items() if name == "wrap_up_ms"}
    assert ({} if expected else {"wrap_up_ms": 10_000}) == wrap_up_ms
    assert {(SALES, 90)} == contact.where("handled")


def test_wrapped_before_a_conversation_ends_that_silence_ended_earlier() -> None:
    """It counts when that work was done, which nobody takes from it."""
    contact = (
        answered()
        .tell("transferred", 65, agent="bob")
        .tell("answered", 70, agent="bob")
        .tell("wrapped", 75, agent="ann")
    )
    handling.finish(contact.state, at(72), contact.ledger)

    assert {(SALES, 75)} == contact.where("handled")


def test_the_work_after_a_conversation_is_not_that_of_an_answer_after_the_end() -> None:
    """That answer has no conversation which could be handled."""
    contact = answered().tell("ended", 65).tell("answered", 70, agent="bob").forget_posts()

    assert {} == contact.tell("wrapped", 80, agent="ann").counted()


def test_the_agent_who_left_wraps_up_once() -> None:
    """Told again while the other still talks, it is impossible."""
    contact = answered().tell("transferred", 65, agent="bob").tell("answered", 70, agent="bob")
    contact.tell("wrapped", 75, agent="ann").forget_posts().tell("wrapped", 80, agent="ann")

    assert {"impossible.wrap_up_before_end": 1} == contact.counted()


def test_an_agent_who_takes_the_contact_back_has_not_left() -> None:
    """The wrap-up of whoever talks is impossible."""
    contact = answered().tell("transferred", 65, agent="ann").tell("answered", 70, agent="ann").forget_posts()

    assert {"impossible.wrap_up_before_end": 1} == contact.tell("wrapped", 75, agent="ann").counted()
    assert 120_000 == contact.tell("ended", 130).counted()["talk_ms"]


def test_the_wrap_up_before_an_answer_is_none() -> None:
    """Not even where the contact waits."""
    ledger = Ledger(Site(), nowhere)
    told: Event = event("wrapped", 5, agent="ann")
    state = State(channel="voice", waiting=entry())
    handling.wrapped(state, told, ledger)

    assert State(channel="voice", waiting=entry()) == state


def over() -> OneContact:
    """Ann handed over to bob after a minute, who ended after another; nobody is done with the work after it."""
    contact = answered().tell("transferred", 65, agent="bob").tell("answered", 70, agent="bob")
    return contact.tell("ended", 130)


@pytest.mark.parametrize(
    ("wrap_up_ms", "told"),
    [
        (10_000, [(140, "bob")]),
        (10_000 + 85_000, [(140, "bob"), (150, "ann")]),
        (85_000 + 30_000, [(150, "ann"), (160, "bob")]),
        (85_000, [(150, "ann")]),
        (10_000, [(140, None)]),  # of whoever left last
        (10_000 + 85_000, [(140, "eve"), (150, None)]),  # and then of whoever left before
        (10_000 + 85_000, [(140, "bob"), (150, "ann"), (160, "ann")]),  # nobody is left who could be done
    ],
)
def test_each_agent_is_done_with_his_own_work(wrap_up_ms: int, told: list[tuple[float, str | None]]) -> None:
    """It began when he left, however long the others went on."""
    contact = over()
    for second, agent in told:
        contact.tell("wrapped", second, agent=agent)

    assert wrap_up_ms == contact.counted()["wrap_up_ms"]


def test_whoever_is_not_named_is_the_one_who_left_last() -> None:
    """Also where somebody left before whom nobody had named."""
    contact = OneContact().tell("queued", 0, queue="sales").tell("answered", 5).tell("transferred", 65, agent="bob")
    contact.tell("answered", 70, agent="bob").tell("ended", 130).tell("wrapped", 140)

    assert 10_000 == contact.counted()["wrap_up_ms"]


def test_no_more_than_a_few_agents_are_waited_for() -> None:
    """Who left long before the last ones is forgotten."""
    contact = answered()
    for number in range(20):
        contact.tell("transferred", 100 + number, agent=f"a{number}").tell("answered", 100 + number, agent=f"a{number}")

    assert handling.MOST_LEAVERS == len(contact.state.leavers)


def test_handed_back_within_a_conference_the_conversation_goes_on() -> None:
    """With the agent who had it before, alone: the other is a leaver, whose work after it is the entry's."""
    contact = answered().tell("answered", 30, agent="bob").tell("transferred", 40, agent="ann")

    assert contact.state.talking
    assert ("ann", (), (("bob", at(40)),)) == (contact.state.talker, contact.state.beside, contact.state.leavers)
    contact.tell("wrapped", 45, agent="bob").tell("ended", 65)
    assert {"handled": 1, "talk_ms": 60_000, "wrap_up_ms": 5_000, "transferred": 1} == contact.counted()


@pytest.mark.parametrize("fields", [{"agent": "cid"}, {"agent": "ann", "queue": "care"}])
def test_handed_to_somebody_outside_of_the_conference_the_conversation_ends(fields: dict[str, str]) -> None:
    """Both have left it, and it is cid's when he answers, or for whom the queue finds."""
    contact = answered().tell("answered", 30, agent="bob").tell("transferred", 40, **fields)

    assert not contact.state.talking
    assert ["ann", "bob"] == [agent for agent, _ in contact.state.leavers]
