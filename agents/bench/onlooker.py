"""Looks at a worker from outside, as boards and scrapers do: its floor, its metrics, its memory, its processor time."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import aiohttp
import msgspec

from agents.bench.processes import Running
from agents.bench.reading import Job
from agents.bench.served import ADDRESS
from agents.bench.stage import Stage
from agents.cli.failure import CommandError
from agents.clock import now_ms
from agents.endings import cancelled
from agents.process_stat import cpu_s
from stream.units import SECOND, Millis

T = TypeVar("T")

WITHIN_S: Final = 240.0
"""How long whatever is waited for may take on a busy machine; nothing is measured by it."""
_LOOK_EVERY_S: Final = 0.05
_DELAY: Final = re.compile(rb'^floorwatch_loop_delay_seconds_bucket\{le="([^"]+)"\} ([0-9.e+]+)$', re.MULTILINE)


class Look(msgspec.Struct, frozen=True):
    """A floor as it was seen: when all of it had arrived, how many records it is made of, how many were overdue."""

    at_ms: Millis
    folded: int
    overdue: int


class _Source(msgspec.Struct):
    applied: int
    late: int
    duplicates: int
    rejected: dict[str, int]


class _Live(msgspec.Struct):
    overdue: dict[str, int] = {}


class _Part(msgspec.Struct):
    slice: dict[str, str]
    live: _Live = msgspec.field(default_factory=_Live)


class _Floor(msgspec.Struct):
    """What is looked at of a floor: all of it takes ten times as long to read."""

    sources: list[_Source]
    slices: list[_Part]


_floor: Final = msgspec.json.Decoder(_Floor).decode


class Onlooker:
    """One worker that serves, and the way to it."""

    def __init__(self, running: Running, session: aiohttp.ClientSession) -> None:
        """Stand before a worker that has been started."""
        self.running = running
        self.session = session
        self.looks: list[Look] = []
        self.floor = b"{}"
        """The document that was seen last."""
        self._etag = ""

    @property
    def address(self) -> str | None:
        """Where it serves, None while it has not said so."""
        lines = (line for line in self.running.lines if line.startswith(ADDRESS))
        return next((line.removeprefix(ADDRESS) for line in lines), None)

    async def get(self, path: str) -> bytes | None:
        """A page, None where there is none now."""
        address = self.address
        if address is None:
            return None
        try:
            async with self.session.get(address + path) as answer:
                return await answer.read() if answer.status == 200 else None  # noqa: PLR2004 - as HTTP has it
        except aiohttp.ClientError:
            return None

    async def ready(self) -> None:
        """Wait until it is; raises CommandError where it ends instead, or never is."""

        async def is_ready() -> bool:
            return await self.get("health/ready") is not None and await self.get("api/floor") is not None

        await self.until(is_ready, "is not ready")

    async def serves(self) -> bool:
        """Whether it has said where."""
        return self.address is not None

    async def metric(self, name: str) -> float | None:
        """One of its figures without labels, None where there is none now."""
        found = re.search(rf"^{name} ([0-9.e+-]+)$".encode(), await self.get("metrics") or b"", re.MULTILINE)
        return float(found[1]) if found else None

    async def until(self, holds: Callable[[], Awaitable[bool]], missed: str) -> None:
        """Wait for a condition; raises CommandError with what was missed, and what was seen last."""
        give_up_at = time.monotonic() + WITHIN_S
        while not await holds():
            self.running.check()
            if time.monotonic() > give_up_at:
                raise CommandError("bench", self.running.name, f"{missed} after {WITHIN_S:g} s{self._last}")
            await asyncio.sleep(_LOOK_EVERY_S)

    async def look(self) -> Look | None:
        """The floor, kept among `looks`, where it is another than that seen last."""
        address = self.address
        if address is None:
            return None
        try:
            # Packing and unpacking would take more of the processor than everything else that looks on.
            headers = {"If-None-Match": self._etag, "Accept-Encoding": "identity"}
            async with self.session.get(f"{address}api/floor", headers=headers) as answer:
                body = await answer.read()
                at_ms = now_ms()
                if answer.status != 200:  # noqa: PLR2004 - as HTTP has it
                    return None
                self._etag = answer.headers.get("ETag", "")
        except aiohttp.ClientError:
            return None
        self.floor, (count, broken) = body, counted(body)
        self.looks.append(Look(at_ms, count, broken))
        return self.looks[-1]

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_EVERY_S)

    @property
    def _last(self) -> str:
        if not self.looks:
            return ""
        look = self.looks[-1]
        return f"; the last floor, {(now_ms() - look.at_ms) // SECOND} s ago, had {look.folded}, {look.overdue} overdue"

    async def seen(self, count: int, broken: int = 0) -> None:
        """Wait until a floor of so many records, and so many overdue, has been seen by `watch`."""

        async def is_seen() -> bool:
            return bool(self.looks) and self.looks[-1].folded >= count and self.looks[-1].overdue >= broken

        await self.until(is_seen, f"{count} records were not seen")

    async def delays(self) -> dict[float, float]:
        """How often its loop was late by at most so many milliseconds, since it began."""
        found = _DELAY.findall(await self.get("metrics") or b"")
        return {float(bound) * SECOND: float(count) for bound, count in found}

    @property
    def cpu_s(self) -> float:
        """The processor's time that it has taken."""
        return cpu_s(self.running.pid)

    @property
    def rss_mib(self) -> float:
        """Its memory."""
        lines = Path(f"/proc/{self.running.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()


async def onlooker(stage: Stage, job: Job, module: str = "served") -> Onlooker:
    """Start a worker and stand before it."""
    running = await stage.processes.start(module, msgspec.json.encode(job).decode())
    return Onlooker(running, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(WITHIN_S)))


async def beside(work: Coroutine[Any, Any, T], *others: Coroutine[Any, Any, None]) -> T:
    """The result of `work`, while others go on that never end; raises what any of them raises."""
    main, tasks = asyncio.ensure_future(work), [asyncio.ensure_future(other) for other in others]
    pending: list[asyncio.Future[Any]] = [main, *tasks]
    try:
        await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
        return await main
    finally:
        await cancelled(pending)


def counted(document: bytes) -> tuple[int, int]:
    """How many records a floor is made of, and how many promises of the whole of it are broken and not made good."""
    floor = _floor(document)
    records = sum(
        source.applied + source.late + source.duplicates + sum(source.rejected.values()) for source in floor.sources
    )
    whole = next(part for part in floor.slices if not part.slice)
    return records, sum(whole.live.overdue.values())


def late_at(before: dict[float, float], after: dict[float, float], share: float) -> float:
    """The bound in ms that such a share of the instants between two looks at `delays` did not exceed."""
    grown = {bound: count - before.get(bound, 0) for bound, count in sorted(after.items())}
    finite = [bound for bound in grown if bound != float("inf")]
    total = grown[float("inf")]
    return next((bound for bound in finite if grown[bound] >= share * total), 2 * finite[-1])
