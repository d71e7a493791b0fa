"""The kinds of events and their rank at equal times."""

import msgspec
import pytest

from stream import events
from stream.events import AGENT_TYPES, KINDS, Event, Rejected

RANKED = (
    *("started", "reopened", "updated", "continued", "resumed", "transferred", "missed", "abandoned", "diverted"),
    *("queued", "offered", "answered", "message", "held", "suspended", "ended", "wrapped", "resolved"),
)


def test_the_rank_at_equal_times_is_that_of_the_fine_print() -> None:
    """From started to resolved."""
    assert [f"contact.{name}" for name in RANKED] == sorted(KINDS, key=KINDS.__getitem__)


@pytest.mark.parametrize("name", RANKED)
def test_each_kind_has_its_constant(name: str) -> None:
    """The constants and the table of types cannot disagree."""
    assert KINDS[f"contact.{name}"] == getattr(events, name.upper())


def test_types_about_agents_are_no_types_about_contacts() -> None:
    """They come on a topic of their own."""
    assert {"agent.state"} == AGENT_TYPES
    assert AGENT_TYPES.isdisjoint(KINDS)


def test_an_event_survives_its_row() -> None:
    """As a contact's row keeps it; a message is public unless it says otherwise."""
    told = Event(events.MESSAGE, 5, "m1", sender="agent", topic="refund")

    assert told == msgspec.msgpack.decode(msgspec.msgpack.encode(told), type=Event)
    assert told.public


def test_a_rejection_without_a_source_is_of_the_nameless_one() -> None:
    """The source is as much as could be read."""
    assert ("not_json", "") == (Rejected("not_json").reason, Rejected("not_json").source)
