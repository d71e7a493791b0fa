"""Headers that are no text: read with escapes, in every batch and by every consumer."""

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.record.default_records import DefaultRecordBatchBuilder, _DefaultRecordBatchBuilderPy
from aiokafka.record.memory_records import MemoryRecords

from agents.lane.forgiving import ForgivingRecords, read_any_header

PLACE = TopicPartition("contact.events", 0)
NONE, GZIP, SNAPPY, LZ4, ZSTD = range(5)


class Odd(str):
    """A name that a client of another language has written as bytes."""

    __slots__ = ()

    def encode(self, *_how: str) -> bytes:
        """What stands in the record."""
        return b"\xff\xfename"


def batch(first: int, keys: str, *, odd: str = "", codec: int = NONE) -> bytes:
    """A batch with a record to each letter; the headers of some have an odd name."""
    kind = _DefaultRecordBatchBuilderPy if odd else DefaultRecordBatchBuilder
    builder = kind(2, codec, 0, -1, -1, -1, 1 << 20)
    for place, key in enumerate(keys):
        name = Odd("name") if key in odd else "name"
        builder.append(place, 1_000 + place, key.encode(), key.upper().encode(), [("first", None), (name, b"1")])
    return first.to_bytes(8, "big") + bytes(builder.build())[8:]


def read(data: bytes, start: int = 0) -> list[tuple[int, bytes, list[tuple[str, bytes | None]]]]:
    """Offset, value and headers of all records, as a consumer of aiokafka reads them."""
    records = ForgivingRecords(data)
    source = PartitionRecords(PLACE, records, None, start, None, None, True, READ_UNCOMMITTED)  # noqa: FBT003 - as in aiokafka
    return [(record.offset, record.value, list(record.headers)) for record in source]


@pytest.mark.parametrize("codec", [NONE, GZIP, SNAPPY, LZ4, ZSTD])
def test_a_header_whose_name_is_no_text_is_read_with_escapes(codec: int) -> None:
    """Nor does it keep anything from being read that stands beside it, before it or after it."""
    later = batch(2, "cd", odd="d", codec=codec) + batch(4, "e")
    data = batch(0, "ab") + later
    with pytest.raises(UnicodeDecodeError):
        list(PartitionRecords(PLACE, MemoryRecords(data), None, 0, None, None, True, READ_UNCOMMITTED))  # noqa: FBT003 - as above

    names = {value: headers[1][0] for _, value, headers in read(data)}
    assert {b"A": "name", b"B": "name", b"C": "name", b"D": "\\xff\\xfename", b"E": "name"} == names
    assert [0, 1, 2, 3, 4] == [offset for offset, *_ in read(data)]
    assert [3, 4] == [offset for offset, *_ in read(later, start=3)]


def test_what_is_text_is_read_as_before() -> None:
    """The same records as aiokafka's own, and as much of them; a batch that is not whole is left for the next fetch."""
    data = batch(0, "abc", codec=GZIP) + batch(3, "de") + batch(5, "f")[:-1]
    source = PartitionRecords(PLACE, MemoryRecords(data), None, 0, None, None, True, READ_UNCOMMITTED)  # noqa: FBT003 - as above

    assert [(record.offset, record.value, list(record.headers)) for record in source] == read(data)
    assert MemoryRecords(data).size_in_bytes() == ForgivingRecords(data).size_in_bytes()
    assert not ForgivingRecords(b"").has_next()
    assert None is ForgivingRecords(b"").next_batch()


def test_every_consumer_of_the_process_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for."""
    monkeypatch.setattr(fetcher, "MemoryRecords", MemoryRecords)
    read_any_header()
    read_any_header()

    assert ForgivingRecords is fetcher.MemoryRecords
