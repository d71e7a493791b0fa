"""Parts of a bench as processes of their own, so that no import and no garbage of one disturbs another."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from agents.bench.reading import Job, Reading
from agents.broker.process import GuardedProcess
from agents.cli.failure import CommandError

_LEAST_MS: Final = 180_000
_MS_PER_EVENT: Final = 1
"""Patience for parts that read the whole topic: slower than that on any machine is stuck."""
_MS_PER_SLOW_EVENT: Final = 200
_DONE: Final = 0


class Running:
    """One process under a guard of its own; what it says stands in a file."""

    def __init__(self, name: str, guarded: GuardedProcess, output: Path) -> None:
        """Stand for a process that has been started."""
        self.name = name
        self.guarded = guarded
        self.output = output

    @property
    def pid(self) -> int | None:
        """Its process id, None once it has ended."""
        return self.guarded.pid

    @property
    def lines(self) -> list[str]:
        """What it has said so far, line by line."""
        return self.output.read_text(errors="replace").splitlines() if self.output.exists() else []

    def check(self) -> None:
        """Raise CommandError, with what it said last, where it has ended by itself."""
        if self.pid is None:
            raise self.failed(f"ended with status {self.guarded.exit_status}")

    def failed(self, how: str) -> CommandError:
        """An error that names the process, what is wrong with it, and its last line."""
        lines = self.lines
        return CommandError("bench", self.name, f"{how}; its last line: {lines[-1] if lines else 'nothing'}")

    async def answer(self, within_ms: int) -> bytes:
        """Its last line when it has ended well; raises CommandError if it fails or does not end in time."""
        status = await self.guarded.ended(within_ms)
        if status is None:
            raise self.failed("has not ended in time")
        lines = self.lines
        if status != _DONE or not lines:
            raise self.failed(f"ended with status {status}")
        return lines[-1].encode()

    async def close(self) -> None:
        """End it, if it has not ended."""
        await self.guarded.close()


class Processes:
    """Starts modules of this package; all that still run at the end are ended, and their outputs removed."""

    def __init__(self, directory: Path, *, least_ms: int = _LEAST_MS, grace_ms: int = 10_000) -> None:
        """Keep outputs in `directory`; reading a topic may take `least_ms` and more, an orderly end `grace_ms`."""
        self.directory = directory
        self._least_ms = least_ms
        self._grace_ms = grace_ms
        self._started: list[Running] = []
        # The first guard outlives all others, and takes the directory away also when this process is killed.
        self._keeper = GuardedProcess(directory)
        directory.mkdir(exist_ok=True)

    async def start(self, module: str, *arguments: str) -> Running:
        """Start a module of this package with these arguments; raises NotReady when it cannot be started."""
        number = len(self._started) + 1
        running = Running(module, GuardedProcess(grace_ms=self._grace_ms), self.directory / f"{number}-{module}.log")
        self._started.append(running)
        command = [sys.executable, "-m", f"{__package__}.{module}", *arguments]
        await running.guarded.run(command, cwd=Path.cwd(), output=running.output)
        return running

    async def read(self, module: str, job: Job) -> Sequence[Reading]:
        """The readings of one run of a part; raises CommandError with what it said last, if it fails or never ends."""
        running = await self.start(module, msgspec.json.encode(job).decode())
        each_ms = _MS_PER_SLOW_EVENT if module == "per_event" else _MS_PER_EVENT
        try:
            answer = await running.answer(self._least_ms + each_ms * job.events)
        finally:
            await running.close()
        return msgspec.json.decode(answer, type=list[Reading])

    async def close(self) -> None:
        """End what still runs, all at once."""
        try:
            await asyncio.gather(*(running.close() for running in self._started))
        finally:
            await self._keeper.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
