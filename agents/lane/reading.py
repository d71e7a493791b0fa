"""What to ask the consumer for, and how its answers become chunks that leave nothing out.

A lane says by its epoch and position where reading must go on. Whenever that is not where the consumer stands, the
consumer is set there first; whatever it had fetched before carries the old epoch and is passed over by the lane.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from agents.dead_letters import ReadRecord
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.lane.ports import SourcePartition

P = TypeVar("P", bound=SourcePartition)


@dataclass(slots=True)
class _Mark:
    """Where the consumer stands in a partition, and for which epoch."""

    epoch: int
    position: int


class Reading(Generic[P]):
    """The reader's side of all lanes of a worker."""

    def __init__(self, lanes: Lanes[P], max_chunk: int) -> None:
        """Begin with a consumer that stands nowhere."""
        self._lanes = lanes
        self._max_chunk = max_chunk
        self._marks: dict[int, _Mark] = {}

    def seeks(self) -> dict[int, int]:
        """Return where the consumer must be set before the next fetch; to be followed at once."""
        running = {lane.number: lane for lane in self._lanes.running()}
        for number in self._marks.keys() - set(self._lanes.numbers):
            del self._marks[number]
        astray = {
            number: lane.position
            for number, lane in running.items()
            if number not in self._marks or self._marks[number].epoch != lane.epoch
        }
        for number, position in astray.items():
            self._marks[number] = _Mark(running[number].epoch, position)
        return astray

    def wanted(self) -> frozenset[int]:
        """Return the partitions to fetch from: those that run and whose place is right."""
        return frozenset(
            lane.number
            for lane in self._lanes.running()
            if (mark := self._marks.get(lane.number)) is not None and mark.epoch == lane.epoch
        )

    def is_done(self, number: int) -> bool:
        """Whether all that was handed over of a partition is folded, and the consumer stands where its lane does."""
        lane, mark = self._lanes.lane(number), self._marks.get(number)
        return lane is not None and mark == _Mark(lane.epoch, lane.position)

    def chunks(self, number: int, records: Sequence[ReadRecord], position: int) -> Iterator[Chunk]:
        """Cut what was fetched of a partition, after which the consumer stands at `position`, into chunks.

        Without records there is one empty chunk if the consumer has moved, over markers of transactions for example.
        Each chunk counts as handed over when the next one is asked for.
        """
        mark = self._marks.get(number)
        if mark is None or (not records and position <= mark.position):
            return
        for first in range(0, max(1, len(records)), self._max_chunk):
            part = records[first : first + self._max_chunk]
            is_last = first + self._max_chunk >= len(records)
            end = position if is_last else part[-1].offset + 1
            yield Chunk(number, mark.epoch, mark.position, end, part)
            mark.position = end

    def astray(self, number: int) -> None:
        """Note that something fetched was not handed over: the consumer must be set back."""
        self._marks.pop(number, None)
