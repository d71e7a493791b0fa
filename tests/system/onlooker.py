"""Looks at all workers of a floor at once, as a Prometheus and the walls of several rooms would."""

import asyncio
import re
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import orjson

from tests.system.meanwhile import meanwhile
from tests.system.worker_process import Command, Document, eventually, folded

OWNED: Final = re.compile(r'^kpi_watermark_timestamp_seconds\{partition="(\d+)"\} ', re.MULTILINE)
OFFERED: Final = re.compile(r'^kpi_window_offered\{[^}]*window="today"[^}]*\} ([0-9.e+]+)$', re.MULTILINE)
PAUSE_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Export:
    """What one worker exports: the partitions that it says are its own, and how many contacts were offered today."""

    partitions: frozenset[int]
    offered: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What several workers export together: each partition as often as somebody has it."""

    partitions: list[int]
    offered: int


@dataclass(slots=True)
class Onlooker:
    """Collects what must never be seen (`faults`), and for how long no worker exported a partition."""

    partitions: int
    workers: list[Command] = field(default_factory=list)
    offered: Callable[[], int] = int
    """How many contacts the events that have been written so far can have offered at most."""
    faults: list[str] = field(default_factory=list)
    looks: int = 0
    begun: int = 0
    pause_s: float = PAUSE_S
    dark_ms: dict[int, list[int]] = field(default_factory=dict)
    still: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Who holds it changes `workers` while nobody looks: one that is frozen amid a look would never answer it."""
    _seen_s: dict[int, float] = field(default_factory=dict)
    _shown: dict[int, int] = field(default_factory=dict)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Look for as long as the block runs."""
        async with meanwhile(self._look()):
            yield

    async def look(self) -> None:
        """Wait until another look is over that has begun after this."""
        mark = self.begun + 1

        async def seen() -> bool | None:
            return True if self.looks >= mark else None

        await eventually(seen, "the onlooker looks")

    async def exported(self, workers: Sequence[Command]) -> Sum:
        """Ask all of them at once."""
        told = [export for export in await asyncio.gather(*map(self._export, workers)) if export is not None]
        partitions = sorted(number for export in told for number in export.partitions)
        return Sum(partitions, sum(export.offered for export in told))

    async def return_of(self, frozen: Command) -> None:
        """Wake one that others have replaced, who exports nothing that they export; nobody looks meanwhile."""
        async with self.still:
            before = await self.exported(self.workers)
            first: frozenset[int] = frozenset()
            if frozen.address is None:
                frozen.signal(signal.SIGCONT)
            else:
                # It may end as soon as it sees how late it is.
                with suppress(AssertionError, OSError):
                    first = await first_breath(frozen)
            twice = sorted(first.intersection(before.partitions))
            if twice:
                self.faults.append(f"partitions {twice} of a worker that has been replaced")

    async def _look(self) -> None:
        while True:
            async with self.still:
                self.begun += 1
                workers = tuple(self.workers)
                self._judge(await asyncio.gather(*(self._export(worker) for worker in workers)))
                for worker in workers:
                    self._judge_floor(worker, await self._floor(worker))
            await asyncio.sleep(self.pause_s)

    def _judge(self, exports: Sequence[Export | None]) -> None:
        """No partition on two workers, nothing counted that has not happened."""
        self.looks += 1
        now_s = time.monotonic()
        all_partitions = [number for export in exports if export for number in export.partitions]
        twice = sorted({number for number in all_partitions if all_partitions.count(number) > 1})
        if twice:
            self.faults.append(f"partitions {twice} on two workers at one scrape")
        offered = sum(export.offered for export in exports if export)
        if offered > self.offered():
            self.faults.append(f"{offered} offered in sum, and {self.offered()} in truth")
        for number in all_partitions:
            dark_s = now_s - self._seen_s.get(number, now_s)
            self._seen_s[number] = now_s
            if dark_s > 1:
                self.dark_ms.setdefault(number, []).append(int(dark_s * 1000))

    def _judge_floor(self, worker: Command, floor: Document | None) -> None:
        """Each partition once, and never less than before."""
        if floor is None:
            return
        numbers = [reading["partition"] for reading in floor["clock"]["partitions"]]
        if len(numbers) != len(set(numbers)):
            self.faults.append(f"a floor shows partitions {numbers}")
        pid, count = worker.process.pid, folded(floor)
        if set(numbers) == set(range(self.partitions)) and all(r["at"] for r in floor["clock"]["partitions"]):
            if count < self._shown.get(pid, 0):
                self.faults.append(f"a floor of {count} records after one of {self._shown[pid]}")
            self._shown[pid] = count

    async def _export(self, worker: Command) -> Export | None:
        body = await _page(worker, "metrics")
        if body is None:
            return None
        text = body.decode()
        offered = sum(int(float(value)) for value in OFFERED.findall(text))
        return Export(frozenset(map(int, OWNED.findall(text))), offered)

    async def _floor(self, worker: Command) -> Document | None:
        body = await _page(worker, "api/floor")
        return None if body is None else orjson.loads(body)


async def first_breath(frozen: Command) -> frozenset[int]:
    """Wake a frozen worker that has been asked for its metrics already, and return the partitions that it exports."""
    if frozen.address is None:
        raise AssertionError
    host, port = frozen.address.removeprefix("http://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET /metrics HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
    await writer.drain()
    frozen.signal(signal.SIGCONT)
    answer = await reader.read()
    writer.close()
    if b" 200 OK" not in answer:
        raise AssertionError(answer)
    return frozenset(map(int, OWNED.findall(answer.decode())))


async def _page(worker: Command, path: str) -> bytes | None:
    """A page of a worker; None while there is none, and of one that has ended."""
    if worker.process.poll() is not None:
        return None
    with suppress(AssertionError):
        return await worker.get(path)
    return None
