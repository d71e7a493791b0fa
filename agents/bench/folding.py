"""What a topic's records make of a floor, without any worker: folded by the replay, at an instant."""

import asyncio
import sys

import msgspec

from agents.bench.reading import Job
from agents.bench.source import reader
from agents.settings.runtime import site_of
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay
from stream.units import Millis

_POLL_MS = 1_000


class Folding(Job, frozen=True, kw_only=True):
    """So many records, shown at this instant."""

    at_ms: Millis


async def floor(job: Folding) -> bytes:
    """The floor as a document."""
    settings = job.resolve()
    replay = Replay(site_of(settings), settings.partitions, job.at_ms)
    count = 0
    async with reader(settings) as consumer:
        while count < job.events:
            for place, records in (await consumer.getmany(timeout_ms=_POLL_MS)).items():
                replay.partitions[place.partition].fold(records)
                count += len(records)
    return encode(replay.floor(standard()))


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(floor(msgspec.json.decode(sys.argv[1], type=Folding))).decode()}\n")
