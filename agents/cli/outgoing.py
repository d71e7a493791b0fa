"""From a line of a recording to a record for Kafka: the right topic, the key that keeps a contact together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec
import orjson

from stream.codec import EARLIEST, LATEST, timed
from stream.events import AGENT_TYPES
from stream.units import Millis, format_instant

_PLACEMENT: Final = "record"
"""The member in which a recording keeps what Kafka knew about the record; it is no part of the event."""


class Outgoing(NamedTuple):
    """One record as it goes to Kafka; `at_ms` is the event's time, None where it has none that can be read."""

    topic: str
    key: bytes
    value: bytes
    at_ms: Millis | None


class Unsendable(NamedTuple):
    """A line that is no event with a key, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Addressing:
    """Which topic takes what, and by how much times are moved."""

    contact_topic: str
    agent_topic: str
    shift_ms: Millis | None = None

    def outgoing(self, line: bytes) -> Outgoing | Unsendable:
        """Make the record of a line; its bytes stay as they are unless something has to change."""
        try:
            event = orjson.loads(line)
        except orjson.JSONDecodeError as fault:
            return Unsendable(f"not JSON: {fault}")
        if not isinstance(event, dict):
            return Unsendable("no JSON object")
        kind = event.get("type")
        about_agent = isinstance(kind, str) and kind in AGENT_TYPES
        owner = "subject" if event.get("specversion") is not None else "agent" if about_agent else "contact"
        key = event.get(owner)
        if not isinstance(key, str) or not key:
            return Unsendable(f"names no {owner}")
        at_ms = time_of(event)
        changed = event.pop(_PLACEMENT, None) is not None
        if self.shift_ms is not None:
            if at_ms is None:
                return Unsendable("has no time that could be moved")
            changed, at_ms = True, at_ms + self.shift_ms
            try:
                event["time"] = at_ms if isinstance(event["time"], int) else format_instant(at_ms)
            except OverflowError:
                return Unsendable("has a time beyond the calendar")
        topic = self.agent_topic if about_agent else self.contact_topic
        value = _written(event) if changed else line
        return Unsendable("is nested too deeply") if value is None else Outgoing(topic, key.encode(), value, at_ms)


def _written(event: Mapping[str, Any]) -> bytes | None:
    """An event as bytes, None where it is deeper than any record that a worker reads.

    Not by orjson, which reads what is nested a thousand times deep, and writes only a quarter of that.
    """
    try:
        return msgspec.json.encode(event)
    except RecursionError:
        return None


def time_of(event: Mapping[str, Any]) -> Millis | None:
    """The event's time in either of its two forms, or None where a worker would find none that an event can have.

    Seconds or microseconds for milliseconds would lie years from all others: who waits for such a time waits for ever.
    """
    written = event.get("time")
    if isinstance(written, bool) or not isinstance(written, int | str):
        return None
    at_ms = timed(written)
    return at_ms if EARLIEST <= at_ms <= LATEST else None
