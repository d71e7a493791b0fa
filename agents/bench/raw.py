"""The floor of every ratio: a bare consumer loop that decodes each record and does nothing with it."""

from collections.abc import Sequence
from typing import Final

import msgspec

from agents.bench.reading import Job, Reading, Stopwatch, answer
from agents.bench.source import reader

_MAX_RECORDS: Final = 20_000
_POLL_MS: Final = 1_000


class Line(msgspec.Struct, gc=False):
    """An event as it stands in the record."""

    id: str
    type: str
    time: int
    contact: str
    channel: str
    queue: str
    priority: str
    agent: str | None = None


async def measure(job: Job) -> Sequence[Reading]:
    """From the first records in hand until all are decoded."""
    decode = msgspec.json.Decoder(Line).decode
    watch: Stopwatch | None = None
    count = 0
    async with reader(job.resolve()) as consumer:
        while watch is None or count < job.events:
            fetched = await consumer.getmany(timeout_ms=_POLL_MS, max_records=_MAX_RECORDS)
            if fetched and watch is None:
                watch = Stopwatch()
            for records in fetched.values():
                for record in records:
                    decode(record.value)
                count += len(records)
        return [watch.read("raw", count)]


if __name__ == "__main__":
    answer(measure)
