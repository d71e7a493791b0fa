"""What a source tells about a contact, ready to be folded: one `Event`, or the reason why there is none."""

from typing import Final, Literal, TypeAlias

import msgspec

from stream.units import Millis

# The kinds in the order in which events of one instant are folded where the state allows more than one.
STARTED: Final = 0
REOPENED: Final = 1
UPDATED: Final = 2
CONTINUED: Final = 3
RESUMED: Final = 4
TRANSFERRED: Final = 5
MISSED: Final = 6
ABANDONED: Final = 7
DIVERTED: Final = 8
QUEUED: Final = 9
OFFERED: Final = 10
ANSWERED: Final = 11
MESSAGE: Final = 12
HELD: Final = 13
SUSPENDED: Final = 14
ENDED: Final = 15
WRAPPED: Final = 16
RESOLVED: Final = 17

KINDS: Final = {
    f"contact.{name}": kind
    for kind, name in enumerate(
        (
            "started",
            "reopened",
            "updated",
            "continued",
            "resumed",
            "transferred",
            "missed",
            "abandoned",
            "diverted",
            "queued",
            "offered",
            "answered",
            "message",
            "held",
            "suspended",
            "ended",
            "wrapped",
            "resolved",
        )
    )
}
"""The types of contact events and their rank at equal times."""

AGENT_TYPES: Final = frozenset({"agent.state"})
"""The types of events about agents, on a topic of their own."""

CHANNELS: Final = ("voice", "chat", "email", "social", "sms", "video", "visit", "task")


class Event(msgspec.Struct, array_like=True, gc=False):
    """One event of one contact, normalised; `identity` orders events of one kind and instant, and knows copies."""

    kind: int
    at: Millis
    identity: str
    queue: str | None = None
    channel: str | None = None
    priority: str | None = None
    agent: str | None = None
    sender: str | None = None
    public: bool = True
    reason: str | None = None
    by: str | None = None
    direction: str | None = None
    entry: str | None = None
    tier: str | None = None
    topic: str | None = None


Outcome: TypeAlias = Literal["applied", "duplicate", "late"]
"""What becomes of an event; a record that became none is `Rejected`."""


class Rejected(msgspec.Struct, frozen=True):
    """A record that became no event: the reason, and its source as far as it could be read."""

    reason: str
    source: str = ""
