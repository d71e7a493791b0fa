"""CloudEvents: what is a field stands in `data` alone, whatever else an envelope or its data carry."""

import json

import pytest

from stream.codec import Wire, decode, event_of, identity
from stream.events import Rejected

DATA = {"queue": "mail", "channel": "email"}


def cloud(data: object, **attributes: object) -> bytes:
    """A CloudEvent of a queueing."""
    envelope = {"specversion": "1.0", "type": "contact.queued", "time": "2026-03-02T10:00:00Z", "subject": "c1"}
    return json.dumps({**envelope, "id": "e1", "source": "crm", "data": data, **attributes}).encode()


def read(record: bytes) -> Wire:
    """What can be read."""
    wire = decode(record)
    assert isinstance(wire, Wire)
    return wire


@pytest.mark.parametrize("name", ["subject", "data", "specversion"])
@pytest.mark.parametrize("value", ["Re: my invoice", 7, {"a": 1}, None])
def test_data_may_have_members_called_as_attributes_are(name: str, value: object) -> None:
    """They are unknown fields, and ignored: a mail has a subject of its own."""
    wire = read(cloud({**DATA, name: value}))

    assert event_of(read(cloud(DATA))) == event_of(wire)
    assert "c1" == wire.contact


@pytest.mark.parametrize(
    "attribute",
    [{"queue": 7}, {"channel": "fax"}, {"public": "x"}, {"contact": 7}, {"agent": "a" * 129}, {"priority": "high"}],
)
def test_attributes_called_as_fields_are_ignored(attribute: dict[str, object]) -> None:
    """Of whatever type they are: fields are members of `data`."""
    assert event_of(read(cloud(DATA))) == event_of(read(cloud(DATA, **attribute)))


def test_what_is_ignored_makes_no_other_event() -> None:
    """Where the content is the identity, it is that of the fields."""
    plain = identity(read(cloud(DATA, id=None)))

    assert plain == identity(read(cloud({**DATA, "subject": "Re: my invoice"}, id=None)))
    assert plain == identity(read(cloud(DATA, id=None, channel="fax")))


@pytest.mark.parametrize(
    "record", [cloud({"queue": 7}), cloud({"queue": 7}, channel="fax"), cloud(DATA, channel="fax", subject=7)]
)
def test_a_field_of_the_wrong_type_rejects_a_cloud_event(record: bytes) -> None:
    """Also beside an attribute that does not."""
    assert Rejected("bad_field", "crm") == decode(record)
