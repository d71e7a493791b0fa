"""A worker as it runs everywhere, that ends once each partition has applied a record, and tells how long that took."""

import asyncio
import os
import sys
import time

import msgspec

from agents.bench.reading import Job
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.logs import configure_logs, quieten_libraries
from agents.process_stat import started_s
from agents.resident import resident_bytes
from agents.signals import stop_on_signals
from agents.topics import Prepared
from agents.worker import Worker
from stream.partition import Partition


class Restarted(msgspec.Struct, frozen=True):
    """From the start of the process until every partition had applied a record; contacts and memory were those then."""

    seconds: float
    cpu_seconds: float
    contacts: int
    rss_bytes: int


class RestartedWorker(Worker):
    """A worker whose lanes are watched until each has applied something."""

    def __init__(self, job: Job) -> None:
        """Begin with nothing applied."""
        super().__init__(job.resolve())
        self.told: Restarted | None = None
        self._begun: set[int] = set()

    def _lanes(self, topics: Prepared) -> Lanes[Partition]:
        lanes = super()._lanes(topics)
        accept = lanes.accept

        def watched(chunk: Chunk) -> None:
            accept(chunk)
            if chunk.records:
                self._begun.add(chunk.partition)
            if self.told is None and len(self._begun) == topics.partitions:
                contacts = sum(len(partition.memory.contacts) for partition in lanes.partitions())
                rss_bytes = resident_bytes() or 0
                self.told = Restarted(age_s(), time.process_time(), contacts, rss_bytes)
                self.stop.set()

        lanes.accept = watched  # type: ignore[method-assign] # nobody but a bench looks on here
        return lanes


def age_s() -> float:
    """How long ago this process was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_s(os.getpid())


async def work(job: Job) -> Restarted:
    """Work until each partition has applied something; raises RuntimeError for a bad end."""
    worker = RestartedWorker(job)
    stop_on_signals(worker.stop)
    status = await worker.run()
    if status or worker.told is None:
        raise RuntimeError(f"the worker ended with status {status} before all was restored")
    return worker.told


if __name__ == "__main__":
    configure_logs("warning", "json")
    quieten_libraries()
    told = asyncio.run(work(msgspec.json.decode(sys.argv[1], type=Job)))
    sys.stdout.write(f"{msgspec.json.encode(told).decode()}\n")
