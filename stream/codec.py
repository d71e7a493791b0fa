"""Bytes to events: native JSON or CloudEvents 1.0, and the reason for everything that is neither.

A record is rejected for the first of these that holds: `too_large`, `not_json`, `not_an_object`, `unknown_type`,
`missing_field`, `bad_time`, `bad_field`.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from sys import intern
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from stream.events import AGENT_TYPES, DIVERTED, KINDS, MESSAGE, QUEUED, Event, Rejected
from stream.measures import REASONS
from stream.units import Millis

MAX_BYTES: Final = 64 * 1024
MAX_ID: Final = 128
MAX_TEXT: Final = 256
"""Topics and reasons may be free text, and contacts must stay small: so much is kept of them, and no event is lost."""
EARLIEST: Final = 631_152_000_000
"""1990: no source of ours is older, so an earlier time is a broken clock or seconds taken for milliseconds."""
LATEST: Final = 253_370_764_800_000
"""The year 9999: a greater number is of microseconds, and no calendar could write it."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_NEEDED: Final = {QUEUED: "queue", MESSAGE: "sender", DIVERTED: "reason"}
_ENOUGH: Final = {name: _NEEDED.get(kind, "contact") for name, kind in KINDS.items() if kind != DIVERTED}
"""The types of which a record is complete, and right, if it has this, a contact, and a time in milliseconds."""

_ENVELOPE: Final = ("type", "time", "id", "source")
_NOT_OF_DATA: Final = frozenset({*_ENVELOPE, "specversion", "subject", "data"})
"""Attributes of a CloudEvent: in its `data`, where a mail may well have a subject, they mean nothing."""
_REQUIRED: Final = {"contact.queued": "queue", "contact.message": "from", "contact.diverted": "reason"}

_Id = Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
_Name = Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
_Short = Annotated[str, Meta(max_length=MAX_ID)]
"""What may become a label, or is kept with every contact: a name is no longer than an id."""
_Number = Annotated[int, Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_Channel = Literal["voice", "chat", "email", "social", "sms", "video", "visit", "task"]
_State = Literal["available", "on_contact", "after_contact_work", "break", "training", "meeting", "away", "offline"]


class Wire(msgspec.Struct, gc=False, kw_only=True):
    """A record as its source wrote it; after `decode` the time is in milliseconds and the subject is checked."""

    type: str
    time: int | str
    contact: _Id | None = None
    agent: _Short | None = None
    id: _Id | None = None
    source: _Short | None = None
    queue: _Name | None = None
    channel: _Channel | None = None
    direction: Literal["inbound", "outbound", "internal"] | None = None
    priority: _Short | None = None
    topic: str | None = None
    tier: _Short | None = None
    entry: _Short | None = None
    sender: Literal["customer", "agent", "bot", "system"] | None = msgspec.field(name="from", default=None)
    public: bool | None = None
    external: bool | None = None
    mode: Literal["blind", "attended"] | None = None
    reason: str | None = None
    by: Literal["customer", "agent", "system"] | None = None
    customer: str | None = None
    language: str | None = None
    site: _Short | None = None
    state: _State | None = None
    team: _Short | None = None
    slots: _Number | None = None
    queues: list[_Short] | None = None
    specversion: str | None = None
    subject: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    data: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    @property
    def at(self) -> Millis:
        """When it happened at the source; only after `decode`."""
        return self.time  # type: ignore[return-value]


_decode: Final = msgspec.json.Decoder(Wire).decode
_pack: Final = msgspec.msgpack.Encoder(order="deterministic").encode
_UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def decode(raw: bytes | None) -> Wire | Rejected:
    """Read one record's value; a `Wire` is complete, of a known type and inside every limit of the format."""
    if raw is None:
        return Rejected("not_json")
    if len(raw) > MAX_BYTES:
        return Rejected("too_large")
    try:
        wire = _decode(raw)
        if wire.specversion is not None:
            wire = _opened(raw)
    except _UNREADABLE:
        opened = _in_spite_of_attributes(raw)
        if opened is None:
            return _diagnosis(raw)
        wire = opened
    enough, at = _ENOUGH.get(wire.type), wire.time
    if (
        enough is not None
        and type(at) is int
        and EARLIEST <= at <= LATEST
        and wire.contact is not None
        and getattr(wire, enough) is not None
    ):
        return wire  # nearly always
    kind = KINDS.get(wire.type)
    reason = _agent_fault(wire) if kind is None else _contact_fault(wire, kind)
    return wire if reason is None else Rejected(reason, wire.source or "")


def event_of(wire: Wire) -> Event:
    """The event that a contact's record tells."""
    queue, priority, agent, name, topic = wire.queue, wire.priority, wire.agent, wire.id, wire.topic
    reason = wire.reason
    return Event(
        KINDS[wire.type],
        wire.time,  # type: ignore[arg-type]  # whole after `decode`
        identity(wire) if name is None or wire.source else name,
        queue and intern(queue),
        wire.channel,
        priority and intern(priority),
        agent and intern(agent),
        wire.sender,
        wire.public is not False,
        reason if reason is None or len(reason) <= MAX_TEXT else reason[:MAX_TEXT],
        wire.by,
        wire.direction,
        wire.entry,
        wire.tier,
        topic if topic is None or len(topic) <= MAX_TEXT else topic[:MAX_TEXT],
    )


def identity(wire: Wire) -> str:
    """What makes two records the same event: source and id, or the whole content where there is no id."""
    if wire.id is not None:
        return f"{wire.id}\x00{wire.source}" if wire.source else wire.id
    return "\x00" + blake2b(_pack(wire), digest_size=12).hexdigest()


def timed(at: int | str) -> Millis:
    """The milliseconds of either form; before all times where a text is no RFC 3339 time, or has no offset."""
    if isinstance(at, int):
        return at
    try:
        moment = msgspec.convert(at, datetime)
    except msgspec.ValidationError:
        return -1
    return -1 if moment.tzinfo is None else (moment - _EPOCH) // _MILLISECOND


def _contact_fault(wire: Wire, kind: int) -> str | None:
    """The reason why a contact's record is refused although its fields are what they should be, or None."""
    needed = _NEEDED.get(kind)
    if wire.contact is None or (needed is not None and getattr(wire, needed) is None):
        return "missing_field"
    at = wire.time
    if type(at) is str:
        at = wire.time = timed(at)
    if not EARLIEST <= at <= LATEST:  # type: ignore[operator]
        return "bad_time"
    return "bad_field" if kind == DIVERTED and wire.reason not in REASONS else None


def _agent_fault(wire: Wire) -> str | None:
    """The same for an agent's record, or one of no known type."""
    if wire.type not in AGENT_TYPES:
        return "unknown_type"
    if wire.agent is None or wire.state is None:
        return "missing_field"
    wire.contact = None  # it is about the agent, whatever else it names
    wire.time = timed(wire.time)
    if not EARLIEST <= wire.time <= LATEST:
        return "bad_time"
    return None if 0 < len(wire.agent) <= MAX_ID else "bad_field"


def _flat(envelope: dict[str, object]) -> dict[str, object]:
    """The native form of a CloudEvent: the members of `data`, and the subject under its own name."""
    told = envelope.get("data", {})
    members = told if isinstance(told, dict) else {"channel": [told]}  # no object: rejected like any wrong type
    flat = {name: value for name, value in members.items() if name not in _NOT_OF_DATA}
    flat |= {name: envelope[name] for name in _ENVELOPE if name in envelope}
    owner = "agent" if str(envelope.get("type")) in AGENT_TYPES else "contact"  # it may be anything yet
    flat.pop(owner, None)
    if "subject" in envelope:
        flat[owner] = envelope["subject"]
    return flat


def _is_cloud_event(record: object) -> bool:
    return isinstance(record, dict) and isinstance(record.get("specversion"), str)


def _opened(raw: bytes) -> Wire:
    return msgspec.convert(_flat(msgspec.json.decode(raw)), Wire)


def _in_spite_of_attributes(raw: bytes) -> Wire | None:
    """A CloudEvent of which an attribute has the name of a field, and another type; None: it is none, or wrong."""
    try:
        record = msgspec.json.decode(raw)
        return msgspec.convert(_flat(record), Wire) if _is_cloud_event(record) else None
    except _UNREADABLE:
        return None


def members(raw: bytes) -> dict[str, object] | None:
    """The members of a record in native form, whatever is in them; None where it is no JSON object."""
    try:
        record = msgspec.json.decode(raw)
    except _UNREADABLE:
        return None
    if not isinstance(record, dict):
        return None
    return _flat(record) if _is_cloud_event(record) else record


def missing(record: dict[str, object]) -> str | None:
    """The first member that a record of a known type must have and has not."""
    kind = record.get("type")
    required = ("agent", "state") if kind in AGENT_TYPES else ("contact", _REQUIRED.get(str(kind), "contact"))
    return next((name for name in ("type", "time", *required) if record.get(name) is None), None)


def _diagnosis(raw: bytes) -> Rejected:
    """Why a record does not decode; only the few that are refused pay for the second look."""
    record = members(raw)
    if record is None:
        try:
            msgspec.json.decode(raw)
        except _UNREADABLE:
            return Rejected("not_json")
        return Rejected("not_an_object")
    source = record.get("source")
    named = isinstance(source, str) and len(source) <= MAX_ID
    return Rejected(_first_fault(record), str(source) if named else "")


def _first_fault(record: dict[str, object]) -> str:
    kind = record.get("type")
    if kind is None:
        return "missing_field"
    if not isinstance(kind, str):
        return "bad_field"
    if kind not in KINDS and kind not in AGENT_TYPES:
        return "unknown_type"
    if missing(record) is not None:
        return "missing_field"
    at = record.get("time")
    if isinstance(at, bool) or not isinstance(at, int | str) or not EARLIEST <= timed(at) <= LATEST:
        return "bad_time"
    return "bad_field"
