"""The records of a partition that break the engine: which they are, and what it said when it broke.

A fold that raises leaves nobody knows what behind: the memory is dropped and read again. What was folded together then
goes one record at a time; the one that raises alone is set aside from then on, and the rest goes on without it.
"""

import traceback
from collections.abc import Iterator, Sequence
from typing import Final

from agents.dead_letters import ReadRecord

ENGINE_ERROR: Final = "engine_error"
"""The reason in the dead letter of such a record."""
WITHIN: Final = 1_000
MOST: Final = 20
"""Where more than so many of `WITHIN` offsets break the engine, it is not the records: the worker ends."""
_LONGEST: Final = 8_000


class Quarantine:
    """What is known of one partition; `count` is how many records have been set aside since the process began."""

    def __init__(self) -> None:
        """Trust every record."""
        self.count = 0
        self._faults: dict[int, str] = {}
        self._careful_until = -1

    def parts(self, records: Sequence[ReadRecord]) -> Iterator[Sequence[ReadRecord]]:
        """What is to be folded together: everything, but one by one where something among them broke the engine."""
        if not records or records[0].offset >= self._careful_until:
            yield records
        else:
            yield from ((record,) for record in records)

    def fault_of(self, offset: int) -> str | None:
        """The traceback that a record has caused; None: it is to be folded."""
        return self._faults.get(offset)

    def caught(self, part: Sequence[ReadRecord], error: Exception, *, durable_offset: int) -> int | None:
        """Note that folding these raised; returns the offset of the record that did it, None if it is not known yet."""
        last = part[-1].offset
        self._careful_until = max(self._careful_until, last + 1)
        if len(part) > 1:
            return None
        needed = min(durable_offset, last - WITHIN)
        self._faults = {offset: told for offset, told in self._faults.items() if offset > needed}
        self._faults[last] = "".join(traceback.format_exception(error))[-_LONGEST:]
        self.count += 1
        return last

    @property
    def is_everything(self) -> bool:
        """Whether so many records break the engine that leaving them out would make every figure wrong."""
        newest = max(self._faults, default=0)
        return sum(offset > newest - WITHIN for offset in self._faults) > MOST
