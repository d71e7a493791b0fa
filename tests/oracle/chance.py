"""Lives that nobody would think of: each event of a contact drawn by chance, many at equal times.

Half of the contacts name their channel, and some their direction, when they feel like it: until then they are on none,
and inbound. Drawn is only what the design documents decide: nothing but a re-opening follows a resolution, later and
only then; a contact is queued before it is answered, and its queue changes only in its first entry; hold stands only
where silence closes nothing. Wrap-up and contacts that are turned away are left to the situations.
"""

import random
from collections.abc import Iterator
from typing import Any, Final

import orjson

from stream.units import HOUR, SECOND
from tests.oracle.day import BEGINS_AT, last

KINDS: Final = (
    *("queued", "answered", "message", "message") * 4,
    *("ended", "updated") * 3,
    *("abandoned", "diverted", "offered", "held", "resumed", "transferred") * 2,
    *("missed", "resolved", "started", "suspended", "continued"),
)
AGENTS: Final = ("ann", "bob")
LATE: Final = 0.5
SELDOM: Final = 0.1
GAPS: Final = (0, 0, 1, 5, 20, 60)

Told = dict[str, Any]


def lines(seed: int, contacts: int = 150) -> list[bytes]:
    """The records of so many contacts, by time; the clock goes on until the silent ones are closed."""
    dice = random.Random(f"{seed}/chance")
    events = [event for number in range(contacts) for event in life(f"{seed}-{number}", dice)]
    events.sort(key=lambda event: event["time"])
    return [*map(orjson.dumps, events), last()]


def life(contact: str, dice: random.Random) -> Iterator[Told]:
    """Two to a dozen events of one contact."""
    channel = dice.choice(("voice", "chat", "chat", "email", "video"))
    names_late = dice.random() < LATE
    at, kind, queued = BEGINS_AT + dice.randrange(20 * HOUR) // SECOND * SECOND, "", 0
    for number in range(dice.randrange(2, 13)):
        drawn = dice.choice(KINDS) if number else dice.choice(("started", "queued", "queued", "message"))
        if kind == "resolved":
            drawn, at = "reopened", at + SECOND
        elif (drawn == "answered" and not queued) or (drawn == "updated" and queued != 1):
            drawn = "queued"
        elif drawn in ("held", "resumed") and channel != "email":
            drawn = "message"
        kind, queued = drawn, queued + (drawn == "queued")
        event = {"type": f"contact.{kind}", "time": at, "contact": contact, "id": f"{contact}/{number:02}"}
        told = {"channel": channel} if (dice.random() < LATE if names_late else number == 0 or kind == "queued") else {}
        if names_late and dice.random() < SELDOM:
            told["direction"] = dice.choice(("inbound", "outbound"))
        yield event | told | _fields(kind, channel, dice, first=number == 0)
        at += dice.choice((*GAPS, dice.randrange(200), dice.randrange(2_000))) * SECOND


def _fields(kind: str, channel: str, dice: random.Random, *, first: bool) -> Told:
    """What an event of this kind says."""
    agent, queue = {"agent": dice.choice(AGENTS)}, {"queue": f"{channel}-{dice.choice('ab')}"}
    author = "customer" if first else dice.choice(("customer", "customer", "agent", "agent", "bot"))
    said: dict[str, Told] = {
        "queued": queue,
        "updated": queue,
        "message": {"from": author} | (agent if author == "agent" else {}),
        "diverted": queue | {"reason": dice.choice(("overflow", "timeout", "voicemail", "callback"))},
        "ended": dice.choice(({}, {"by": "customer"}, {"by": "agent"}, {"by": "system"})),
        "transferred": dice.choice((queue, agent, {"external": True})),
        **dict.fromkeys(("answered", "offered", "missed", "held", "resumed"), agent),
    }
    return said.get(kind, {})
