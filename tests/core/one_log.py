"""Records of a source topic for the tests of a partition and its rows."""

from typing import NamedTuple

import msgspec

from stream.units import Millis
from tests.core.one_contact import at


class Record(NamedTuple):
    """A record of the source topic."""

    offset: int
    timestamp: Millis
    key: bytes | None
    value: bytes | None


def record(offset: int, kind: str = "queued", second: float = 0, **fields: object) -> Record:
    """A record of the contact c1 (or the one named), at the event's own time (or `timestamp`)."""
    told = {"type": f"contact.{kind}", "time": at(second), "contact": "c1", **fields}
    timestamp, key = told.pop("timestamp", at(second)), told.pop("key", str(told["contact"]).encode())
    assert isinstance(timestamp, int)
    assert key is None or isinstance(key, bytes)
    return Record(offset, timestamp, key, msgspec.json.encode(told))


def queued(offset: int, second: float = 0, contact: str = "c1", queue: str = "sales", **fields: object) -> Record:
    """A caller who waits."""
    return record(offset, "queued", second, contact=contact, queue=queue, channel="voice", **fields)
