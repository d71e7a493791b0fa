"""The worker itself, as it runs everywhere: Faust, lanes, transactions, the tick and the server; only watched."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from agents.bench.reading import Job, Reading, Stopwatch, answer
from agents.bench.served import tell
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.topics import Prepared
from agents.worker import Worker
from stream.partition import Partition

_LOOK_EVERY_S: Final = 0.005


class Meter:
    """Watches lanes from the first chunk until they have applied and kept so many events."""

    def __init__(self, lanes: Lanes[Partition], events: int) -> None:
        """Stand between the agent and the lanes."""
        self.applied = asyncio.Event()
        self.readings: list[Reading] = []
        self._lanes = lanes
        self._events = events
        self._accept = lanes.accept
        self._watch: Stopwatch | None = None

    def accept(self, chunk: Chunk) -> None:
        """Pass a chunk on; the clock starts at the first one that carries something."""
        watch = self._watch
        if watch is None and chunk.records:
            watch = self._watch = Stopwatch()
        self._accept(chunk)
        if watch is not None and not self.readings and self._all(view.position for view in self._lanes.views()):
            self.readings.append(watch.read("worker_applied", self._events))
            self.applied.set()

    async def kept(self) -> None:
        """Wait until everything is durable; raises ValueError where not every event counted."""
        await self.applied.wait()
        while not self._all(view.durable_offset + 1 for view in self._lanes.views()):  # noqa: ASYNC110 - a lane sets no event of ours
            await asyncio.sleep(_LOOK_EVERY_S)
        if self._watch is not None:
            self.readings.append(self._watch.read("worker_durable", self._events))
        memories = [view.partition for view in self._lanes.views() if view.partition is not None]
        counted = sum(counts.applied for memory in memories for counts in memory.sources.values())
        if counted != self._events:
            raise ValueError(f"the worker applied {counted} of {self._events} events")

    def _all(self, offsets: Iterable[int]) -> bool:
        return sum(offsets) >= self._events


class MeteredWorker(Worker):
    """A worker whose lanes are watched, and that ends when it has read everything."""

    def __init__(self, job: Job) -> None:
        """Expect so many events, and boards before that."""
        super().__init__(job.resolve())
        self._events = job.events
        self._expected = job.boards
        self.meter: asyncio.Future[Meter] = asyncio.get_running_loop().create_future()

    async def _topics(self) -> Prepared:
        tell(self.address)
        while self._store.readers < self._expected:  # noqa: ASYNC110 - boards come when they come
            await asyncio.sleep(_LOOK_EVERY_S)
        return await super()._topics()

    def _lanes(self, topics: Prepared) -> Lanes[Partition]:
        lanes = super()._lanes(topics)
        meter = Meter(lanes, self._events)
        lanes.accept = meter.accept  # type: ignore[method-assign] # nobody but a bench looks on here
        self.meter.set_result(meter)
        return lanes


async def measure(job: Job) -> Sequence[Reading]:
    """From the first chunk until all is applied, and until all is durable."""
    worker = MeteredWorker(job)
    watching = asyncio.create_task(_watch(worker))
    status = await worker.run()
    if status:
        raise RuntimeError(f"the worker ended with status {status}")
    return await watching


async def _watch(worker: MeteredWorker) -> Sequence[Reading]:
    try:
        meter = await worker.meter
        await meter.kept()
    finally:
        worker.stop.set()
    return meter.readings


if __name__ == "__main__":
    answer(measure)
