"""A contact's state: what of it is open, busy or talking, and that a copy is another one."""

import msgspec
import pytest

from stream.clock import Clock
from stream.contact import Contact, State, short, whole
from stream.events import Event
from stream.units import HOUR
from tests.core.one_contact import at, entry, event


def test_a_copy_is_another_state() -> None:
    """What is folded into it changes neither the first one nor its entries."""
    state = State(queue="sales", waiting=entry(), answered=entry("care"))
    twin = state.copy()

    assert state == twin
    assert twin.waiting is not None
    assert twin.answered is not None
    twin.queue, twin.waiting.queue, twin.answered.queue = "x", "x", "x"

    assert State(queue="sales", waiting=entry(), answered=entry("care")) == state


def test_a_copy_of_nothing() -> None:
    """No entry waits, none was answered."""
    assert State() == State().copy()


@pytest.mark.parametrize(
    ("talking", "busy", "state"),
    [
        (False, False, State()),
        (False, False, State(answered=entry(ended_at=at(9)), resolved=True)),
        (False, True, State(waiting=entry())),
        (True, True, State(answered=entry(talking_from=at(5)))),
        (False, True, State(clocks=(Clock(1, at(0), at(60), 60_000, 15_000),))),
    ],
)
def test_who_is_busy_can_be_changed_by_silence(talking: bool, busy: bool, state: State) -> None:  # noqa: FBT001
    """An entry waits, a conversation or a clock runs."""
    assert (talking, busy) == (state.talking, state.busy)


@pytest.mark.parametrize(
    ("without_limit", "with_limit", "state"),
    [
        (False, False, State()),
        (True, True, State(waiting=entry())),
        (True, True, State(answered=entry(talking_from=at(5)))),
        (True, True, State(waiting=entry(), inbound=False)),
        (True, False, State(cycle_from=at(0))),
        (False, False, State(cycle_from=at(0), resolved=True)),
        (False, False, State(cycle_from=at(0), inbound=False)),
        (True, False, State(cycle_from=at(0), inbound=True)),
    ],
)
def test_who_is_open(without_limit: bool, with_limit: bool, state: State) -> None:  # noqa: FBT001
    """Waiting, talking, or with an unresolved cycle on a channel that is never closed for idleness."""
    assert (without_limit, with_limit) == (state.is_open(None), state.is_open(4 * HOUR))


def test_a_contact_begins_with_nothing() -> None:
    """No events, no base, nothing settled, not closed."""
    contact = Contact("c1")

    assert ("c1", [], None, None, (), False) == (
        contact.id,
        contact.recent,
        contact.base,
        contact.settled_at,
        contact.settled,
        contact.idle,
    )
    assert State() == contact.state


events_of = msgspec.msgpack.Decoder(list[Event]).decode


def told(first: int, count: int) -> list[Event]:
    """Messages, one a second."""
    return [event("message", second, sender="customer") for second in range(first, first + count)]


@pytest.mark.parametrize("count", [0, 1, 4, 40])
def test_packed_events_are_the_same(count: int) -> None:
    """However many, and however often they are packed; each is known, and no other one is."""
    contact = Contact("c1")
    contact.recent = told(0, count)
    first = contact.pack()
    for one in told(count, 3):
        contact.follow(one)
    second = contact.pack()

    assert (told(0, count), told(0, count + 3)) == (events_of(first), events_of(second))
    assert (b"", told(0, count + 3), second) == (contact.fresh, contact.recent, contact.pack())
    assert all(contact.knows(one.identity) for one in contact.recent)
    assert not contact.knows("message@9999")
    assert not contact.knows("message@")


def test_many_events_take_less_than_they_say() -> None:
    """Their words are nearly the same."""
    contact = Contact("c1")
    contact.recent = told(0, 40)
    packed = contact.pack()

    assert 2 * len(contact.packed) < len(packed)
    assert packed == whole(contact.packed) == whole(short(packed))


def test_what_is_settled_is_known_too() -> None:
    """Also where its name happens to stand in what is packed."""
    contact = Contact("c1", settled=("customer", "e1"))
    contact.recent = told(0, 3)
    contact.pack()

    assert contact.knows("customer")
    assert contact.knows("e1")
    assert not contact.knows("message")
