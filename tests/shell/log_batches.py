"""Batches of records as they stand in the log of a partition: sound, damaged, and the markers of transactions."""

from collections.abc import Sequence

from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

CRC_AT, CONTROL_AT, CHECKED_FROM = 17, 22, 21


def batch(first: int, keys: Sequence[str], *, marker: bool = False, producer: int = -1) -> bytearray:
    """One batch as it stands in the log: a record to each letter, the offsets from `first` on.

    With a producer it is of a transaction.
    """
    builder = DefaultRecordBatchBuilder(2, 0, int(producer >= 0), producer, -1, -1, 1 << 20)
    for place, key in enumerate(keys):
        builder.append(place, 1_000 + place, key.encode(), None if key == "-" else key.upper().encode(), [("h", b"1")])
    built = bytearray(builder.build())
    built[:8] = first.to_bytes(8, "big")
    if marker:
        built[CONTROL_AT] |= 0x20
        built[CRC_AT:CHECKED_FROM] = calc_crc32c(bytes(built[CHECKED_FROM:])).to_bytes(4, "big")
    return built


def ended(first: int, producer: int, *, aborted: bool) -> bytearray:
    """The marker that ends a transaction: its key is a version and what has become of it, two bytes each."""
    return batch(first, ["\0\0\0\0" if aborted else "\0\0\0\1"], marker=True, producer=producer)


def damaged(first: int, keys: str) -> bytearray:
    """A batch of which the disk has changed a bit."""
    found = batch(first, keys)
    found[-1] ^= 1
    return found
