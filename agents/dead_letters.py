"""The records that were refused, as they stand in the dead-letter topic: the bytes as they came, and why they are here.

Value and key are the original's, untouched, so that a letter can be sent again as it is; all else are headers:
`floorwatch.reason`, `.topic`, `.partition`, `.offset`, `.timestamp` (ms), `.error` where the record broke the engine
(its traceback), and each header of the original as `original.<name>`. A value longer than the topic takes is cut off,
and `floorwatch.cut` then says how long it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from stream.intake import Record

Headers = list[tuple[str, bytes | None]]

OWN = "floorwatch."
ORIGINAL = "original."
REASON = OWN + "reason"
TOPIC = OWN + "topic"
PARTITION = OWN + "partition"
OFFSET = OWN + "offset"
TIMESTAMP = OWN + "timestamp"
CUT = OWN + "cut"
ERROR = OWN + "error"
# What a record costs on top of its key, value and headers, generously.
OVERHEAD_BYTES = 512


class ReadRecord(Record, Protocol):
    """A record as the consumer gives it."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """What its sender wrote beside it."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One refused record: why, where it stood, and all that it was."""

    reason: str
    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    error: str | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        named = sum(len(name) + len(value or b"") for name, value in self.headers)
        told = len((self.error or "").encode())
        return len(self.key or b"") + len(self.value or b"") + named + told + OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class Encoded:
    """A record for the dead-letter topic."""

    key: bytes | None
    value: bytes | None
    headers: Headers


def refused(record: ReadRecord, reason: str, topic: str, partition: int, error: str | None = None) -> DeadLetter:
    """Make a dead letter of a record that was read; `error` is the traceback where it broke the engine."""
    offset, timestamp, headers = record.offset, record.timestamp, tuple(record.headers)
    return DeadLetter(reason, topic, partition, offset, timestamp, record.key, record.value, headers, error)


def encode(letter: DeadLetter, max_bytes: int) -> Encoded:
    """Write a letter as a record of at most about `max_bytes`; what is too long loses the end of its value first."""
    headers: Headers = [
        (REASON, letter.reason.encode()),
        (TOPIC, letter.topic.encode()),
        (PARTITION, b"%d" % letter.partition),
        (OFFSET, b"%d" % letter.offset),
        (TIMESTAMP, b"%d" % letter.timestamp),
    ]
    if letter.error is not None:
        headers.append((ERROR, letter.error.encode()))
    if letter.size <= max_bytes:
        headers += [(ORIGINAL + name, value) for name, value in letter.headers]
        return Encoded(letter.key, letter.value, headers)
    value = letter.value or b""
    room = max_bytes - (letter.size - len(value))
    headers.append((CUT, b"%d" % len(value)))
    if room > 0:
        headers += [(ORIGINAL + name, held) for name, held in letter.headers]
        return Encoded(letter.key, value[:room], headers)
    # Key and headers alone are too long: the offset still says where the whole of it stands.
    room = max(0, max_bytes - OVERHEAD_BYTES)
    key = letter.key if letter.key is None else letter.key[:room]
    return Encoded(key, value[: room - len(key or b"")], headers)


def decode(record: ReadRecord) -> DeadLetter | None:
    """Read a letter back; None for a record that is none."""
    headers = dict(record.headers)
    try:
        return DeadLetter(
            reason=(headers[REASON] or b"").decode(),
            topic=(headers[TOPIC] or b"").decode(),
            partition=int(headers[PARTITION] or b""),
            offset=int(headers[OFFSET] or b""),
            timestamp=int(headers[TIMESTAMP] or b""),
            key=record.key,
            value=record.value,
            headers=tuple(
                (name.removeprefix(ORIGINAL), value) for name, value in record.headers if name.startswith(ORIGINAL)
            ),
            error=(headers[ERROR] or b"").decode() if ERROR in headers else None,
        )
    except (KeyError, ValueError):
        return None


def is_whole(record: ReadRecord) -> bool:
    """Whether a letter still has every byte of the original."""
    return all(name != CUT for name, _ in record.headers)
