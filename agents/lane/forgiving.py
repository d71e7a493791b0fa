"""Records with a header whose name is no text: aiokafka gives up on their partition, at each start and without end.

Kafka takes such a name from any client that writes bytes there. It stands for nothing here, so it is read with escapes,
and the record is judged like every other one.
"""

from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords

_HEAD: Final = Struct(">qi")
"""Every batch begins with its offset and with how many bytes follow."""


class _Bytes(bytearray):
    """Bytes of which a part can always be read as text."""

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a byte or a part, as asked
        found = super().__getitem__(place)
        return _Bytes(found) if isinstance(place, slice) else found

    def decode(self, encoding: str = "utf-8", errors: str = "backslashreplace") -> str:
        """The text; what is none of it as escapes."""
        return super().decode(encoding, errors)


class _Batch:
    """A batch as aiokafka parses it, and once more, slowly, where it cannot."""

    __slots__ = ("_batch", "_raw")

    def __init__(self, batch: Any, raw: memoryview) -> None:  # noqa: ANN401 - aiokafka has no types
        self._batch = batch
        self._raw = raw

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a batch has
        return getattr(self._batch, name)

    def __iter__(self) -> Iterator[Any]:
        try:
            records: list[Any] = list(self._batch)
        except UnicodeDecodeError:
            again = iter(_DefaultRecordBatchPy(self._raw))
            again._buffer = _Bytes(again._buffer)
            records = list(again)
        return iter(records)


class ForgivingRecords:
    """What was fetched of a partition, batch by batch."""

    def __init__(self, data: bytes) -> None:
        """Parse lazily."""
        self._records = MemoryRecords(data)
        self._left = memoryview(data)

    def size_in_bytes(self) -> int:
        """How much was fetched."""
        size: int = self._records.size_in_bytes()
        return size

    def has_next(self) -> bool:
        """Whether there is a whole batch left."""
        more: bool = self._records.has_next()
        return more

    def next_batch(self) -> Any:  # noqa: ANN401 - as above
        """The next batch, or None; raises CorruptRecordException."""
        batch: Any = self._records.next_batch()
        if batch is None:
            return None
        size = _HEAD.size + _HEAD.unpack_from(self._left)[1]
        raw, self._left = self._left[:size], self._left[size:]
        # The markers of transactions are Kafka's own, and read otherwise.
        return batch if batch.is_control_batch else _Batch(batch, raw)


def read_any_header() -> None:
    """Let every consumer of this process read such records; may be called more than once."""
    fetcher.MemoryRecords = ForgivingRecords
