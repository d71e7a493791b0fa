"""From a line of a recording to a record: its topic, its key, and its time moved to the present."""

import orjson
import pytest

from agents.cli.outgoing import Addressing, Outgoing, Unsendable
from stream.codec import decode
from stream.events import Rejected
from stream.units import DAY

TOPICS = Addressing("contact.events", "agent.events")
NOON = 1_767_268_800_000
QUEUED = b'{"type":"contact.queued","contact":"c1","time":1767268800000,"queue":"sales"}'
STATE = b'{"type":"agent.state","agent":"a1","time":"2026-01-01T12:00:00Z","state":"available"}'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (QUEUED, Outgoing("contact.events", b"c1", QUEUED, NOON)),
        (STATE, Outgoing("agent.events", b"a1", STATE, NOON)),
        (
            b'{"type":"new.thing","contact":"c1"}',
            Outgoing("contact.events", b"c1", b'{"type":"new.thing","contact":"c1"}', None),
        ),
        (
            b'{"type":["agent.state"],"contact":"c1"}',
            Outgoing("contact.events", b"c1", b'{"type":["agent.state"],"contact":"c1"}', None),
        ),
        (b"{", Unsendable("not JSON: unexpected end of data: line 1 column 2 (char 1)")),
        (b"[1]", Unsendable("no JSON object")),
        (b'{"type":"contact.queued","agent":"a1"}', Unsendable("names no contact")),
        (b'{"type":"agent.state","contact":"c1"}', Unsendable("names no agent")),
        (b'{"type":"contact.queued","contact":""}', Unsendable("names no contact")),
    ],
)
def test_a_line_goes_to_its_topic_under_its_key(line: bytes, expected: Outgoing | Unsendable) -> None:
    """The bytes stay as they are; what is wrong with an event inside is for the worker to judge."""
    assert TOPICS.outgoing(line) == expected


def test_a_cloud_event_is_about_its_subject() -> None:
    """The members of its data do not address it."""
    line = (
        b'{"specversion":"1.0","type":"contact.ended","subject":"c7",'
        b'"time":"2026-01-01T12:00:00Z","data":{"contact":"c8"}}'
    )

    assert TOPICS.outgoing(line) == Outgoing("contact.events", b"c7", line, NOON)


def test_a_member_that_says_nothing_makes_no_cloud_event() -> None:
    """A worker reads it as it stands, and refuses nothing."""
    line = QUEUED[:-1] + b',"specversion":null}'

    assert not isinstance(decode(line), Rejected)
    assert TOPICS.outgoing(line) == Outgoing("contact.events", b"c1", line, NOON)


def test_where_the_record_stood_is_left_out() -> None:
    """It is what Kafka knew about the record, and Kafka is going to know it anew."""
    sent = TOPICS.outgoing(QUEUED[:-1] + b',"record":{"timestamp":1,"partition":3}}')

    assert isinstance(sent, Outgoing)
    assert orjson.loads(sent.value) == orjson.loads(QUEUED)


@pytest.mark.parametrize(("depth", "read"), [(500, True), (1_010, False)])
def test_what_is_nested_deeply_is_sent_as_long_as_a_worker_reads_it(depth: int, *, read: bool) -> None:
    """Beyond that it is a fault of its line, and ends nothing."""
    line = QUEUED[:-1] + b',"x":' + b"[" * depth + b"]" * depth + b"}"
    dumped = TOPICS.outgoing(line[:-1] + b',"record":{"timestamp":1,"partition":3}}')

    assert read is not isinstance(decode(line), Rejected)
    assert (Outgoing("contact.events", b"c1", line, NOON) if read else Unsendable("is nested too deeply")) == dumped


def test_times_are_moved_in_the_form_that_they_have() -> None:
    """A number stays a number, a text a text."""
    moved = Addressing("contact.events", "agent.events", shift_ms=1_500)
    contact, agent = moved.outgoing(QUEUED), moved.outgoing(STATE)

    assert isinstance(contact, Outgoing)
    assert isinstance(agent, Outgoing)
    assert (contact.at_ms, orjson.loads(contact.value)["time"]) == (NOON + 1_500, NOON + 1_500)
    assert (agent.at_ms, orjson.loads(agent.value)["time"]) == (NOON + 1_500, "2026-01-01T12:00:01.500Z")
    last = b'{"type":"contact.ended","contact":"c","time":"9998-12-31T23:59:59Z"}'
    by_ages = Addressing("contact.events", "agent.events", shift_ms=2 * 365 * DAY)
    assert by_ages.outgoing(last) == Unsendable("has a time beyond the calendar")


@pytest.mark.parametrize(
    "written",
    [b"", b',"time":"noon"', b',"time":true', b',"time":1767268800', b',"time":"20260101T120000Z"', b',"time":1.5'],
)
def test_what_a_worker_refuses_for_its_time_is_not_moved_into_the_present(written: bytes) -> None:
    """It would be taken then: seconds of 1999 become milliseconds of 1998, and a form that is none becomes one."""
    moved = Addressing("contact.events", "agent.events", shift_ms=28 * 365 * DAY)
    line = b'{"type":"contact.ended","contact":"c"' + written + b"}"

    assert isinstance(decode(line), Rejected)
    assert moved.outgoing(line) == Unsendable("has no time that could be moved")


def test_nobody_waits_for_a_time_that_no_event_can_have() -> None:
    """Microseconds for milliseconds would be due in fifty thousand years."""
    line = QUEUED.replace(b"1767268800000", b"1767268800000000")

    assert TOPICS.outgoing(line) == Outgoing("contact.events", b"c1", line, None)
