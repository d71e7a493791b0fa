"""Bytes to events: both forms, every reason of rejection, and what makes two records the same event."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.codec import EARLIEST, LATEST, MAX_BYTES, MAX_TEXT, Wire, decode, event_of, identity
from stream.events import ANSWERED, MESSAGE, QUEUED, Rejected

AT = 1_772_445_600_000
TEXT_AT = "2026-03-02T10:00:00Z"


def raw(**fields: object) -> bytes:
    """A record of a queueing, with these fields instead of its own; None leaves one out."""
    told = {"type": "contact.queued", "time": AT, "contact": "c1", "queue": "sales", **fields}
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


def cloud(told: object, **fields: object) -> bytes:
    """A CloudEvent of a queueing whose `data` are these; None leaves an attribute out."""
    envelope = {
        "specversion": "1.0",
        "type": "contact.queued",
        "time": TEXT_AT,
        "subject": "c1",
        "id": "e1",
        "source": "cloud-1",
        "data": told,
        **fields,
    }
    return json.dumps({name: value for name, value in envelope.items() if value is not None}).encode()


def read(record: bytes) -> Wire:
    """What can be read."""
    wire = decode(record)
    assert isinstance(wire, Wire)
    return wire


def reason(record: bytes | None) -> str:
    """Why a record is refused."""
    rejected = decode(record)
    assert isinstance(rejected, Rejected)
    return rejected.reason


@pytest.mark.parametrize(
    "time", [AT, TEXT_AT, "2026-03-02T19:00:00+09:00", "2026-03-02T10:00:00.000Z", "2026-03-02T10:00:00.0009Z"]
)
def test_both_forms_of_time_are_the_same_instant(time: int | str) -> None:
    """Milliseconds, or RFC 3339 with an offset; finer parts are cut off."""
    assert AT == read(raw(time=time)).at


def test_an_event_has_what_the_record_tells() -> None:
    """Each field in its place."""
    record = raw(channel="voice", priority="high", topic="refund", tier="gold", entry="e7", id="e1", source="pbx")
    event = event_of(read(record))

    assert (QUEUED, AT, "e1\x00pbx") == (event.kind, event.at, event.identity)
    assert ("sales", "voice", "high", "refund", "gold", "e7") == (
        event.queue,
        event.channel,
        event.priority,
        event.topic,
        event.tier,
        event.entry,
    )


@pytest.mark.parametrize(("public", "expected"), [(True, True), (False, False), (None, True)])
def test_a_message_is_public_unless_it_says_otherwise(public: bool | None, expected: bool) -> None:  # noqa: FBT001
    """`from` is the sender, `agent` whoever wrote it."""
    record = raw(type="contact.message", queue=None, public=public, agent="ann", **{"from": "agent"})
    event = event_of(read(record))

    assert (MESSAGE, "agent", "ann", expected) == (event.kind, event.sender, event.agent, event.public)


def test_the_fields_of_other_kinds() -> None:
    """Reason of a diversion, side that ended, direction of a start."""
    diverted = event_of(read(raw(type="contact.diverted", reason="full")))
    ended = event_of(read(raw(type="contact.ended", by="system")))
    started = event_of(read(raw(type="contact.started", direction="outbound", customer="x", language="ko", site="s")))

    assert ("full", "system", "outbound") == (diverted.reason, ended.by, started.direction)


def test_an_event_about_an_agent_is_read() -> None:
    """It is complete with agent and state; it becomes no contact event."""
    record = {"type": "agent.state", "time": AT, "agent": "ann", "state": "available", "slots": 2, "queues": ["sales"]}
    wire = read(json.dumps(record).encode())

    assert ("ann", "available", 2, ["sales"]) == (wire.agent, wire.state, wire.slots, wire.queues)


def test_unknown_fields_are_ignored() -> None:
    """Whatever a source adds."""
    assert "sales" == read(raw(mood={"is": ["fine"]})).queue


def test_a_cloud_event_is_the_same_event() -> None:
    """The subject is the contact, the members of `data` are the fields."""
    wire = read(
        cloud({"queue": "sales", "channel": "voice", "contact": "ignored", "source": "ignored", "id": "ignored"})
    )

    assert ("c1", "sales", "voice", AT) == (wire.contact, wire.queue, wire.channel, wire.at)
    assert "e1\x00cloud-1" == identity(wire)


def test_a_cloud_event_about_an_agent() -> None:
    """Its subject is the agent."""
    wire = read(cloud({"state": "break"}, type="agent.state", subject="ann"))

    assert ("ann", "break", None) == (wire.agent, wire.state, wire.contact)


def test_a_name_is_as_long_as_an_id_at_most_and_topics_and_reasons_are_free_text() -> None:
    """One more character is too many; a source that is too long is not even counted under its name."""
    names = ("source", "queue", "priority", "tier", "entry", "agent", "team", "site")
    wire = read(raw(**dict.fromkeys(names, "n" * 128), topic="t" * 1_000, reason="r" * 1_000))

    assert ("n" * 128, "t" * MAX_TEXT, "r" * MAX_TEXT) == (wire.source, event_of(wire).topic, event_of(wire).reason)
    assert ["bad_field"] * 9 == [reason(raw(**{name: "n" * 129})) for name in names] + [reason(raw(queues=["q" * 129]))]
    assert Rejected("bad_field") == decode(raw(source="s" * 129))


@pytest.mark.parametrize(
    ("expected", "record"),
    [
        ("not_json", None),
        ("not_json", b""),
        ("not_json", b"{"),
        ("not_json", b"\xff\xfe"),
        ("not_json", b"NaN"),
        ("not_json", b"[" * 20_000),
        ("not_json", b'{"type": "contact.ended", "contact": "\\ud800", "time": 1772445600000}'),
        ("not_json", raw() + b"}"),
        ("too_large", raw(topic="x" * MAX_BYTES)),
        ("too_large", b"\xff" * (MAX_BYTES + 1)),
        ("not_an_object", b"[]"),
        ("not_an_object", b"null"),
        ("not_an_object", b'"contact.queued"'),
        ("unknown_type", raw(type="contact.danced")),
        ("unknown_type", raw(type="contact.danced", contact=None, time=None)),
        ("unknown_type", raw(type="")),
        ("unknown_type", raw(type="survey.answered", time="soon")),
        ("missing_field", raw(type=None)),
        ("missing_field", raw(time=None)),
        ("missing_field", raw(contact=None)),
        ("missing_field", raw(contact=None, agent="ann")),
        ("missing_field", raw(queue=None)),
        ("missing_field", raw(queue=None, time="soon")),
        ("missing_field", raw(queue=None, channel=7)),
        ("missing_field", raw(type="contact.message")),
        ("missing_field", raw(type="contact.diverted")),
        ("missing_field", raw(type="agent.state", agent="ann")),
        ("missing_field", raw(type="agent.state", state="break")),
        ("missing_field", raw(type="agent.state", agent="ann", slots="two")),
        ("bad_time", raw(time="soon")),
        ("bad_time", raw(time="2026-03-02T10:00:00")),
        ("bad_time", raw(time="2026-03-02")),
        ("bad_time", raw(time=str(AT))),
        ("bad_time", raw(time=1.5)),
        ("bad_time", raw(time=True)),
        ("bad_time", raw(time=[AT])),
        ("bad_time", raw(time=AT // 1_000)),
        ("bad_time", raw(time=AT * 1_000)),
        ("bad_time", raw(time=10**30)),
        ("bad_time", raw(time=-1)),
        ("bad_time", raw(time=EARLIEST - 1)),
        ("bad_time", raw(time=LATEST + 1)),
        ("bad_time", raw(time="9999-12-31T23:59:59-23:00")),
        ("bad_time", raw(time="soon", contact="")),
        ("bad_field", raw(type=7)),
        ("bad_field", raw(contact="")),
        ("bad_field", raw(contact="c" * 129)),
        ("bad_field", raw(contact=7)),
        ("bad_field", raw(slots=1 << 63)),
        ("bad_field", raw(slots=-(1 << 63) - 1)),
        *(("bad_field", raw(id=name)) for name in ("", "e" * 129)),
        *(("bad_field", raw(queue=name)) for name in ("", 5)),
        ("bad_field", raw(channel="telepathy")),
        ("bad_field", raw(source=["pbx"])),
        ("bad_field", raw(public="yes")),
        ("bad_field", raw(type="contact.diverted", reason="boredom")),
        ("bad_field", raw(specversion=1)),
        ("bad_field", cloud({"queue": 5})),
        ("bad_field", cloud(7, type="contact.ended")),
        ("bad_field", cloud(["sales"], type="contact.ended")),
        ("bad_field", cloud({"queue": "sales"}, type=["contact.ended"])),
        ("bad_field", cloud({"queue": "sales"}, type={})),
        ("bad_field", cloud({"queue": "sales"}, subject=7)),
        ("missing_field", cloud({"queue": "sales"}, subject=None)),
        ("missing_field", cloud({"queue": "sales", "time": AT}, time=None)),
        ("missing_field", cloud({"queue": "sales", "contact": "c1"}, subject=None)),
        ("missing_field", cloud(None)),
        ("missing_field", cloud(7)),
        ("unknown_type", cloud({}, type="com.example.sold")),
        ("bad_time", cloud({"queue": "sales"}, time="soon")),
    ],
)
def test_each_record_that_is_no_event_has_its_reason(expected: str, record: bytes | None) -> None:
    """The first that holds, in the order in which the reasons are listed."""
    assert expected == reason(record)


@pytest.mark.parametrize(
    "fields",
    [
        {"time": EARLIEST},
        {"time": LATEST},
        {"contact": "c"},
        {"contact": "c" * 128},
        {"id": "e" * 128},
        {"topic": "x" * (MAX_BYTES - 200)},
    ],
)
def test_a_record_at_its_limits_is_read(fields: dict[str, object]) -> None:
    """Nothing is refused before it is beyond."""
    assert isinstance(decode(raw(**fields)), Wire)


@pytest.mark.parametrize(
    ("expected", "record"),
    [
        ("pbx", raw(source="pbx", queue=None)),
        ("pbx", raw(source="pbx", contact=None)),
        ("pbx", raw(source="pbx", time="soon")),
        ("pbx", raw(source="pbx", channel=7)),
        ("pbx", raw(source="pbx", time=1.5)),
        ("cloud-1", cloud(7)),
        ("", raw(source=7)),
        ("", raw(time="soon")),
    ],
)
def test_a_rejection_names_its_source(expected: str, record: bytes) -> None:
    """As far as it could be read."""
    rejected = decode(record)

    assert isinstance(rejected, Rejected)
    assert expected == rejected.source


def test_the_source_and_its_id_are_the_identity() -> None:
    """Whatever else differs; without a source the id alone."""
    one, other = read(raw(id="e1", source="pbx")), read(raw(id="e1", source="pbx", queue="care", time=AT + 5))

    assert identity(one) == identity(other)
    assert identity(one) != identity(read(raw(id="e1", source="pbx-2")))
    assert identity(one) != identity(read(raw(id="e2", source="pbx")))
    assert "e1" == identity(read(raw(id="e1")))


def test_without_an_id_the_whole_content_is_the_identity() -> None:
    """In whatever form the time is written and the members stand; one field more is another event."""
    plain = identity(read(raw()))
    turned = json.dumps(dict(reversed(json.loads(raw()).items()))).encode()

    assert plain == identity(read(raw(time=TEXT_AT))) == identity(read(turned))
    assert plain == identity(read(cloud({"queue": "sales"}, id=None, source=None)))
    assert 3 == len({plain, identity(read(raw(priority="high"))), identity(read(raw(source="pbx")))})


def test_an_event_is_of_its_kind() -> None:
    """An answer with an agent."""
    event = event_of(read(raw(type="contact.answered", agent="ann")))

    assert (ANSWERED, "ann") == (event.kind, event.agent)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
members = st.sampled_from(
    ["type", "time", "contact", "id", "source", "queue", "specversion", "subject", "data", "from"]
)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_with_a_reason(record: bytes) -> None:
    """Nothing is raised whatever comes."""
    assert reason(record) in {"not_json", "not_an_object", "missing_field"}


@given(st.dictionaries(members, anything, max_size=4), st.sampled_from([raw(), cloud({"queue": "sales"})]))
def test_records_with_anything_in_them_are_read_or_refused(spoilt: dict[str, object], record: bytes) -> None:
    """One outcome each, and what is read can be made an event."""
    wire = decode(json.dumps({**json.loads(record), **spoilt}).encode())

    assert isinstance(wire, Wire | Rejected)
    if isinstance(wire, Wire) and wire.contact is not None:
        assert EARLIEST <= event_of(wire).at <= LATEST
