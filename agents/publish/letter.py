"""A record of the floor's topic: its key, its sender, and a bulletin that is packed.

The keys are JSON arrays, so that a person can read them: `["contacts", 3, "whole"]`, `["contacts", 3, "change"]`, the
same of agents, and `["asks"]` of a worker that has nothing to tell and wants to hear of all. The value of that one is a
JSON array too: the partitions that it has all the same, as while it restores them.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import msgspec

from agents.publish.shelf import SUBJECTS, Place

Kind: TypeAlias = Literal["whole", "change"]

ASKS: Final = b'["asks"]'
SENDER: Final = "sender"
MOST_BYTES: Final = 256 << 20
"""Nothing unpacked is longer: what claims to be is damaged."""
_LEVEL: Final = 1
"""Packing harder costs more than sending less saves."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A record to be sent, or as it was read; `sent_ms` is when, `partition` that of the topic."""

    partition: int
    key: bytes
    value: bytes
    sender: str
    sent_ms: int = 0

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]:
        """Who sent it stands outside: our own letters need not be opened."""
        return [(SENDER, self.sender.encode())]


def key_of(place: Place, kind: Kind) -> bytes:
    """The key under which the newest record of a kind is kept."""
    return msgspec.json.encode((place.subject, place.number, kind))


def place_of(key: bytes) -> tuple[Place, Kind] | None:
    """Which part a record tells of; None where it is none of ours to understand."""
    try:
        subject, number, kind = msgspec.json.decode(key, type=tuple[str, int, str])
    except ValueError:  # msgspec's own, and that of text which is none
        return None
    for known in SUBJECTS:
        if subject == known and kind in {"whole", "change"}:
            return Place(known, number), "whole" if kind == "whole" else "change"
    return None


def asking(sender: str, numbers: Iterable[int]) -> Letter:
    """The record of a worker that has these partitions, and has nothing to tell of them yet."""
    return Letter(0, ASKS, msgspec.json.encode(sorted(numbers)), sender)


def named(value: bytes) -> Sequence[int]:
    """The partitions that a worker has which only asks; none where it does not say, as former versions do not."""
    try:
        return msgspec.json.decode(value, type=list[int])
    except ValueError:
        return ()


def packed(value: bytes) -> bytes:
    """The bytes as they travel."""
    return zlib.compress(value, _LEVEL)


def unpacked(value: bytes) -> bytes | None:
    """The bytes as they were; None where they are damaged."""
    try:
        return zlib.decompressobj().decompress(value, MOST_BYTES)
    except zlib.error:
        return None
