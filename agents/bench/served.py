"""A worker as it runs everywhere, that tells where it serves and, when told to end, how late it applied events."""

import asyncio
import signal
import sys
from collections import Counter
from typing import Final

import msgspec

from agents.bench.reading import Job
from agents.clock import now_ms
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.logs import configure_logs, quieten_libraries
from agents.signals import stop_on_signals
from agents.topics import Prepared
from agents.worker import Worker
from stream.partition import Partition
from stream.units import Millis

ADDRESS: Final = "serving at "
"""How the line begins that says where."""


class Applied(msgspec.Struct, frozen=True):
    """How many events were applied so many milliseconds after the timestamps of their records."""

    lags_ms: dict[Millis, int]


class ServedWorker(Worker):
    """A worker whose lanes are watched as they apply."""

    def __init__(self, job: Job) -> None:
        """Begin with nothing applied."""
        super().__init__(job.resolve())
        self.lags_ms: Counter[Millis] = Counter()

    async def _topics(self) -> Prepared:
        tell(self.address)
        return await super()._topics()

    def _lanes(self, topics: Prepared) -> Lanes[Partition]:
        lanes = super()._lanes(topics)
        accept, lags_ms = lanes.accept, self.lags_ms

        def watched(chunk: Chunk) -> None:
            accept(chunk)
            applied_at = now_ms()
            for record in chunk.records:
                lags_ms[applied_at - record.timestamp] += 1

        lanes.accept = watched  # type: ignore[method-assign] # nobody but a bench looks on here
        return lanes


def tell(address: str) -> None:
    """Say where a worker serves."""
    sys.stdout.write(f"{ADDRESS}{address}\n")
    sys.stdout.flush()


async def serve(job: Job) -> Applied:
    """Work until told to end; SIGUSR1 forgets what was applied before. Raises RuntimeError for a bad end."""
    worker = ServedWorker(job)
    stop_on_signals(worker.stop)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, worker.lags_ms.clear)
    status = await worker.run()
    if status:
        raise RuntimeError(f"the worker ended with status {status}")
    return Applied(dict(worker.lags_ms))


if __name__ == "__main__":
    configure_logs("warning", "json")
    quieten_libraries()
    applied = asyncio.run(serve(msgspec.json.decode(sys.argv[1], type=Job)))
    sys.stdout.write(f"{msgspec.json.encode(applied).decode()}\n")
