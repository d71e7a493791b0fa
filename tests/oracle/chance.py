"""Lives that nobody would think of: each event of a contact drawn by chance, many at equal times.

Half of the contacts name their channel, and some their direction, when they feel like it: until then they are on none,
and inbound. Nothing is left out, however little sense it makes.
"""

import random
from collections.abc import Iterator
from typing import Any, Final

import orjson

from stream.site import QueueRules, Site, default_version
from stream.units import HOUR, SECOND
from tests.oracle.day import BEGINS_AT, last

KINDS: Final = (
    *("queued", "answered", "message", "message") * 4,
    *("ended", "updated", "wrapped") * 3,
    *("abandoned", "diverted", "offered", "held", "resumed", "transferred") * 2,
    *("missed", "resolved", "reopened", "started", "suspended", "continued"),
)
FIRST: Final = ("started", "queued", "queued", "message", "answered")
CHANNELS: Final = ("voice", "chat", "chat", "email", "video", "sms", "visit")
REASONS: Final = ("overflow", "timeout", "voicemail", "callback", "full", "closed")
AGENTS: Final = ("ann", "bob", "cid")
LATE: Final = 0.5
SELDOM: Final = 0.1
GAPS: Final = (0, 0, 0, 1, 5, 20, 60)

FOREIGN: Final = {
    **{f"{channel}-b": channel for channel in CHANNELS},
    "voice-a": "chat",
    "chat-a": "email",
    "email-a": "visit",
    "video-a": "voice",
    "sms-a": "sms",
    "visit-a": "chat",
}
"""The channel of a contact that names none while it is in one of these queues."""

Told = dict[str, Any]


def site() -> Site:
    """These queues, on every channel with what is usual there, first on the one for those who name none."""
    each = ((queue, channel) for queue, first in FOREIGN.items() for channel in dict.fromkeys((first, *CHANNELS)))
    return Site(queues=tuple(QueueRules(queue, on, "UTC", (default_version(on),)) for queue, on in each))


def lines(seed: int, contacts: int = 150) -> list[bytes]:
    """The records of so many contacts, by time; the clock goes on until the silent ones are closed."""
    dice = random.Random(f"{seed}/chance")
    events = [event for number in range(contacts) for event in life(f"{seed}-{number}", dice)]
    events.sort(key=lambda event: event["time"])
    return [*map(orjson.dumps, events), last()]


def life(contact: str, dice: random.Random) -> Iterator[Told]:
    """Two to a dozen events of one contact."""
    channel = dice.choice(CHANNELS)
    names_late = dice.random() < LATE
    at = BEGINS_AT + dice.randrange(20 * HOUR) // SECOND * SECOND
    for number in range(dice.randrange(2, 14)):
        kind = dice.choice(KINDS if number else FIRST)
        event = {
            "type": f"contact.{kind}",
            "time": at,
            "contact": contact,
            "id": f"{dice.randrange(1_000_000)}-{number}",
        }
        told = {"channel": channel} if (dice.random() < LATE if names_late else number == 0 or kind == "queued") else {}
        if names_late and dice.random() < SELDOM:
            told["direction"] = dice.choice(("inbound", "outbound"))
        yield event | told | _fields(kind, channel, dice, first=number == 0)
        at += dice.choice((*GAPS, dice.randrange(200), dice.randrange(2_000))) * SECOND


def _fields(kind: str, channel: str, dice: random.Random, *, first: bool) -> Told:
    """What an event of this kind says."""
    agent = {} if dice.random() < SELDOM else {"agent": dice.choice(AGENTS)}
    queue = {"queue": f"{channel}-{dice.choice('ab')}"}
    entry = {"entry": dice.choice("xy")} if dice.random() < SELDOM else {}
    author = "customer" if first else dice.choice(("customer", "customer", "agent", "agent", "bot"))
    private = {"public": False} if dice.random() < SELDOM else {}
    said: dict[str, Told] = {
        "queued": queue | entry,
        "updated": queue,
        "message": {"from": author} | private | (agent if author == "agent" else {}),
        "diverted": queue | {"reason": dice.choice(REASONS)},
        "ended": dice.choice(({}, {"by": "customer"}, {"by": "agent"}, {"by": "system"})),
        "transferred": dice.choice((queue, agent, {"external": True}, agent | queue)),
        "answered": agent | (queue if dice.random() < SELDOM else {}),
        **dict.fromkeys(("offered", "missed", "held", "resumed", "wrapped"), agent),
    }
    return said.get(kind, {})
