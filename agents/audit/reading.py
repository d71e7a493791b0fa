"""Reading a topic beside the workers: in no group, without leaving a trace, no faster than is good for the broker."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from agents.dead_letters import ReadRecord
from agents.kafka import Connection
from agents.opened import Isolation, first_offsets, onlooker
from stream.codec import Wire, decode
from stream.units import MINUTE, Millis

_POLL_MS: Final = 200
_AT_ONCE: Final = 2_000
_FETCH_BYTES: Final = 1 << 20
_FIRST: Final = 200
_MOST_AHEAD_MS: Final = 5 * MINUTE
"""Further ahead is no time at all, unless a site allows it."""

Step = Callable[[int], None]
"""Told how many more records have been read."""


class Span(NamedTuple):
    """The records of a partition that are there, from `first` up to, not including, `end`.

    `cut_ms` is how far the log's clock was about there where others came before; None: it is the first there ever was.
    """

    first: int
    end: int
    cut_ms: Millis | None


class Reader:
    """Reads one partition at a time; at most `rate` records a second, 0 for as many as there are."""

    def __init__(self, consumer: AIOKafkaConsumer, rate: int, step: Step) -> None:
        """Use a consumer that is started."""
        self._consumer = consumer
        self._rate = rate
        self._step = step

    async def span(self, topic: str, number: int, from_ms: Millis | None = None) -> Span:
        """What a partition holds, or what of it was written from an instant on."""
        place, consumer = TopicPartition(topic, number), self._consumer
        first = (await first_offsets(consumer, [place], from_ms))[place]
        end = (await consumer.end_offsets([place]))[place]
        if first == 0 or first >= end:
            return Span(first, end, None if first == 0 else from_ms or 0)
        async for records in self._fetched(place, first, end):
            return Span(first, end, _clock_of(records[:_FIRST]))
        return Span(first, end, from_ms or 0)

    async def records(self, topic: str, number: int, first: int, end: int) -> AsyncIterator[Sequence[ReadRecord]]:
        """The records from one offset up to, not including, another, a few thousand at a time."""
        loop = asyncio.get_running_loop()
        async for records in self._fetched(TopicPartition(topic, number), first, end):
            began = loop.time()
            yield records
            self._step(len(records))
            if self._rate:
                await asyncio.sleep(max(0.0, len(records) / self._rate - (loop.time() - began)))

    async def _fetched(self, place: TopicPartition, first: int, end: int) -> AsyncIterator[Sequence[ReadRecord]]:
        if first >= end:
            return  # without having been assigned anything: a consumer that is stopped right after that never ends
        consumer = self._consumer
        consumer.assign([place])
        consumer.seek(place, first)
        # Never until the last offset is seen: the tail may be the markers of transactions.
        while await consumer.position(place) < end:
            fetched = await consumer.getmany(place, timeout_ms=_POLL_MS, max_records=_AT_ONCE)
            records = [record for record in fetched.get(place, ()) if record.offset < end]
            if records:
                yield records


def _clock_of(records: Sequence[ReadRecord]) -> Millis:
    """Where the log's clock stood when the first records were written, or a little later: they may be out of order."""
    told = ((record, decode(record.value)) for record in records)
    wires = ((wire.at, record.timestamp) for record, wire in told if isinstance(wire, Wire))
    times = [min(at_ms, stamp_ms) for at_ms, stamp_ms in wires if at_ms - stamp_ms <= _MOST_AHEAD_MS]
    return max(times, default=records[0].timestamp)


@asynccontextmanager
async def reading(
    connection: Connection, *, rate: int, step: Step, isolation: Isolation = "read_uncommitted"
) -> AsyncIterator[Reader]:
    """Open a reader; a source is read uncommitted, as workers read it. Raises KafkaAwayError, ConfigurationError."""
    async with onlooker(connection, isolation, _FETCH_BYTES) as consumer:
        yield Reader(consumer, rate, step)
