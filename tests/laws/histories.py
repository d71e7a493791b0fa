"""Random histories of a floor: what sources tell of several contacts, and how it arrives.

A history is interpreted from short byte strings, one a telling, each byte a choice from a table whose first line is the
plainest. So Hypothesis shrinks a failure to few tellings of plain content, and drawing costs next to nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import msgspec
from hypothesis import strategies as st

from stream.site import QueueRules, QueueVersion, Site
from stream.units import DAY, HOUR, MINUTE, SECOND, Millis

_T = TypeVar("_T")

NOON = 1_767_614_400_000
"""2026-01-05T12:00Z, a multiple of every pane."""


class Told(NamedTuple):
    """A record of the source topic."""

    offset: int
    timestamp: Millis
    key: bytes | None
    value: bytes | None


class History(NamedTuple):
    """The records of one partition in the order of arrival, and the site that they are about."""

    site: Site
    records: list[Told]


LEARNING = Site(
    settling_horizon_ms=5 * MINUTE,
    allowed_skew_ms=2 * MINUTE,
    idle_limits_ms={"voice": 20 * MINUTE, "chat": 45 * MINUTE},
    retention_ms={"voice": HOUR, "chat": 90 * MINUTE},
    default_retention_ms=3 * HOUR,
    max_queues=4,
)
CONFIGURED = Site(
    time_zone="Asia/Seoul",
    labels=("queue", "channel", "priority"),
    queues=(
        QueueRules(
            "sales",
            "voice",
            "Asia/Seoul",
            (QueueVersion(20 * SECOND, 5 * SECOND), QueueVersion(MINUTE, 0, from_ms=NOON + 30 * MINUTE)),
        ),
        QueueRules("help", "chat", "Asia/Kathmandu", (QueueVersion(MINUTE, 0, first_response_target_ms=21 * SECOND),)),
        QueueRules("mail", "email", "Asia/Seoul", (QueueVersion(HOUR, 0, first_response_target_ms=16 * MINUTE),)),
        QueueRules("slow", "voice", "Asia/Seoul", (QueueVersion(3 * HOUR, 0, first_response_target_ms=3 * HOUR),)),
    ),
    settling_horizon_ms=3 * MINUTE,
    idle_limits_ms={"voice": 2 * HOUR, "chat": 30 * MINUTE, "sms": 10 * MINUTE},
    retention_ms={"voice": 15 * MINUTE},
    default_retention_ms=HOUR,
)
USUAL = Site()
KEEPING = msgspec.structs.replace(LEARNING, keeps_all=True, max_queues=200)
SITES = (LEARNING, CONFIGURED, USUAL, KEEPING)

_BUSY_GAPS = (0, 0, 0, 1_000, 0, 3_000, 0, 5_000, 19_999, 20_000, 20_001, 60_000, 60_001, 90_000, 200_000)
_GAPS = (
    *_BUSY_GAPS,
    *(minutes * MINUTE for minutes in (5, 6, 12, 25, 40, 70, 70, 100, 130, 180, 185, 240, 540, 1_800)),
    9 * DAY,
)
_DELAYS = (*[0] * 10, 1_000, 30_000, 2 * MINUTE, 5 * MINUTE, 6 * MINUTE, 14 * MINUTE, 20 * MINUTE, 2 * HOUR, 30 * HOUR)
_STAMPS = (*[0] * 10, 2_000, -1_000, -MINUTE, -2 * MINUTE, -5 * MINUTE, -5 * MINUTE - 1, HOUR)
_COPIES = (*[None] * 9, 0, 10_000, 4 * MINUTE, 20 * MINUTE, 3 * HOUR, 6 * HOUR, 12 * HOUR, 30 * HOUR, 9 * DAY)
_CHANNELS = ("voice", "chat", "email", None, "sms")
_QUEUES = ("sales", "help", "sales", "mail", "slow", "slow", "sales", "help", "north", "south", "east", "west")
_SOURCES = (None, "asterisk-1", "chat-2")
_SENDERS = ("agent", "customer", "agent", "bot", "system")
_NATURAL: dict[str, tuple[str, ...]] = {
    "new": ("queued", "queued", "started", "queued", "message", "answered", "diverted"),
    "waiting": ("answered", "answered", "abandoned", "queued", "diverted", "message", "offered", "updated", "ended"),
    "talking": ("ended", "held", "resumed", "message", "transferred", "queued", "updated", "message", "wrapped"),
    "over": ("wrapped", "queued", "resolved", "queued", "reopened", "message", "queued", "answered", "resumed"),
}
_AFTER = {
    "queued": "waiting",
    "answered": "talking",
    "abandoned": "over",
    "diverted": "over",
    "ended": "over",
    "resolved": "over",
    "transferred": "over",
}
_KINDS = (
    *("queued", "answered", "message", "ended", "started", "reopened", "updated", "continued", "resumed"),
    *("transferred", "missed", "abandoned", "diverted", "offered", "held", "suspended", "wrapped", "resolved"),
)
_FIELDS: dict[str, tuple[dict[str, object], ...]] = {
    "transferred": ({}, {"agent": "bo"}, {"queue": "help"}, {"external": True}),
    "diverted": (
        {"reason": "overflow"},
        {"reason": "timeout"},
        {"reason": "full"},
        {"reason": "closed", "queue": "help"},
    ),
    "ended": ({}, {"by": "customer"}, {"by": "agent"}, {"by": "system"}),
    "updated": ({"queue": "help"}, {"priority": "high"}, {"queue": "west"}, {"topic": "refund", "tier": "gold"}),
    "answered": ({"agent": "al"}, {"agent": "bo"}, {"agent": "al", "queue": "mail"}, {}),
    "wrapped": ({"agent": "al"}, {"agent": "bo"}, {}),
}


class _Choices:
    """The bytes of one telling, taken one by one; past the end everything is the plainest."""

    def __init__(self, raw: bytes) -> None:
        self._left = list(reversed(raw))

    def number(self) -> int:
        return self._left.pop() if self._left else 0

    def of(self, table: Sequence[_T]) -> _T:
        return table[self.number() % len(table)]


class Telling(NamedTuple):
    """One event as its source tells it; the log gets it at `arrives_at`, and once more at each of `copies_at`."""

    at: Millis
    arrives_at: Millis
    copies_at: tuple[Millis, ...]
    stamp_after_ms: Millis
    contact: str
    fields: dict[str, object]

    def record(self, arrived_at: Millis) -> Told:
        """The record, but for its place in the log, when it arrives at this instant."""
        value = msgspec.json.encode({"contact": self.contact, "time": self.at, **self.fields})
        return Told(0, arrived_at + self.stamp_after_ms, self.contact.encode(), value)


class _Floor:
    """Where each contact stands, roughly, so that what is told next often makes sense."""

    def __init__(self, gaps: Sequence[Millis], crowd: int, *, honest: bool) -> None:
        self.at = NOON
        self._gaps = gaps
        self._crowd = crowd
        self._honest = honest
        self._stands: dict[str, str] = {}
        self._told = 0

    def tell(self, raw: bytes) -> Telling:
        choices = _Choices(raw)
        self.at += choices.of(self._gaps)
        number = choices.number() % self._crowd
        contact, stands = f"c{number}", self._stands.get(f"c{number}", "new")
        kind = choices.of(_NATURAL[stands]) if choices.number() < 180 else choices.of(_KINDS)
        self._stands[contact] = _AFTER.get(kind, stands)
        fields = {"type": f"contact.{kind}", **_fields_of(kind, choices), **self._name(choices)}
        if (channel := _CHANNELS[number % len(_CHANNELS)]) and (kind in {"queued", "started"} or not number % 3):
            fields["channel"] = channel
        if choices.number() % 11 == 1:
            fields |= choices.of(
                ({"priority": "low"}, {"direction": "outbound"}, {"direction": "inbound"}, {"channel": "voice"})
            )
        if self._honest:
            return Telling(self.at, self.at, (), choices.of((0, 5_000, -60_000)), contact, fields)
        arrives_at, again_ms = self.at + choices.of(_DELAYS), choices.of(_COPIES)
        copies_at = () if again_ms is None else (arrives_at + again_ms,)
        return Telling(self.at, arrives_at, copies_at, choices.of(_STAMPS), contact, fields)

    def _name(self, choices: _Choices) -> dict[str, object]:
        """Mostly an id of its own; sometimes none, and from a source that is not honest that of another event."""
        self._told += 1
        source = choices.of(_SOURCES)
        number = self._told - (not self._honest and choices.number() % 16 == 1)
        name: dict[str, object] = {} if choices.number() % 8 == 1 else {"id": f"n{number}"}
        return name if source is None else {**name, "source": source}


def _fields_of(kind: str, choices: _Choices) -> dict[str, object]:
    match kind:
        case "queued":
            entry = choices.of((None, None, None, "first", "second"))
            return {"queue": choices.of(_QUEUES), **({} if entry is None else {"entry": entry})}
        case "message":
            return {"from": choices.of(_SENDERS), "public": choices.number() % 8 != 1, "agent": "al"}
        case _:
            return dict(choices.of(_FIELDS.get(kind, ({},))))


def _spoilt(record: Told, how: int) -> Told:
    """The record, or one in so many that nobody can read or place."""
    match how:
        case 1:
            return record._replace(value=b"{")
        case 2:
            return record._replace(key=b"elsewhere")
        case _:
            return record


def _arrived(site: Site, raws: list[bytes], crowd: int, echo_after_ms: Millis, *, busy: bool) -> History:
    """Some histories end with a long silence, one more telling, and the first tellings once more."""
    floor = _Floor(_BUSY_GAPS if busy else _GAPS, crowd, honest=False)
    arrivals: list[tuple[Millis, Told]] = []
    for raw in raws:
        telling = floor.tell(raw)
        instants = (telling.arrives_at, *telling.copies_at)
        arrivals += [(at, _spoilt(telling.record(at), raw[-1] % 20)) for at in instants]
    arrivals.sort(key=lambda arrival: arrival[0])
    if echo_after_ms:
        first = [record for _, record in arrivals[:3]]
        floor.at = max(floor.at, arrivals[-1][0]) + echo_after_ms
        last = floor.tell(raws[-1])
        arrivals += [(last.at, record) for record in (last.record(last.at), *first)]
    return History(site, numbered([record for _, record in arrivals]))


def numbered(records: Sequence[Told]) -> list[Told]:
    """The records as the log numbers them."""
    return [record._replace(offset=offset) for offset, record in enumerate(records)]


def _told(raws: list[bytes], crowd: int, *, busy: bool) -> list[Telling]:
    floor = _Floor(_BUSY_GAPS if busy else _GAPS, crowd, honest=True)
    return [floor.tell(raw) for raw in raws]


_busy = st.sampled_from((False, False, True))
_echoes = st.sampled_from((0, 0, 2 * HOUR, 9 * DAY))
_crowds = st.sampled_from((7, 3, 1))
_raw = st.binary(min_size=20, max_size=20)
_runs = st.lists(st.lists(_raw, min_size=1, max_size=12), min_size=1, max_size=12)
_raws = _runs.map(lambda runs: [raw for run in runs for raw in run])

histories = st.builds(_arrived, st.sampled_from(SITES), _raws, _crowds, _echoes, busy=_busy)
"""Anything that sources really do, and worse."""

tellings = st.builds(_told, _raws, _crowds, busy=_busy)
"""What honest sources tell, in order: an id is of one event, a clock is ahead by a minute at most."""
